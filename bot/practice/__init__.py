"""Pure rules of practice: when the next prompt is due, where a place's clock stands, how a breath is paced.

Reads no clock.
"""
