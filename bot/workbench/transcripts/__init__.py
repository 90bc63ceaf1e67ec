"""Conversations as coaches write them down: read, played, checked, recorded and counted."""
