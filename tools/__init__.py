"""Build tools: what makes ``assets/`` from two pinned wheels and ``data/body``."""
