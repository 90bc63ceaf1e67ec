"""A Bot API on loopback and a chat page: the bot without an account. Never reachable from another machine."""
