"""The words of other languages, put over the structure of the original."""
