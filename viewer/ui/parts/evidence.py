"""How sure a statement is: four cells and a word, and a statement with its sources."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from viewer.ui.parts.buttons import Painted, Reference
from viewer.ui.parts.text import Text
from viewer.ui.theme import set_role, tokens
from viewer.ui.tokens import Tokens
from viewer.ui.words import EVIDENCE, EVIDENCE_CELLS, EVIDENCE_MEANS

CELL_W, CELL_H, CELL_GAP = 5.0, 9.0, 1.5
CELLS_W = 4 * CELL_W + 3 * CELL_GAP


def paint_cells(painter: QPainter, x: float, y: float, filled: int, t: Tokens) -> None:
    """Four upright cells, ``filled`` of them from the left."""
    painter.setPen(QPen(QColor(t.text2), 1))
    for cell in range(4):
        painter.setBrush(QColor(t.text2) if cell < filled else Qt.BrushStyle.NoBrush)
        left = x + cell * (CELL_W + CELL_GAP)
        painter.drawRect(QRectF(left + 0.5, y + 0.5, CELL_W - 1, CELL_H - 1))


class EvidenceBadge(Painted):
    """The evidence of a statement; pressing it opens the statement's sources."""

    def __init__(self, evidence: str, parent: QWidget | None = None) -> None:
        super().__init__(EVIDENCE[evidence], parent)
        self._cells = EVIDENCE_CELLS[evidence]
        self.setAccessibleName(f"Evidence: {EVIDENCE[evidence]}")
        self.setAccessibleDescription(EVIDENCE_MEANS[evidence])
        self.setToolTip(f"{EVIDENCE_MEANS[evidence]} Press for the sources.")
        set_role(self, "tiny")

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        width = CELLS_W + 5 + metrics.horizontalAdvance(self.text()) + 5
        return QSize(round(width), round(metrics.height() + 5))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        middle = self.height() / 2
        paint_cells(painter, 1, round(middle - CELL_H / 2), self._cells, t)
        painter.setFont(self.font())
        painter.setPen(QColor(t.accent if self.underMouse() else t.text2))
        box = QRectF(CELLS_W + 6, 0, self.width() - CELLS_W - 6, self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        if self.underMouse():
            wide = QFontMetricsF(self.font()).horizontalAdvance(self.text())
            y = middle + QFontMetricsF(self.font()).ascent() / 2 + 1.5
            painter.drawLine(QPoint(round(box.x()), round(y)), QPoint(round(box.x() + wide), round(y)))


class Statement(Text):
    """A sentence, and behind it its evidence and its sources, in the same run of text.

    Signals:
        source_requested: id of a source that was pressed.
        sources_requested: ids of all its sources, from the evidence badge.
        record_requested: (kind, id) of a record that the sentence is about.
    """

    source_requested = Signal(str)
    sources_requested = Signal(tuple)
    record_requested = Signal(str, str)

    def __init__(
        self, text: str, references: Sequence[tuple[str, str]] = (), evidence: str | None = None,
        against: Sequence[tuple[str, str]] = (), about: Sequence[tuple[str, str, str]] = (),
        role: str = "body", token: str = "text", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._heights: dict[int, int] = {}
        super().__init__("", role, token, parent)
        self._tail: list[QWidget] = []
        for kind, id, name in about:
            link = Reference(name, opens=True, parent=self)
            link.clicked.connect(lambda _=False, k=kind, i=id: self.record_requested.emit(k, i))
            self._tail.append(link)
        if evidence:
            badge = EvidenceBadge(evidence, self)
            ids = tuple(id for id, _ in (*references, *against))
            badge.clicked.connect(lambda: self.sources_requested.emit(ids))
            self._tail.append(badge)
        for id, name in references:
            self._add_reference(id, name)
        if against:
            # Both sides are shown where sources disagree.
            self._tail.append(Text("against:", "tiny", "text2", self))
            for id, name in against:
                self._add_reference(id, name)
        self.setText(text)

    def _add_reference(self, id: str, name: str) -> None:
        button = Reference(name, parent=self)
        button.clicked.connect(lambda: self.source_requested.emit(id))
        self._tail.append(button)

    def references(self) -> list[QAbstractButton]:
        """The buttons behind the text, in order."""
        return [w for w in self._tail if isinstance(w, QAbstractButton)]

    def setText(self, text: str) -> None:
        self._heights = {}
        super().setText(text)

    def changeEvent(self, event: QEvent) -> None:
        self._heights = {}
        super().changeEvent(event)

    def _arrange(self, width: int, move: bool) -> float:
        _, height, x = self.set_lines(width)
        if not self.text():
            height, x = 0.0, 0.0
        line = self.line_height()
        y = height - line if self.text() else 0.0
        x += 6 if self.text() else 0
        bottom = height
        for widget in self._tail:
            hint = widget.sizeHint()
            wide = min(hint.width(), width)
            if x > 0 and x + wide > width:
                x, y = 0.0, y + max(line, hint.height() + 2)
            top = y + (line - hint.height()) / 2
            if move:
                widget.setGeometry(QRect(round(x), round(max(0.0, top)), wide, hint.height()))
            x += wide + 4
            bottom = max(bottom, y + max(line, hint.height()))
        return bottom

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = round(self._arrange(width, move=False) + 0.49)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        extra = sum(w.sizeHint().width() + 4 for w in self._tail)
        width = max(hint.width(), min(hint.width() + extra, 360))
        return QSize(width, self.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(self.width(), move=True)
