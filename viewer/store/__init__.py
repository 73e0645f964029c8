"""What the user writes: own notes, bookmarks, collections; kept in one SQLite file."""
