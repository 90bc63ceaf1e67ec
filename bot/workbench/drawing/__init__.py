"""A dialogue to look at: its graph, and the pages for a review. Changes nothing."""
