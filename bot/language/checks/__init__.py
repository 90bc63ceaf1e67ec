"""Rules over what was built: a module for each kind, each naming the file, the line and what to do."""
