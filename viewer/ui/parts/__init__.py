"""The small pieces of the interface: each paints itself, has a focus ring and a spoken name."""
