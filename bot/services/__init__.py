"""The use cases: take a turn, remind, deliver, show the journal, erase. No Telegram, no SQL."""
