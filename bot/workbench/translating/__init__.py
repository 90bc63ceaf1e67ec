"""What a language lacks, and how it is put into its files. Writes no file itself."""
