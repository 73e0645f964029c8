"""Own notes, bookmarks and collections in the window."""
