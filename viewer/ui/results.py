"""Results of a search: a list in groups, used in the find panel and under "Find anything"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QGridLayout, QListView, QVBoxLayout, QWidget

from viewer.find.everything import PREFIXES, asked
from viewer.find.snippet import Snippet, snippet_of
from viewer.find.text import Hit
from viewer.ui.parts.search_field import SearchField
from viewer.ui.parts.text import Text
from viewer.ui.rows import HEADING, ICON, MATCHED, REASON, ResultDelegate
from viewer.ui.theme import text_scale

Index = QModelIndex | QPersistentModelIndex
Search = Callable[[str], Sequence[Hit]]

GROUP_NAMES = {
    "muscle": "Muscles",
    "point": "Trigger points",
    "region": "Areas",
    "technique": "Techniques",
    "topic": "For patients",
    "red_flag": "Warning signs",
    "landmark": "Landmarks",
    "structure": "Structures",
    "source": "Sources",
    "note": "Techniques of muscles",
    "own": "Own notes",
    "command": "Commands",
}
ICONS = {
    "muscle": "body-scan",
    "point": "circle-x",
    "region": "map-pin",
    "technique": "hand-finger",
    "topic": "school",
    "red_flag": "alert-triangle",
    "landmark": "target",
    "structure": "bolt",
    "source": "book-2",
    "note": "hand-finger",
    "own": "bookmark",
    "command": "keyboard",
}


ROOM, LITTLE_ROOM = 90, 44
HINT = "A name, a symptom, an area, or a word of any text."
"""What an empty field can be asked; prefixes stand beneath it."""


def nothing_found(words: str) -> str:
    """What is said where nothing is found."""
    return f"Nothing found for “{asked(words)[1].strip()}”. Try another word or spelling."


@dataclass(frozen=True, slots=True)
class _Row:
    title: str
    hit: Hit | None = None


class ResultModel(QAbstractListModel):
    """Hits under the headings of their kinds, the group of the best hit first."""

    def __init__(self, parent: QWidget | None = None, room: int = ROOM) -> None:
        super().__init__(parent)
        self._room = room
        self._rows: list[_Row] = []
        self._query = ""
        self._snippets: dict[int, Snippet] = {}

    def set_hits(self, hits: Sequence[Hit], query: str) -> None:
        """Replace the rows by what a query found."""
        groups: dict[str, list[Hit]] = {}
        for hit in hits:
            groups.setdefault(hit.kind, []).append(hit)
        self.beginResetModel()
        self._query, self._snippets = asked(query)[1], {}
        self._rows = []
        for kind, members in groups.items():
            self._rows.append(_Row(GROUP_NAMES.get(kind, kind)))
            self._rows.extend(_Row(hit.title, hit) for hit in members)
        self.endResetModel()

    def hit(self, row: int) -> Hit | None:
        """The hit of a row; None for a heading."""
        return self._rows[row].hit if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.hit(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        row = self._rows[index.row()]
        hit = row.hit
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == HEADING:
            return hit is None
        if hit is None:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            why = self._snippet(index.row(), hit)
            said = ": ".join(part for part in (why.reason, why.text) if part)
            return f"{hit.title}, {GROUP_NAMES.get(hit.kind, '')}, {said}".rstrip(", ")
        if role == REASON:
            return self._snippet(index.row(), hit)
        return {MATCHED: hit.matched, ICON: ICONS.get(hit.kind, "")}.get(role)

    def _snippet(self, row: int, hit: Hit) -> Snippet:
        # Only of what is in sight: to read every text found would take longer than to find it.
        if row not in self._snippets:
            self._snippets[row] = snippet_of(hit, self._query, self._room)
        return self._snippets[row]


class ResultList(QListView):
    """The list of results.

    Args:
        room: so many letters of a text are shown at most.

    Signals:
        chosen: (kind, id) of the result that was pressed or accepted.
    """

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None, room: int = ROOM) -> None:
        super().__init__(parent)
        self.setAccessibleName("Results")
        self.results = ResultModel(self, room)
        self.setModel(self.results)
        self.setItemDelegate(ResultDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(lambda index: self._choose(index.row()))

    def show_hits(self, hits: Sequence[Hit], query: str) -> None:
        """Show what a query found, with the first one ready to be accepted."""
        self.results.set_hits(hits, query)
        self.scrollToTop()
        self.setCurrentIndex(QModelIndex())
        self.move_by(1)

    def move_by(self, step: int) -> None:
        """Go to the next or previous result, past headings."""
        row = self.currentIndex().row()
        row = row + step if row >= 0 else (0 if step > 0 else self.results.rowCount() - 1)
        while 0 <= row < self.results.rowCount():
            if self.results.hit(row) is not None:
                self.setCurrentIndex(self.results.index(row))
                return
            row += step

    def accept(self) -> None:
        """Choose the current result, if there is one."""
        self._choose(self.currentIndex().row())

    def _choose(self, row: int) -> None:
        hit = self.results.hit(row)
        if hit is not None:
            self.chosen.emit(hit.kind, hit.id)


def _hint(parent: QWidget) -> QWidget:
    """What can be typed, with the prefixes that narrow it."""
    hint = QWidget(parent)
    grid = QGridLayout(hint)
    grid.setContentsMargins(12, 8, 12, 8)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.addWidget(Text(HINT, "body", "text2"), 0, 0, 1, 2)
    for row, (prefix, what) in enumerate(PREFIXES, start=1):
        grid.addWidget(Text(prefix, "strong"), row, 0)
        grid.addWidget(Text(what, "body", "text2"), row, 1)
    return hint


class ResultPopup(QFrame):
    """The results under a search field, laid over the window.

    Signals:
        chosen: (kind, id).
        finished: something was chosen or the list was closed; the focus may go back.
    """

    chosen = Signal(str, str)
    finished = Signal()

    def __init__(self, field: SearchField, search: Search, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("card", "popup")
        self._field = field
        self._search = search
        self.list = ResultList(self)
        self._empty = Text("", "body", "text2", self)
        self._empty.setContentsMargins(8, 8, 8, 8)
        self.hint = _hint(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 6)
        column.setSpacing(0)
        column.addWidget(self.list)
        column.addWidget(self._empty)
        column.addWidget(self.hint)
        self.hide()
        field.textEdited.connect(self._words_changed)
        field.moved.connect(self.list.move_by)
        field.accepted.connect(self._accepted)
        field.left.connect(self.close_list)
        field.entered.connect(lambda: self._words_changed(field.text()))
        self.list.chosen.connect(self._chosen)

    def _words_changed(self, words: str) -> None:
        words = asked(words)[1] and words
        hits = self._search(words) if words.strip() else []
        self.list.show_hits(hits, words)
        self.list.setVisible(bool(hits))
        self._empty.setVisible(not hits and bool(words.strip()))
        self._empty.setText(nothing_found(words))
        self.hint.setVisible(not words.strip())
        self._place(len(hits))
        self.show()
        self.raise_()

    def _accepted(self) -> None:
        # Return on a word just typed opens its best hit, list or no list.
        if not self.list.isVisible() and self._field.text().strip():
            self._words_changed(self._field.text())
        self.list.accept()

    def _place(self, hits: int) -> None:
        window = self.parentWidget()
        at = self._field.mapTo(window, QPoint(0, self._field.height() + 4))
        width = min(max(self._field.width(), round(380 * text_scale())), window.width() - 16)
        left = min(at.x(), window.width() - width - 8)
        self.list.setFixedWidth(width - 10)
        rows = self.list.results.rowCount() if hits else 0
        height = sum(self.list.sizeHintForRow(row) for row in range(rows)) + 14
        if self.hint.isVisibleTo(self):
            height = self.hint.layout().heightForWidth(width - 10) + 12
        elif not hits:
            height = self._empty.heightForWidth(width - 24) + 24
        self.setGeometry(left, at.y(), width, min(height, window.height() - at.y() - 12, 520))

    def _chosen(self, kind: str, id: str) -> None:
        self._field.clear()
        self.hide()
        self.chosen.emit(kind, id)
        self.finished.emit()

    def close_list(self) -> None:
        """Hide the list; the words stay."""
        self.hide()
        if self._field.hasFocus():
            self.finished.emit()
