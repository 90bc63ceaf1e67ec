"""The core, PURE: what a dialogue is, and the one function that decides what comes of an input.

No IO, no clock, no chance.
"""
