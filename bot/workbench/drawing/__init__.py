"""Shows a dialogue: its graph, and the pages for a review. Changes nothing."""
