"""From a painted pain to patterns, and patterns side by side."""
