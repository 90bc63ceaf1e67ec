"""The language of the files: which keys there are, what may stand behind each, and what is built of them."""
