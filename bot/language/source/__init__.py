"""The files of a folder of dialogues: opened with care, read as YAML into a tree that knows where everything stands."""
