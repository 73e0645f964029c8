"""The record panel: name and facts, tabs that are anchors, and one page that scrolls."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from viewer.state.view_state import ViewState
from viewer.ui.facts import Facts
from viewer.ui.parts.buttons import Chip, IconButton
from viewer.ui.parts.flow import FlowLayout, clear_layout
from viewer.ui.parts.tabs import TabStrip
from viewer.ui.parts.text import Rule, Text
from viewer.ui.record import muscle as muscle_page
from viewer.ui.record.notes import card_name
from viewer.ui.record.others import page
from viewer.ui.record.page import BLEED, Maker, Requests, Section
from viewer.ui.record.points import PointRow, fill_pain, fill_points
from viewer.ui.theme import set_role

PAD = 20
COLUMN_CHARACTERS = 72
AT_ONCE = 3
"""So many sections of a page are made at once, the rest when nothing else is to be done."""
SETTLE_MS = 250
LINES_FOR_HEAD = 18
"""A panel of fewer lines has Latin beside the name and no chips, so that text is left to read."""
PLACES_KEPT = 30
"""Of so many records the panel knows where on the page the reader was."""


class RecordPanel(QWidget):
    """Shows the selected record; it asks through ``requests`` and changes nothing itself.

    Signals:
        copy_link_requested: the button that copies a link to what is shown.
        scrolled: the page was scrolled; (pixels).
    """

    copy_link_requested = Signal()
    scrolled = Signal(int)

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setAccessibleName("Record")
        self.requests = Requests(self)
        self._make = Maker(facts, self.requests)
        self._shown: tuple[str, str] = ("", "")
        self._point: str | None = None
        self._sections: list[Section] = []
        self._scrolling = False
        self._has_chips = False
        self._keep: tuple[tuple[str, str], int] | None = None
        self._places: dict[tuple[str, str], int] = {}
        self._first: tuple[str, ...] = ()
        self.more_sections: Callable[[str, str], list[Section]] = lambda kind, id: []
        self._pending: list[Section] = []
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._build_next)
        self._build()
        self.requests.sources.connect(self._show_sources)
        self._show_nothing()

    def _build(self) -> None:
        self.title = Text("", "title")
        self._second = Text("", "latin", "text2")
        self._link = IconButton("link", "Copy a link to this record", "Ctrl+Shift+C")
        self._link.clicked.connect(self.copy_link_requested)
        self._head_buttons: list[QWidget] = []
        self._names = names = QHBoxLayout()
        names.setSpacing(12)
        names.addWidget(self.title, 1)
        names.addWidget(self._link, 0, Qt.AlignmentFlag.AlignTop)
        self._chip_row = QWidget(self)
        self._chips = FlowLayout(self._chip_row, gap=6)
        self._head = head = QVBoxLayout()
        head.setContentsMargins(PAD, 16, PAD - 6, 10)
        head.setSpacing(4)
        head.addLayout(names)
        head.addWidget(self._second)
        head.addSpacing(4)
        head.addWidget(self._chip_row)
        self.tabs = TabStrip(self)
        tab_row = QVBoxLayout()
        tab_row.setContentsMargins(PAD, 0, PAD, 0)
        tab_row.addWidget(self.tabs)
        self._page = QWidget()
        self._page.setAutoFillBackground(True)
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(PAD - BLEED, 14, PAD - BLEED, 40)
        self._column.setSpacing(22)
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self._page)
        self.area.setAccessibleName("Record text")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addLayout(tab_row)
        outer.addWidget(Rule(parent=self))
        outer.addWidget(self.area, 1)
        self.tabs.chosen.connect(self.scroll_to)
        self.area.verticalScrollBar().valueChanged.connect(self._follow)

    def set_facts(self, facts: Facts) -> None:
        """Another catalog; call ``show_state`` after it. The same record keeps its place."""
        if self._shown[1] and (self._keep is None or self._keep[0] != self._shown):
            self._keep = (self._shown, self.area.verticalScrollBar().value())
        self._make = Maker(facts, self.requests)
        self._shown = ("", "")

    def add_head_button(self, button: QWidget) -> None:
        """Put a button beside the name, before the others."""
        self._names.insertWidget(self._names.count() - 1, button, 0, Qt.AlignmentFlag.AlignTop)
        self._head_buttons.append(button)

    def set_first(self, titles: tuple[str, ...]) -> None:
        """Which sections of a record stand first; the others keep their order behind them."""
        if titles != self._first:
            self._first = titles
            if self._shown[1]:
                self._rebuild(*self._shown)

    def restore(self, state: ViewState) -> None:
        """Show what was selected before, scrolled to where it was."""
        key = _key(state)
        self._keep = (key, state.scroll_px)
        if key == self._shown and state.point == self._point:
            self._put_back()
        else:
            self.show_state(state)
            if self._keep is not None:
                QTimer.singleShot(0, self._put_back)

    def show_state(self, state: ViewState) -> None:
        """Show what is selected: a record of its own before the muscle beside it."""
        key = _key(state)
        if key != self._shown:
            tab = self.tabs.current() if key[0] == self._shown[0] else ""
            if not tab and key in self._places and self._keep is None:
                # Back from a method or a structure: on to where the link was.
                self._keep = (key, self._places[key])
            self._remember_place()
            self._shown, self._point = key, state.point
            self._rebuild(*key)
            if self._keep is not None and self._keep[0] == key:
                QTimer.singleShot(0, self._put_back)
                return
            # Stepping through muscles keeps the part of the page that is being read.
            first = self._sections[0].title
            if state.point and key[0] == "muscle" and tab in ("", first):
                tab = "Points"
            if tab and tab != first:
                QTimer.singleShot(0, lambda: self.scroll_to(tab))
        elif state.point != self._point and key[0] == "muscle":
            self._point = state.point
            self._refill_point()
            if state.point and self.tabs.current() not in ("Points", "Pain") and self._keep is None:
                QTimer.singleShot(0, lambda: self.scroll_to("Points"))

    def _remember_place(self) -> None:
        if self._shown[1]:
            self._places.pop(self._shown, None)
            self._places[self._shown] = self.area.verticalScrollBar().value()
            while len(self._places) > PLACES_KEPT:
                del self._places[next(iter(self._places))]

    def _release_focus(self) -> bool:
        """Take the keyboard from what is about to be deleted: Qt would pass it on and scroll there."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self._page.isAncestorOf(focus)
        if inside:
            self.area.setFocus()
        return inside

    def _put_back(self) -> None:
        keep, self._keep = self._keep, None
        if keep is not None and keep[0] == self._shown:
            self.complete()
            self._page.layout().activate()
            self._page.adjustSize()
            self.area.verticalScrollBar().setValue(keep[1])

    def patterns_changed(self, points: frozenset[str]) -> None:
        """Patterns were worked out: show those that are on the page."""
        kind, id = self._shown
        if kind == "muscle" and self._point in points:
            self._refill_point()
        elif kind == "region":
            self._rebuild(kind, id)

    def _refill_point(self) -> None:
        muscle = self._make.facts.catalog.muscles.get(self._shown[1])
        by_title = {s.title: s for s in self._sections}
        if muscle is None or "Points" not in by_title:
            return
        focused = self._release_focus()
        bar = self.area.verticalScrollBar()
        at = self._section_at(bar.value())
        below = bar.value() - at.y()
        make, point = self._make, self._point
        by_title["Points"].refill(lambda s: fill_points(s, make, muscle, point))
        by_title["Pain"].refill(lambda s: fill_pain(s, make, muscle, point))
        self._page.layout().activate()
        self._page.adjustSize()
        # What is being read stays where it is, whatever grew or shrank above it.
        self._scrolling = True
        bar.setValue(at.y() + below)
        self._scrolling = False
        chosen = next((row for row in by_title["Points"].findChildren(PointRow) if row.chosen), None)
        if focused and chosen is not None:
            chosen.setFocus()

    def _section_at(self, value: int) -> Section:
        """The section at the top of what is in sight."""
        passed = [s for s in self._sections if s.y() <= value + 40]
        return passed[-1] if passed else self._sections[0]

    def _rebuild(self, kind: str, id: str) -> None:
        if not id:
            self._show_nothing()
            return
        make = self._make
        muscle = make.facts.catalog.muscles.get(id) if kind == "muscle" else None
        if muscle is not None:
            second, chips = muscle.latin, muscle_page.chips(muscle)
            title, sections = muscle.name, muscle_page.sections(make, muscle, self._point)
        else:
            made = page(make, kind, id)
            title, second, chips, sections = made.title, made.second, made.chips, made.sections
        more = self.more_sections(kind, id)
        at = next((n for n, s in enumerate(sections) if s.title == "Sources"), len(sections))
        sections = [*sections[:at], *more, *sections[at:]]
        origin = make.facts.catalog.origin.get(id, "")
        if origin and origin != make.facts.catalog.title:
            chips = [*chips, (f"From {origin}", "book-2")]
        order = {title: at for at, title in enumerate(self._first)}
        self._fill(title, second, chips, sorted(sections, key=lambda s: order.get(s.title, len(order))))

    def _show_nothing(self) -> None:
        section = Section("Overview")
        words = "Choose a muscle, a trigger point or an area: on the maps, in the list, or with Ctrl+K."
        section.add(Text(words, "body", "text2"))
        self._fill("Nothing selected", "", [], [section])

    def _fill(self, title: str, second: str, chips: list[tuple[str, str]], sections: list[Section]) -> None:
        self.title.setText(title)
        self._second.setText(second)
        self._second.setVisible(bool(second))
        set_role(self._second, "latin" if self._shown[0] in ("muscle", "structure") else "body")
        clear_layout(self._chips)
        for words, icon in chips:
            chip = Chip(words, icon, parent=self._chip_row)
            self._chips.addWidget(chip)
            chip.show()
        self._has_chips = bool(chips)
        self._fit_head()
        self._link.setVisible(bool(self._shown[1]))
        self._release_focus()
        clear_layout(self._column)
        self._sections = sections
        for section in sections:
            section.setParent(self._page)
            self._column.addWidget(section)
        self._column.addStretch(1)
        for section in sections[:AT_ONCE]:
            section.build()
        for section in sections:
            section.show()
        self._pending = sections[AT_ONCE:]
        self._later.start()
        tabs = [s.title for s in sections if s.has_tab]
        self.tabs.set_tabs(tabs if len(tabs) > 1 else [])
        self.tabs.setVisible(len(tabs) > 1)
        self.area.verticalScrollBar().setValue(0)
        self._limit_width()

    def _build_next(self) -> None:
        if self._pending:
            self._pending.pop(0).build()
        if not self._pending:
            self._later.stop()

    def complete(self) -> None:
        """Make every part of the page now."""
        while self._pending:
            self._build_next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._limit_width()
        self._fit_head()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._shown[1]:
            # Every line has another height now: back to the part that was being read.
            tab = self.tabs.current()
            QTimer.singleShot(SETTLE_MS, self, lambda: self.scroll_to(tab))

    def _fit_head(self) -> None:
        low = self.height() < LINES_FOR_HEAD * self.title.fontMetrics().height() * 0.75
        self._chip_row.setVisible(self._has_chips and not low)
        beside = self._names.indexOf(self._second) >= 0
        if low and not beside:
            self._names.insertWidget(1, self._second, 1, Qt.AlignmentFlag.AlignVCenter)
        elif beside and not low:
            self._names.removeWidget(self._second)
            self._head.insertWidget(1, self._second)

    def _limit_width(self) -> None:
        # Lines longer than this are hard to read; the rest of a wide panel stays empty.
        widest = round(self.fontMetrics().averageCharWidth() * COLUMN_CHARACTERS) + 2 * PAD
        spare = max(0, self.width() - widest)
        self._column.setContentsMargins(PAD - BLEED, 14, PAD - BLEED + spare, 40)

    def scroll_to(self, tab: str) -> None:
        """Bring a section to the top of the page."""
        section = next((s for s in self._sections if s.title == tab), None)
        if section is None:
            return
        # As much of the page as is needed to bring the section to the top.
        while self._pending and (section in self._pending or self._room_below(section) < self.area.height()):
            self._build_next()
        self._page.layout().activate()
        self._page.adjustSize()
        self._scrolling = True
        top = 0 if section is self._sections[0] else section.mapTo(self._page, QPoint(0, 0)).y() - 14
        self.area.verticalScrollBar().setValue(top)
        self._scrolling = False
        self.tabs.mark(tab)

    def show_note(self, number: int) -> None:
        """Bring a technique note of the muscle that is shown to the top, by its number in the catalog."""
        muscle = self._make.facts.catalog.muscles.get(self._shown[1])
        if muscle is None or not 0 <= number < len(muscle.notes):
            return
        name = card_name(muscle.notes[number])

        def show() -> None:
            self.scroll_to("Technique")
            card = next((c for c in self._page.findChildren(QFrame) if c.accessibleName() == name), None)
            if card is not None:
                top = card.mapTo(self._page, QPoint(0, 0)).y() - 14
                self.area.verticalScrollBar().setValue(top)

        QTimer.singleShot(0, show)  # after the page is scrolled to where the last one was read

    def _room_below(self, section: Section) -> int:
        width = self.area.viewport().width()
        below = self._sections[self._sections.index(section) :]
        return sum(max(0, s.heightForWidth(width - 2 * PAD)) for s in below)

    def _follow(self, value: int) -> None:
        if self._keep is None:
            self.scrolled.emit(value)
        if self._scrolling or not self._sections:
            return
        bar = self.area.verticalScrollBar()
        at_end = bar.maximum() > 0 and value == bar.maximum()
        current = self._sections[-1] if at_end else self._section_at(value)
        self.tabs.mark(current.title)

    def _show_sources(self, ids: tuple[str, ...]) -> None:
        """Go to the sources of a statement on this page, and to the source itself if it is one."""
        if len(ids) == 1:
            self.requests.record.emit("source", ids[0])
        elif any(s.title == "Sources" for s in self._sections):
            self.scroll_to("Sources")

    def copy(self, text: str, said: str) -> None:
        """Put text on the clipboard and say so."""
        QGuiApplication.clipboard().setText(text)
        self.requests.copied.emit(said)


def _key(state: ViewState) -> tuple[str, str]:
    """The record that a state shows: one of its own before the muscle beside it."""
    return state.record or (("muscle", state.muscle) if state.muscle else ("", ""))
