"""The verbs of what one does with the maps beside looking: painting, ruling out, comparing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from viewer.body.paint import Painting
from viewer.state.history import History
from viewer.state.view_state import COMPARED_MOST, MODES, Mode, ViewState


class TaskVerbs:
    """A part of the store; the painting has an undo of its own beside the store's history."""

    _state: ViewState
    _owners: Mapping[str, str]

    def _start_tasks(self, painting: Painting) -> None:
        self._paintings: History[Painting] = History(painting)

    def _apply(self, initiator: object | None, **parts: Any) -> None:
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
