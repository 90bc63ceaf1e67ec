"""Opens the files of a folder of dialogues with care, and reads them as YAML into trees that know their places."""
