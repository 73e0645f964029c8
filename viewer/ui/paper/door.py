"""The way to paper: what it needs is imported when something is first put on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from viewer.body.atlas import Atlas
    from viewer.map.content import MapContent
    from viewer.map.linked import LinkedMaps
    from viewer.ui.paper.paper import Paper
    from viewer.ui.window import Window


class PaperDoor(QObject):
    """Makes ``Paper`` when one of its verbs is first used."""

    def __init__(
        self, window: Window, maps: LinkedMaps, content: Callable[[], MapContent], atlas: Callable[[], Atlas]
    ) -> None:
        super().__init__(window)
        self._parts = (window, maps, content, atlas)
        self._paper: Paper | None = None
        verbs = window.verbs
        verbs.print_requested.connect(lambda: self.paper.print_view())
        verbs.figure_requested.connect(lambda: self.paper.offer_figure())
        verbs.sheet_requested.connect(lambda: self.paper.print_sheet())
        verbs.sheet_pdf_requested.connect(lambda: self.paper.ask_for_pdf())

    @property
    def paper(self) -> Paper:
        """What puts things on paper."""
        if self._paper is None:
            from viewer.ui.paper.paper import Paper

            self._paper = Paper(*self._parts)
        return self._paper
