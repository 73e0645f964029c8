"""What a needle would pass at a place: a card beside it, from the skin to the bone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from viewer.body.needle import Passed
from viewer.find.snippet import Snippet
from viewer.map.scene import Pick
from viewer.map.words import SEEN_FROM
from viewer.state.view_state import Hovered
from viewer.ui.facts import Facts
from viewer.ui.parts.buttons import IconButton
from viewer.ui.parts.text import Elided, Text
from viewer.ui.rows import ICON, REASON, ResultDelegate
from viewer.ui.theme import text_scale
from viewer.ui.words import LAYER

Index = QModelIndex | QPersistentModelIndex
TITLE = "What a needle would pass here"
FOOT = "Order only; depth differs between people. For trained, licensed practitioners."
WIDTH, GAP, ROWS_MAX = 336, 12, 9
ICONS = {"region": "map-pin", "muscle": "body-scan", "structure": "alert-triangle", "bone": "bone"}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is passed: what it is, its name, and in few words of what kind."""

    pick: Pick
    name: str
    kind: str
    opens: bool


def rows_of(passed: Sequence[Passed], facts: Facts, title: Callable[[Pick], str]) -> list[Row]:
    """The rows for what is passed, in its order."""
    rows = []
    for each in passed:
        pick = Pick(each.kind, each.id, each.side)
        name = title(Pick(each.kind, each.id, None))
        kind, opens = "Bone", False
        if each.kind == "region":
            name, kind, opens = facts.name("region", each.id), "Skin", each.id in facts.regions
        elif each.kind == "muscle":
            muscle = facts.catalog.muscles.get(each.id)
            if muscle is None:
                continue
            name, opens = muscle.name, True
            kind = f"Muscle, {LAYER.get(muscle.layer, muscle.layer).lower()}"
        elif each.kind == "structure":
            record = facts.structures.get(each.id)
            opens = record is not None
            name = record.name if record is not None else name
            kind = record.kind.capitalize() if record is not None else "Structure"
        rows.append(Row(pick, name, kind, opens))
    return rows


class RowModel(QAbstractListModel):
    """The rows, numbered for those who hear them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{index.row() + 1} of {len(self.rows)}: {row.name}, {row.kind}"
        shown = {
            int(Qt.ItemDataRole.DisplayRole): row.name,
            REASON: Snippet(row.kind),
            ICON: ICONS[row.pick.kind],
        }
        return shown.get(int(role))


class RowList(QListView):
    """The list: arrows and the pointer preview a row, Return and a click open it.

    Signals:
        previewed: the ``Row`` that the pointer or the keyboard is on, or None.
        opened: the ``Row`` to open.
    """

    previewed = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(TITLE)
        self.things = RowModel(self)
        self.setModel(self.things)
        self.setItemDelegate(ResultDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.entered.connect(lambda index: self.previewed.emit(self._row(index)))
        self.clicked.connect(lambda index: self.opened.emit(self._row(index)))

    def _row(self, index: Index) -> Row | None:
        return self.things.rows[index.row()] if index.isValid() else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.previewed.emit(self._row(current))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.previewed.emit(self._row(self.currentIndex()) if self.hasFocus() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._row(self.currentIndex()))
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class BeneathCard(QFrame):
    """The card over the window.

    Signals:
        open_requested: (kind, id, side) of a record; the side is "" for the midline.
        looked_at: a ``Hovered`` to outline on the maps, or None.
        left: the card was closed by its user; the keyboard may go back.
    """

    open_requested = Signal(str, str, str)
    looked_at = Signal(object)
    left = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("card", "popup")
        self.setAccessibleName(TITLE)
        self.title = Elided(TITLE, "strong", "text", self)
        self.where = Elided("", "small", "text2", self)
        self.close_button = IconButton("x", "Close", "Esc", px=16)
        self.close_button.clicked.connect(self._leave)
        self.list = RowList(self)
        self.foot = Text(FOOT, "small", "text2", self)
        head = QHBoxLayout()
        head.setContentsMargins(10, 4, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.where)
        head.addLayout(words, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 10)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 2, 10, 0)
        foot.addWidget(self.foot)
        column.addLayout(foot)
        self.list.previewed.connect(self._preview)
        self.list.opened.connect(self._open)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def show_rows(self, rows: Sequence[Row], view: str, at: QPoint) -> None:
        """Show these rows, beside a place of the screen.

        Args:
            view: the direction in which one looks, and the needle goes.
        """
        self.list.things.set_rows(rows)
        sides = {row.pick.side for row in rows if row.pick.side}
        side = f", patient’s {sides.pop()}" if len(sides) == 1 else ""
        self.where.setText(f"Straight in from {SEEN_FROM.get(view, view)}{side}")
        self._place(len(rows), at)
        self.show()
        self.raise_()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)
        self.list.setCurrentIndex(self.list.things.index(0))

    def _place(self, count: int, at: QPoint) -> None:
        window = self.parentWidget()
        width = min(round(WIDTH * text_scale()), window.width() - 2 * GAP)
        rows = min(count, ROWS_MAX) * max(30, self.list.sizeHintForRow(0)) + 4
        head = max(self.title.sizeHint().height() + self.where.sizeHint().height(), 32)
        foot = self.foot.heightForWidth(width - 32)
        self.foot.setMinimumHeight(foot)
        high = rows + head + foot + 40
        high = min(high, window.height() - 2 * GAP)
        place = window.mapFromGlobal(at)
        left = place.x() + GAP
        if left + width > window.width() - GAP:
            left = max(GAP, place.x() - GAP - width)
        top = min(max(GAP, place.y() - head), window.height() - GAP - high)
        self.setGeometry(left, top, width, high)

    def _preview(self, row: Row | None) -> None:
        pick = row.pick if row is not None else None
        self.looked_at.emit(Hovered(pick.kind, pick.id, pick.side) if pick is not None else None)

    def _open(self, row: Row | None) -> None:
        if row is not None and row.opens:
            self.open_requested.emit(row.pick.kind, row.pick.id, row.pick.side or "")

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.isVisible() and new is not None and new is not self and not self.isAncestorOf(new):
            self.hide()
            self.looked_at.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
