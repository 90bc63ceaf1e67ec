"""The pure core: what a dialogue is, and the one function that decides what follows from an input.

It does no IO, reads no clock and uses no chance.
"""
