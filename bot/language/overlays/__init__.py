"""Words in other languages, put over the structure of the original."""
