"""Walks through the dialogues, to every place and at random. Each turn is held to its promises."""
