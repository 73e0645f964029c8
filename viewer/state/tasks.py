"""The verbs of what one does with the maps beside looking: painting, ruling out, comparing, filtering,
going where a link leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from viewer.body.paint import Painting
from viewer.catalog.model import Catalog
from viewer.find.filters import Filter
from viewer.state.history import History
from viewer.state.renamed import carry_over
from viewer.state.view_state import COMPARED_MOST, MODES, Mode, ViewState

_OWN = {"hovered", "painting", "ruled_out"}
"""What no link says: the pointer, and what was found out of a person."""


class TaskVerbs:
    """A part of the store; the painting has an undo of its own beside the store's history."""

    _state: ViewState
    _catalog: Catalog
    _owners: Mapping[str, str]

    def _start_tasks(self, painting: Painting) -> None:
        self._paintings: History[Painting] = History(painting)

    def _apply(
        self, initiator: object | None, *, step: bool = False, amend: bool = False, **parts: Any
    ) -> None:
        raise NotImplementedError

    def set_mode(self, mode: Mode, *, initiator: object | None = None) -> None:
        """Lay the window out for something else."""
        if mode not in MODES:
            raise ValueError(f"not a mode: {mode}")
        self._apply(initiator, mode=mode)

    def compare(self, points: Iterable[str], *, initiator: object | None = None) -> None:
        """Set these trigger points side by side; of more than four, the last four."""
        known = [id for id in dict.fromkeys(points) if id in self._owners]
        self._apply(initiator, compared=tuple(known[-COMPARED_MOST:]))

    def paint(self, painting: Painting, *, initiator: object | None = None) -> None:
        """Another painting; the one before can be had back by ``undo_paint``."""
        if painting != self._state.painting:
            self._paintings.visit(painting)
            self._apply(initiator, painting=painting)

    @property
    def can_undo_paint(self) -> bool:
        return self._paintings.can_go_back

    @property
    def can_redo_paint(self) -> bool:
        return self._paintings.can_go_forward

    def undo_paint(self, *, initiator: object | None = None) -> None:
        """Take the last mark back."""
        if self._paintings.can_go_back:
            self._apply(initiator, painting=self._paintings.back())

    def redo_paint(self, *, initiator: object | None = None) -> None:
        """Make the mark that was taken back again."""
        if self._paintings.can_go_forward:
            self._apply(initiator, painting=self._paintings.forward())

    def rule_out(self, muscle: str, out: bool, *, initiator: object | None = None) -> None:
        """Say that a muscle was examined and is not it, or take that back."""
        others = tuple(id for id in self._state.ruled_out if id != muscle)
        self._apply(initiator, ruled_out=(*others, muscle) if out else others)

    def set_filter(self, asked: Filter, *, initiator: object | None = None) -> None:
        """Let the muscles that have all of this stand out, and the tree list them alone."""
        self._apply(initiator, filter=tuple(sorted(set(asked))))

    def set_scroll(self, scroll_px: int, *, initiator: object | None = None) -> None:
        """The record was scrolled. Amends the current step of the history."""
        self._apply(initiator, scroll_px=max(0, scroll_px))

    def go_to(self, state: ViewState, *, initiator: object | None = None) -> None:
        """Show all that a state shows, as one step; its painting and what is ruled out are left alone.

        Ids that were renamed are followed, those that nobody knows left out.
        """
        state = carry_over(state, self._catalog, self._owners)
        kept = {f.name: getattr(state, f.name) for f in fields(ViewState) if f.name not in _OWN}
        self._apply(initiator, step=True, **kept)
