"""The left panel of Pain: what one paints with, areas by name, and what is painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from viewer.body.paint import SOME, WIDTHS_MM, WORST
from viewer.body.records import RegionRecord
from viewer.find.pain_regions import PaintedRegion
from viewer.map.brush import BrushTool
from viewer.ui.pain.coverage import CoverageKey
from viewer.ui.pain.work import Answer, PainWork
from viewer.ui.parts.buttons import Segmented, ToggleChip
from viewer.ui.parts.name_field import NameField
from viewer.ui.parts.text import Elided, Rule, Text
from viewer.ui.theme import tokens
from viewer.ui.words import SIDE, capital

AREAS_SHOWN = 8
NOTICE = (
    "The list shows documented referral patterns. It is a reference, not a diagnosis. "
    "Nothing is saved unless you ask."
)


class WidthSlider(QSlider):
    """The width of the brush on the body; a screen reader says it in millimetres."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(round(WIDTHS_MM[0]), round(WIDTHS_MM[1]))
        self.setPageStep(8)
        self.setAccessibleName("Width of the brush on the body, in millimetres")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(120, 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y, left, right = self.height() / 2, 8.0, self.width() - 8.0
        share = (self.value() - self.minimum()) / (self.maximum() - self.minimum())
        x = left + share * (right - left)
        painter.setPen(QPen(QColor(t.edge), 2))
        painter.drawLine(round(left), round(y), round(right), round(y))
        painter.setPen(QPen(QColor(t.accent), 2))
        painter.drawLine(round(left), round(y), round(x), round(y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.accent))
        painter.drawEllipse(QRectF(x - 7, y - 7, 14, 14))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawEllipse(QRectF(x - 10, y - 10, 20, 20))


class PainTools(QWidget):
    """Brush, eraser, areas; undo, redo, clear; what is painted.

    Signals:
        undo_requested, redo_requested: step through the paintings.
        coverage_requested: show what the catalog covers, or not.
    """

    undo_requested = Signal()
    redo_requested = Signal()
    coverage_requested = Signal(bool)

    def __init__(
        self, work: PainWork, tool: BrushTool, regions: Mapping[str, RegionRecord],
        side: Callable[[], str], parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._work, self._tool, self._side = work, tool, side
        self._by_name: dict[str, str] = {}
        self.setAutoFillBackground(True)
        self.kinds = Segmented(
            "Tool", (("paint", "Paint"), ("erase", "Erase"), ("areas", "Pick areas")), self
        )
        self.kinds.set_chosen("paint")
        self.width_words = Elided("", "strong", "text")
        self.width_slider = WidthSlider(self)
        self.strengths = Segmented("How strong", (("worst", "Worst"), ("some", "Some")), self)
        self.strengths.set_chosen("worst")
        self.undo, self.redo, self.clear = (QPushButton(words, self) for words in ("Undo", "Redo", "Clear"))
        for button, tip in ((self.undo, "Undo the last mark (Ctrl+Z)"), (self.redo, "Redo (Ctrl+Shift+Z)"),
                            (self.clear, "Take all paint away; Undo brings it back")):  # fmt: skip
            button.setToolTip(tip)
        hint = "Add an area by its name"
        self.area_field = NameField(hint, f"{hint}, on the side shown", self)
        self.coverage = ToggleChip("Show what the catalog covers", parent=self)
        self.coverage_key = CoverageKey(self)
        self.coverage_key.hide()
        self._areas = QVBoxLayout()
        self._areas.setSpacing(2)
        self._rows: list[tuple[Elided, Elided]] = []
        self._lay_out()
        self._wire()
        self.set_regions(regions)
        self.show_answer(Answer())
        self._width_changed(tool.width_mm)

    def _lay_out(self) -> None:
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(Text("Where does it hurt?", "title", "text"))
        column.addWidget(
            Text("Paint on any view. The paint lies on the skin, so every view shows it.", "small", "text2")
        )
        column.addWidget(self.kinds)
        line = QHBoxLayout()
        line.addWidget(Elided("Brush on the body", "small", "text2"), 1)
        line.addWidget(self.width_words)
        column.addLayout(line)
        column.addWidget(self.width_slider)
        line = QHBoxLayout()
        line.addWidget(Elided("Pain", "small", "text2"), 1)
        line.addWidget(self.strengths)
        column.addLayout(line)
        line = QHBoxLayout()
        line.setSpacing(6)
        for button in (self.undo, self.redo, self.clear):
            line.addWidget(button)
        column.addLayout(line)
        column.addWidget(self.area_field)
        column.addWidget(Rule(parent=self))
        self.painted_title = Text("Nothing is painted yet.", "strong", "text2")
        column.addWidget(self.painted_title)
        column.addLayout(self._areas)
        column.addWidget(self.coverage)
        column.addWidget(self.coverage_key)
        column.addStretch(1)
        column.addWidget(Text(NOTICE, "tiny", "text3"))
        scroll = QScrollArea(self)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _wire(self) -> None:
        self.kinds.chosen.connect(self._choose)
        self.strengths.chosen.connect(self._strong)
        self.width_slider.valueChanged.connect(self._slid)
        self._tool.width_changed.connect(self._width_changed)
        self.undo.clicked.connect(self.undo_requested)
        self.redo.clicked.connect(self.redo_requested)
        self.clear.clicked.connect(self._work.clear)
        self.area_field.returnPressed.connect(self._add_area)
        self.coverage.clicked.connect(lambda on: self.coverage_requested.emit(on))
        self.coverage.clicked.connect(lambda on: self.coverage_key.setVisible(on))

    def set_regions(self, regions: Mapping[str, RegionRecord]) -> None:
        """The areas that can be named."""
        self._by_name = {}
        for region in regions.values():
            for name in (region.name, region.plain, *region.synonyms):
                self._by_name.setdefault(name.lower(), region.id)
        self._plain = {region.id: region.plain for region in regions.values()}
        self.area_field.offer({capital(region.plain) for region in regions.values()})

    def show_answer(self, answer: Answer) -> None:
        """List what is painted."""
        whole = f"{answer.area_mm2 / 100.0:.0f} cm²"
        self.painted_title.setText(
            f"Painted areas, {whole} in all" if answer.painted else "Nothing is painted yet."
        )
        rows: Sequence[PaintedRegion] = answer.painted[:AREAS_SHOWN]
        while len(self._rows) < len(rows):
            name, size = Elided("", "body", "text"), Elided("", "small", "text2")
            line = QHBoxLayout()
            line.addWidget(name, 1)
            line.addWidget(size)
            self._areas.addLayout(line)
            self._rows.append((name, size))
        for number, (name, size) in enumerate(self._rows):
            there = number < len(rows)
            name.setVisible(there)
            size.setVisible(there)
            if there:
                row = rows[number]
                side = f", {SIDE[row.side].lower()}" if row.side else ""
                name.setText(capital(self._plain.get(row.region, row.region)) + side)
                size.setText(f"{row.of_painting * answer.area_mm2 / 100.0:.0f} cm²")

    def show_steps(self, *, undo: bool, redo: bool, painted: bool) -> None:
        """Whether there is something to undo, to redo and to clear."""
        self.clear.setEnabled(painted)
        self.undo.setEnabled(undo)
        self.redo.setEnabled(redo)

    def _choose(self, kind: str) -> None:
        self._tool.picking = kind == "areas"
        self._work.erasing = kind == "erase"

    def _strong(self, key: str) -> None:
        self._work.strength = WORST if key == "worst" else SOME

    def _slid(self, value: int) -> None:
        self._tool.width_mm = float(value)
        self.width_words.setText(f"{value} mm")

    def _width_changed(self, width_mm: float) -> None:
        self.width_slider.setValue(round(width_mm))
        self.width_words.setText(f"{width_mm:.0f} mm")

    def _add_area(self) -> None:
        wanted = self.area_field.text().strip().lower()
        region = self._by_name.get(wanted)
        if region is None:
            # What was typed may be the beginning of one name alone.
            found = {id for name, id in self._by_name.items() if wanted and name.startswith(wanted)}
            region = found.pop() if len(found) == 1 else None
        if region is None:
            self.area_field.selectAll()
            self.area_field.setToolTip("No area has this name")
            return
        self.area_field.setToolTip("")
        self.area_field.taken()
        for side in ("right", "left") if self._side() == "both" else (self._side(),):
            self._work.toggle(region, side)
