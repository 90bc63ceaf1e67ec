"""SQLite and nothing else: one file for each topic, with the SQL written out. Decides nothing."""
