"""The table under the compared maps: areas as bars, then what the records say, differences first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QWidget

from viewer.body.records import Side
from viewer.catalog.model import Statement
from viewer.find.alike import overlap
from viewer.find.pain import PatternTable
from viewer.ui.facts import Facts
from viewer.ui.parts.buttons import Chip
from viewer.ui.parts.text import Elided, Rule, Text
from viewer.ui.parts.zones import ZoneBar
from viewer.ui.words import EVIDENCE, capital, percent, roots_text

AREAS = 9
DIFFERS = 0.25
NOTHING = "not described"


class Differences(QScrollArea):
    """A row for each thing that tells the points apart, a column for each point."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Differences")
        self.setMinimumHeight(140)

    def show_points(
        self, facts: Facts, points: Sequence[str], side: Side, table: PatternTable | None
    ) -> None:
        """Show these points; none or one is shown as well, alone."""
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(14, 8, 14, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        known = [id for id in points if id in facts.points]
        grid.setColumnMinimumWidth(0, 190)
        for column in range(1, len(known) + 1):
            grid.setColumnStretch(column, 1)
        at = 0
        for name, differs, cells in [*_areas(facts, known), *_words(facts, known)]:
            self._row(grid, at, name, differs, cells)
            at += 2
        if table is not None and len(known) > 1:
            words = Text(_overlaps(facts, known, side, table), "small", "text2")
            grid.addWidget(words, at, 0, 1, len(known) + 1)
            at += 1
        grid.setRowStretch(at, 1)
        self.setWidget(page)

    @staticmethod
    def _row(grid: QGridLayout, at: int, name: str, differs: bool, cells: Sequence[QWidget]) -> None:
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Text(name, "small", "text2"), 1)
        if differs:
            line.addWidget(Chip("differs"), 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(head, at, 0, Qt.AlignmentFlag.AlignTop)
        for number, cell in enumerate(cells, start=1):
            grid.addWidget(cell, at, number, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Rule(), at + 1, 0, 1, len(cells) + 1)


def _areas(facts: Facts, points: Sequence[str]) -> list[tuple[str, bool, list[QWidget]]]:
    """The areas that any of the points covers, those in which they differ most first."""
    shares: list[dict[tuple[str, str], tuple[float, float]]] = []
    for id in points:
        found = facts.shares(id) or ()
        shares.append({(a.region, a.side): (a.essential, a.spillover) for a in found})
    keys = {key for each in shares for key, (e, s) in each.items() if e + s >= 0.05}
    spread = {key: _spread([each.get(key, (0.0, 0.0)) for each in shares]) for key in keys}
    order = sorted(keys, key=lambda key: (-spread[key], key))
    rows: list[tuple[str, bool, list[QWidget]]] = []
    for region, side in order[:AREAS]:
        name = capital(facts.regions[region].plain if region in facts.regions else region)
        name += ", other side" if side == "opposite" else ""
        cells: list[QWidget] = []
        for each in shares:
            essential, spillover = each.get((region, side), (0.0, 0.0))
            cells.append(_bar(name, essential, spillover))
        rows.append((name, len(points) > 1 and spread[region, side] >= DIFFERS, cells))
    return rows


def _spread(values: Sequence[tuple[float, float]]) -> float:
    felt_here = [e + 0.5 * s for e, s in values]
    return max(felt_here) - min(felt_here)


def _bar(name: str, essential: float, spillover: float) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 3, 0, 3)
    line.setSpacing(10)
    bar = ZoneBar(name, essential, spillover)
    bar.setFixedWidth(120)
    line.addWidget(bar)
    words = "essential" if essential >= 0.05 else "spillover only" if spillover >= 0.05 else NOTHING
    line.addWidget(Elided(words, "small", "text2"), 1)
    return holder


def _words(facts: Facts, points: Sequence[str]) -> list[tuple[str, bool, list[QWidget]]]:
    """What the records say, one row a question."""
    told: list[tuple[str, list[str]]] = []
    records = [(facts.owners[id], facts.points[id]) for id in points]
    told.append(("Pain", [point.pain.text for _, point in records]))
    told.append(("Where to feel", [point.find.text for _, point in records]))
    told.append(("Made worse by", [_said(muscle.overload) for muscle, _ in records]))
    told.append(("People notice", [_said(muscle.symptoms) for muscle, _ in records]))
    told.append(("Easily taken for", [_said(point.look_alikes) for _, point in records]))
    nerves = [
        "; ".join(f"{capital(n.nerve)} ({roots_text(n.roots)})" for n in muscle.innervation)
        for muscle, _ in records
    ]
    told.append(("Nerve", nerves))
    told.append(("What it does", [_said(muscle.actions) for muscle, _ in records]))
    told.append(("Evidence of the pattern", [EVIDENCE[point.pain.evidence] for _, point in records]))
    rows: list[tuple[str, bool, list[QWidget]]] = []
    for name, texts in told:
        differs = name in ("Nerve", "Evidence of the pattern") and len(set(texts)) > 1
        cells: list[QWidget] = [Text(text or NOTHING, "small", "text" if text else "text3") for text in texts]
        rows.append((name, differs, cells))
    return rows


def _said(statements: Sequence[Statement]) -> str:
    return " ".join(s.text if s.text.endswith((".", "?", "!")) else f"{s.text}." for s in statements[:3])


def _overlaps(facts: Facts, points: Sequence[str], side: Side, table: PatternTable) -> str:
    """How alike each two are, in words."""
    parts = []
    placed = [id for id in points if (id, side) in table.number]
    for one, two in combinations(placed, 2):
        share = percent(overlap(table, one, two, side))
        parts.append(f"{facts.name('point', one)} and {facts.name('point', two)}: {share}")
    return f"Overlap of the patterns. {'; '.join(parts)}." if parts else ""
