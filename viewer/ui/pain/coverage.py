"""The map of what the catalog covers: how many patterns reach each region, and of what evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.map.tint import TINTS, step_words, tinted
from viewer.ui.theme import role_font, tokens
from viewer.ui.words import EVIDENCE, plural

if TYPE_CHECKING:
    from viewer.body.atlas import Atlas
    from viewer.body.body import Body
    from viewer.body.views import ViewId
    from viewer.map.scene import Tint
    from viewer.ui.pain.work import Ground


class Coverage:
    """Tints the views with how many patterns reach each region."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._atlas: Atlas | None = None
        self._ground: Ground | None = None
        self._tints: dict[ViewId, Tint] = {}

    def set_atlas(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._tints.clear()

    def tint(self, ground: Ground, view: ViewId) -> Tint | None:
        """A view's regions in the tints of their counts."""
        if self._atlas is None or view not in self._atlas.views:
            return None
        if ground is not self._ground:
            self._ground = ground
            self._tints.clear()
        if view not in self._tints:
            counts = {region: found.patterns for region, found in ground.reach.items()}
            self._tints[view] = tinted(self._atlas, view, self._body.regions.ids, counts)
        return self._tints[view]

    def words(self, ground: Ground, region: str) -> str:
        """What the catalog has on a region."""
        found = ground.reach.get(region)
        if found is None or not found.patterns:
            return "no pattern of this catalog reaches it"
        grades = ", ".join(f"{n} {EVIDENCE[g].lower()}" for g, n in found.evidence.items() if n)
        muscles = plural(len(found.muscles), "muscle")
        return f"{plural(found.patterns, 'pattern')} of {muscles}: {grades}"


class CoverageKey(QWidget):
    """What the tints stand for, with their numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = step_words()
        self.setAccessibleName("Patterns that reach an area: " + ", ".join(self._words))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, round(18 + QFontMetricsF(role_font("tiny")).height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        wide = self.width() / len(TINTS)
        painter.setFont(role_font("tiny"))
        for number, (tint, words) in enumerate(zip(TINTS, self._words, strict=True)):
            box = QRectF(number * wide + 0.5, 0.5, wide - 4, 13)
            painter.setPen(QPen(QColor(t.edge), 1))
            painter.setBrush(QColor(tint))
            painter.drawRect(box)
            painter.setPen(QColor(t.text2))
            painter.drawText(QRectF(number * wide, 16, wide, self.height() - 16), words)
