"""Finding things: text search as one types, forgiving one slip of the finger. No Qt."""
