"""The rules over what was built, one module for each kind. Each problem names the file, the line and what to do."""
