"""Back and forward, as in a browser: a list of places one has been, and where one is in it."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")

LIMIT = 200


class History(Generic[T]):
    """Entries visited, oldest first; always at one of them."""

    def __init__(self, first: T, limit: int = LIMIT) -> None:
        self._entries = [first]
        self._at = 0
        self._limit = limit

    @property
    def current(self) -> T:
        return self._entries[self._at]

    @property
    def can_go_back(self) -> bool:
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        return self._at + 1 < len(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def visit(self, entry: T) -> None:
        """Go on to a new entry; what lay ahead is dropped, and the oldest beyond the limit."""
        del self._entries[self._at + 1 :]
        self._entries.append(entry)
        del self._entries[: -self._limit]
        self._at = len(self._entries) - 1

    def amend(self, entry: T) -> None:
        """Replace the current entry: a small move that should not be a step of its own."""
        self._entries[self._at] = entry

    def back(self) -> T:
        """Step back and return that entry; stays where it is at the beginning."""
        self._at = max(0, self._at - 1)
        return self.current

    def forward(self) -> T:
        """Step forward and return that entry; stays where it is at the end."""
        self._at = min(len(self._entries) - 1, self._at + 1)
        return self.current

    def rewrite(self, entries: list[T], at: int) -> None:
        """Replace every entry, as when ids were renamed. ``entries`` must not be empty."""
        self._entries = entries
        self._at = min(max(0, at), len(entries) - 1)

    @property
    def entries(self) -> tuple[T, ...]:
        return tuple(self._entries)

    @property
    def at(self) -> int:
        return self._at
