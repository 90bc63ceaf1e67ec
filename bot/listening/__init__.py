"""What an answer said, which probe fits, and whether it sounds like a crisis. Pure; knows no dialogue."""
