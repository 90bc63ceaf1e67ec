"""What an answer said, which probe fits, whether it sounds like a crisis. PURE; knows no dialogues, no Telegram."""
