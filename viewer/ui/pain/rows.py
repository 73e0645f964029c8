"""The list of patterns: one painted row a muscle, with its reasons as a bar and in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QWidget
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from viewer.ui import tokens as mark
from viewer.ui.facts import Facts
from viewer.ui.pain.work import MuscleAnswer
from viewer.ui.parts.evidence import CELLS_W, paint_cells
from viewer.ui.parts.zones import paint_essential, paint_spillover
from viewer.ui.theme import role_font, tokens
from viewer.ui.words import EVIDENCE, EVIDENCE_CELLS, percent

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole) + 40
BAR_PX = 12.0


def reasons(row: MuscleAnswer) -> str:
    """Why a pattern is listed, in words; the two numbers are never made into one."""
    best = row.best
    return (
        f"Essential {percent(best.essential_share)}, spillover {percent(best.spillover_share)}, "
        f"{percent(best.outside_share)} of the paint not covered. "
        f"{percent(best.not_painted_share)} of the pattern lies elsewhere."
    )


def paint_reason_bar(
    painter: QPainter, rect: QRectF, essential: float, spillover: float, ratio: float
) -> None:
    """The painted area as one bar: covered by essential, by spillover, not covered."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QPainterPath()
    ground.addRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    painter.fillPath(ground, QColor(mark.FIGURE))
    pen = QPen(QColor(tokens().edge), 1)
    pen.setDashPattern([2.5, 2.0])
    painter.strokePath(ground, pen)
    first = min(max(essential, 0.0), 1.0) * rect.width()
    second = min(max(spillover, 0.0), 1.0 - min(essential, 1.0)) * rect.width()
    if second > 0.5:
        box = QPainterPath()
        box.addRect(QRectF(rect.x() + first, rect.y(), second, rect.height()))
        paint_spillover(painter, box, ratio, edge=True)
    if first > 0.5:
        box = QPainterPath()
        box.addRoundedRect(
            QRectF(rect.x() + 0.75, rect.y() + 0.75, max(first - 1.5, 2.5), rect.height() - 1.5), 2, 2
        )
        paint_essential(painter, box, ratio)


class PatternModel(QAbstractListModel):
    """The muscles whose patterns cover the paint, in their order."""

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = facts
        self.rows: tuple[MuscleAnswer, ...] = ()

    def set_rows(self, rows: Sequence[MuscleAnswer]) -> None:
        """Replace the rows; as one paints, mostly only their numbers change."""
        same = [(r.muscle, r.side) for r in rows] == [(r.muscle, r.side) for r in self.rows]
        if same:
            self.rows = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            evidence = EVIDENCE[row.best.row.evidence]
            return f"{row.best.place}. {self.title(row)}, patient’s {row.side}. {reasons(row)} {evidence}"
        return None

    def title(self, row: MuscleAnswer) -> str:
        """The muscle, and which of its points."""
        label = self.facts.points[row.best.row.point].label if row.best.row.point in self.facts.points else ""
        return f"{self.facts.name('muscle', row.muscle)}, {label}"


class PatternDelegate(QStyledItemDelegate):
    """Paints a row: place, names, evidence, the reason bar and the reasons."""

    def __init__(self, model: PatternModel, view: QListView) -> None:
        super().__init__(view)
        self._model, self._view = model, view

    def sizeHint(self, option: Option, index: Index) -> QSize:
        line = QFontMetricsF(role_font("body")).height()
        small = QFontMetricsF(role_font("small")).height()
        lines = 2 if self._view.viewport().width() < 520 else 1
        return QSize(200, round(10 + line + 6 + BAR_PX + 4 + small * lines + 12))

    def paint(self, painter: QPainter, option: Option, index: Index) -> None:
        row = index.data(ROW)
        if row is None:
            return
        t, facts = tokens(), self._model.facts
        painter.save()
        box = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(t.accent), 2) if t.high_contrast else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.accent_soft))
            painter.drawRoundedRect(box.adjusted(6, 1, -6, -1), 8, 8)
        else:
            painter.fillRect(QRectF(box.x() + 14, box.bottom() - 1, box.width() - 28, 1), QColor(t.line))
        left, right, y = box.x() + 44, box.right() - 16, box.y() + 9
        strong, body, small, tiny = (role_font(r) for r in ("strong", "body", "small", "tiny"))
        line = QFontMetricsF(strong).height()
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(small)
        painter.setPen(QColor(t.text2))
        painter.drawText(
            QRectF(box.x() + 12, y, 26, line), int(Qt.AlignmentFlag.AlignCenter), str(row.best.place)
        )
        word = EVIDENCE[row.best.row.evidence].partition(" ")[0]
        wide = CELLS_W + 6 + QFontMetricsF(tiny).horizontalAdvance(word)
        paint_cells(painter, right - wide, y + line / 2 - 5, EVIDENCE_CELLS[row.best.row.evidence], t)
        painter.setFont(tiny)
        painter.drawText(QRectF(right - wide + CELLS_W + 6, y, wide, line), flags, word)
        room = right - wide - 10 - left
        name = QFontMetricsF(strong).elidedText(
            facts.name("muscle", row.muscle), Qt.TextElideMode.ElideRight, room
        )
        painter.setFont(strong)
        painter.setPen(QColor(t.accent if chosen else t.text))
        painter.drawText(QRectF(left, y, room, line), flags, name)
        used = QFontMetricsF(strong).horizontalAdvance(name) + 8
        tail = self._tail(row)
        painter.setFont(body)
        painter.setPen(QColor(t.text2))
        tail = QFontMetricsF(body).elidedText(tail, Qt.TextElideMode.ElideRight, max(0.0, room - used))
        painter.drawText(QRectF(left + used, y, max(0.0, room - used), line), flags, tail)
        y += line + 6
        bar = QRectF(left, y, right - left, BAR_PX)
        paint_reason_bar(
            painter,
            bar,
            row.best.essential_share,
            row.best.spillover_share,
            painter.device().devicePixelRatioF(),
        )
        y += BAR_PX + 4
        painter.setFont(small)
        painter.setPen(QColor(t.text2))
        wrap = QTextOption(Qt.AlignmentFlag.AlignLeft)
        wrap.setWrapMode(QTextOption.WrapMode.WordWrap)
        painter.drawText(QRectF(left, y, right - left, box.bottom() - y - 4), reasons(row), wrap)
        painter.restore()

    def _tail(self, row: MuscleAnswer) -> str:
        points = self._model.facts.points
        labels = [points[r.row.point].label for r in row.patterns if r.row.point in points]
        return f"{labels[0] if labels else ''}, {row.side}"


class PatternList(QListView):
    """The list of patterns; the arrow keys step through it and the maps follow.

    Signals:
        stepped: the row that is chosen now (``MuscleAnswer``).
        opened: the row's record is asked for.
    """

    stepped = Signal(object)
    opened = Signal(object)

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.patterns = PatternModel(facts, self)
        self.setModel(self.patterns)
        self.setItemDelegate(PatternDelegate(self.patterns, self))
        self.setAccessibleName("Patterns that cover the painted area")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW)))
        self.activated.connect(lambda index: self.opened.emit(index.data(ROW)))

    def show_rows(self, rows: Sequence[MuscleAnswer], chosen: tuple[str, str] | None) -> None:
        """Show other rows; the chosen muscle and side stay chosen, without telling anyone."""
        self._quiet = True
        self.patterns.set_rows(rows)
        at = next((i for i, r in enumerate(rows) if (r.muscle, r.side) == chosen), -1)
        self.setCurrentIndex(self.patterns.index(at) if at >= 0 else QModelIndex())
        self._quiet = False

    def step(self, steps: int) -> None:
        """Go to the next row, or the one before."""
        count = self.patterns.rowCount()
        if count:
            at = self.currentIndex().row()
            at = min(max(at + steps, 0), count - 1) if at >= 0 else (0 if steps > 0 else count - 1)
            self.setCurrentIndex(self.patterns.index(at))

    def step_past(self, muscle: str) -> None:
        """Go to the next row of another muscle, or else to the last one before."""
        rows = [self.patterns.index(at) for at in range(self.patterns.rowCount())]
        others = [index for index in rows if index.data(ROW).muscle != muscle]
        after = [index for index in others if index.row() > self.currentIndex().row()]
        if others:
            self.setCurrentIndex(after[0] if after else others[-1])

    def chosen(self) -> MuscleAnswer | None:
        """The row that is chosen."""
        found = self.currentIndex().data(ROW)
        return found if isinstance(found, MuscleAnswer) else None

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self.stepped.emit(current.data(ROW))
