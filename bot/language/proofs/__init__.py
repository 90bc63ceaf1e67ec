"""The ways through a dialogue: where each state leads, what is known on the way, and what is proved of all ways."""
