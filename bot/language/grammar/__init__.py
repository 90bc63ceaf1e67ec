"""The language of the files: which keys there are, what each may hold, and what is built from them."""
