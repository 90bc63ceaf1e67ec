"""The only code that knows Telegram, or a terminal. It translates and decides nothing."""
