"""The right panel of Pain: what to rule out first, then the patterns, then what explains the whole."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from viewer.find.explain import Explanation
from viewer.find.pain_regions import Flagged
from viewer.ui.facts import Facts
from viewer.ui.pain.rows import PatternList
from viewer.ui.pain.work import Answer, MuscleAnswer
from viewer.ui.parts.buttons import IconButton, Link
from viewer.ui.parts.callout import Callout
from viewer.ui.parts.flow import FlowLayout, clear_layout
from viewer.ui.parts.text import Elided, Rule, Text
from viewer.ui.words import percent

URGENCY_WORDS = {
    "emergency": "emergency",
    "same_day": "the same day",
    "soon": "soon",
}
FLAGS_IN_FULL = 1
EMPTY = "Paint where it hurts, or add an area by its name. The patterns that cover it are listed here."
NONE_HERE = (
    "No pattern of this catalog covers the painted area. That does not mean that no muscle hurts here."
)
EQUAL = "Rows with the same number are as good as equal."
TRADITIONAL = f"The patterns are the classical drawings, so their order is traditional, not measured. {EQUAL}"


class PainPanel(QWidget):
    """Red flags, the list of patterns, what one does with the chosen one, the smallest sets.

    Signals:
        stepped: the chosen row (``MuscleAnswer``).
        point_requested: (point id, side) to be shown over the paint.
        record_requested: (kind, id) to be opened.
        ruled_out: (muscle id, True where it was examined and is not it).
        compare_requested: ids of points to set side by side.
    """

    stepped = Signal(object)
    point_requested = Signal(str, str)
    record_requested = Signal(str, str)
    ruled_out = Signal(str, bool)
    compare_requested = Signal(tuple)

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = facts
        self.setAutoFillBackground(True)
        self._flags = QVBoxLayout()
        self._flags.setContentsMargins(16, 14, 16, 4)
        self._told: tuple[str, ...] = ()
        self.heading = Text("", "strong", "text")
        self.at = Elided("", "small", "text2")
        self.at.setMinimumWidth(48)
        self.up = IconButton("chevron-up", "Previous pattern", px=16)
        self.down = IconButton("chevron-down", "Next pattern", px=16)
        self.list = PatternList(facts, self)
        self.note = Text(EMPTY, "small", "text2")
        self.open, self.out, self.compare = (
            QPushButton(words, self) for words in ("Open record", "Examined: no", "Compare")
        )
        self.out.setToolTip("It was examined and is not it: leave it out of the answer")
        self.compare.setToolTip("Set it side by side with what it is most easily taken for")
        self._ruled = QWidget(self)
        self._ruled_flow = FlowLayout(self._ruled)
        self._sets_title = Text("Smallest sets that explain the painting", "strong", "text")
        self._sets = QVBoxLayout()
        self._sets.setSpacing(3)
        self._lay_out()
        self._wire()
        self.show_answer(Answer(), None, ready=True)
        self.show_sets((), 0.0)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._flags)
        line = QHBoxLayout()
        line.setContentsMargins(16, 6, 12, 4)
        line.addWidget(self.heading, 1)
        for part in (self.at, self.up, self.down):
            line.addWidget(part)
        column.addLayout(line)
        words = QVBoxLayout()
        words.setContentsMargins(16, 2, 16, 6)
        words.addWidget(self.note)
        column.addLayout(words)
        column.addWidget(self.list, 3)
        line = QHBoxLayout()
        line.setContentsMargins(16, 8, 16, 6)
        line.setSpacing(6)
        for button in (self.open, self.out, self.compare):
            line.addWidget(button)
        line.addStretch(1)
        column.addWidget(Rule(parent=self))
        column.addLayout(line)
        self._ruled_flow.setContentsMargins(16, 0, 16, 4)
        column.addWidget(self._ruled)
        inner = QWidget(self)
        sets = QVBoxLayout(inner)
        sets.setContentsMargins(16, 4, 16, 12)
        sets.addWidget(self._sets_title)
        sets.addLayout(self._sets)
        sets.addStretch(1)
        self._set_area = QScrollArea(self)
        self._set_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._set_area.setWidgetResizable(True)
        self._set_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._set_area.setWidget(inner)
        column.addWidget(self._set_area, 1)

    def _wire(self) -> None:
        self.list.stepped.connect(self._stepped)
        self.list.opened.connect(lambda row: self.record_requested.emit("point", row.best.row.point))
        self.up.clicked.connect(lambda: self.list.step(-1))
        self.down.clicked.connect(lambda: self.list.step(1))
        self.open.clicked.connect(self._open)
        self.out.clicked.connect(self._rule_out)
        self.compare.clicked.connect(self._compare)

    def set_facts(self, facts: Facts) -> None:
        self._facts = facts
        self.list.patterns.facts = facts
        self._told = ()

    # -- what it shows

    def show_answer(self, answer: Answer, chosen: tuple[str, str] | None, *, ready: bool) -> None:
        """Show what covers the paint; the chosen row stays chosen."""
        self._show_flags(answer.flags)
        self.list.show_rows(answer.muscles, chosen)
        there = bool(answer.muscles)
        self.heading.setText(answer.words if there else "Patterns")
        traditional = there and all(m.best.row.evidence == "traditional" for m in answer.muscles)
        if not ready:
            self.note.setText("The patterns are being worked out.")
        elif there:
            self.note.setText(TRADITIONAL if traditional else EQUAL)
        else:
            self.note.setText(NONE_HERE if answer.painted else EMPTY)
        self._show_place()

    def _show_place(self) -> None:
        count, at = self.list.patterns.rowCount(), self.list.currentIndex().row()
        self.at.setText(f"{at + 1} of {count}" if at >= 0 else "")
        self.up.setEnabled(at > 0)
        self.down.setEnabled(count > 0 and at < count - 1)
        for button in (self.open, self.out, self.compare):
            button.setEnabled(at >= 0)

    def _show_flags(self, flags: tuple[Flagged, ...]) -> None:
        told = tuple(flagged.flag.id for flagged in flags)
        if told == self._told:
            return
        self._told = told
        clear_layout(self._flags)
        if not flags:
            return
        box = Callout("hazard", "Before muscles: check these first")
        for number, flagged in enumerate(flags):
            flag, in_full = flagged.flag, number < FLAGS_IN_FULL
            if number == FLAGS_IN_FULL:
                box.say("And also:")
            link = Link(
                f"{flag.name} ({URGENCY_WORDS[flag.urgency]})", "small_strong" if in_full else "small"
            )
            link.clicked.connect(lambda _=False, id=flag.id: self.record_requested.emit("red_flag", id))
            box.add(link)
            if in_full:
                box.say(f"{flag.ask[0]} {flag.act}")
        self._flags.addWidget(box)

    def show_ruled_out(self, muscles: tuple[str, ...]) -> None:
        """The muscles that were examined and are not it; pressing one takes that back."""
        clear_layout(self._ruled_flow)
        for muscle in muscles:
            button = QPushButton(f"{self._facts.name('muscle', muscle)}: no  ×", self._ruled)
            button.setToolTip("Take it back into the answer")
            button.clicked.connect(lambda _=False, id=muscle: self.ruled_out.emit(id, False))
            self._ruled_flow.addWidget(button)
        self._ruled.setVisible(bool(muscles))

    def show_sets(self, sets: tuple[Explanation, ...], cells_mm2: float) -> None:
        """Show the smallest sets that explain the painting, and what each leaves."""
        clear_layout(self._sets)
        # Of single patterns the list above tells; here the best of them to hold the sets against.
        shown = [*sets[:1], *(each for each in sets[1:] if len(each.rows) > 1)]
        self._set_area.setVisible(bool(shown))
        for each in shown:
            names = " + ".join(self._facts.name("point", row.point) for row in each.rows)
            rest = (1.0 - each.explained) * cells_mm2 / 100.0
            leaves = f"leaves {rest:.0f} cm²" if rest >= 0.5 else "leaves nothing"
            link = Link(f"{names}: {percent(each.explained)}, {leaves}", "small")
            row = each.rows[0]
            link.clicked.connect(lambda _=False, r=row: self.point_requested.emit(r.point, r.side))
            self._sets.addWidget(link)

    # -- what one does

    def _stepped(self, row: MuscleAnswer) -> None:
        self._show_place()
        self.stepped.emit(row)

    def _open(self) -> None:
        row = self.list.chosen()
        if row is not None:
            self.record_requested.emit("point", row.best.row.point)

    def _rule_out(self) -> None:
        row = self.list.chosen()
        if row is not None:
            # On to the next: with none chosen the button would lose the keyboard.
            self.list.step_past(row.muscle)
            self.ruled_out.emit(row.muscle, True)

    def _compare(self) -> None:
        row = self.list.chosen()
        if row is not None:
            self.compare_requested.emit((row.best.row.point,))
