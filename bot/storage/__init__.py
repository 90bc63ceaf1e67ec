"""SQLite and nothing but SQLite: one file per topic, SQL written out. Decides nothing."""
