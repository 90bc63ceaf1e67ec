"""What authors use: transcripts, walks, mutants, drawings. The running bot never loads it outside the sandbox."""
