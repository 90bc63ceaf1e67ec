"""Walks through the dialogues: to every place there is, and at random, each turn held to its promises."""
