"""A Bot API on loopback and a chat page: the bot without an account. It cannot be reached from another machine."""
