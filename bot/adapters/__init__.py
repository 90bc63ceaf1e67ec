"""The only code that knows Telegram, or a terminal. Translates; decides nothing."""
