"""Small changes of a dialogue, and whether its transcripts notice them."""
