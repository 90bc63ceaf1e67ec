"""The author's tools: transcripts, walks, mutants, drawings. The running bot never loads them outside the sandbox."""
