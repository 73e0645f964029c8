"""The points of a muscle as rows, the chosen one in words, and its pain by area."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from viewer.catalog.model import Muscle, TriggerPoint
from viewer.ui.assets import paint_icon
from viewer.ui.facts import AreaShare
from viewer.ui.parts.buttons import Painted
from viewer.ui.parts.text import Elided, Text
from viewer.ui.parts.zones import ZoneBar, paint_point
from viewer.ui.record.page import Maker, Section
from viewer.ui.rows import paint_ground
from viewer.ui.theme import role_font, tokens, touch
from viewer.ui.tokens import TOUCH_ROW

BARS_MAX = 10
SHARE_MIN = 0.02


class PointRow(Painted):
    """One trigger point: its mark, label and place; pressing selects it."""

    def __init__(self, point: TriggerPoint, chosen: bool, number: int, of: int) -> None:
        super().__init__(point.label)
        self._point = point
        self.chosen = chosen
        self.setAccessibleName(
            f"{point.label}, {point.name}, {number} of {of}" + (", selected" if chosen else "")
        )
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(
            200, max(TOUCH_ROW if touch() else 36, round(QFontMetricsF(role_font("body")).height() * 1.9))
        )

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # Two lines before anything is left out.
        line = round(QFontMetricsF(role_font("body")).height())
        return self.sizeHint().height() + (line if self._wraps(width) else 0)

    def _name_left(self) -> float:
        return 48.0 + QFontMetricsF(role_font("strong")).horizontalAdvance(self._point.label)

    def _wraps(self, width: float) -> bool:
        room = width - self._name_left() - 30
        return QFontMetricsF(role_font("body")).horizontalAdvance(self._point.name) > room

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        paint_ground(painter, QRectF(self.rect()), self.chosen, self.underMouse(), False)
        middle = self.height() / 2
        paint_point(painter, QPointF(19, middle), 0.82 if self.chosen else 0.9, self.chosen)
        strong, plain = role_font("strong"), role_font("body")
        x, room = self._name_left(), self.width() - self._name_left() - 30
        wraps = self._wraps(self.width())
        # The label stands by the first line of the name.
        line = QFontMetricsF(plain).height()
        top = middle - line * (1.0 if wraps else 0.5)
        painter.setFont(strong)
        painter.setPen(QColor(t.text))
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        painter.drawText(QRectF(41.0, top, x - 41.0, line), left, self._point.label)
        lines = 2 if wraps else 1
        name = QFontMetricsF(plain).elidedText(
            self._point.name, Qt.TextElideMode.ElideRight, room * lines * 0.95
        )
        name = self._point.name if not wraps else name
        self.setToolTip(self._point.name if name != self._point.name else "")
        painter.setFont(plain)
        painter.setPen(QColor(t.text2))
        flags = left | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(QRectF(x, top, room + 2, line * lines + 2), flags, name)
        paint_icon(painter, self, "chevron-right", self.width() - 25, middle - 8, 16, t.text2)


def fill_points(section: Section, make: Maker, muscle: Muscle, chosen: str | None) -> None:
    """The points of a muscle; the chosen one is told in full."""
    section.clear()
    section.add(make.heading("Points"))
    points = muscle.trigger_points
    if not points:
        section.add(Text("No trigger points are described for this muscle.", "body", "text2"))
        return
    for number, point in enumerate(points, start=1):
        row = PointRow(point, point.id == chosen, number, len(points))
        row.clicked.connect(lambda _=False, id=point.id: make.requests.record.emit("point", id))
        section.add(row, bleed=True)
    told = next((p for p in points if p.id == chosen), None)
    if told is None:
        section.add(Text("Choose a point to read where to feel for it.", "small", "text2"))
        return
    section.add(make.label("Where to feel"), above=6)
    section.add(make.statement(told.find))
    if told.depth is not None:
        section.add(make.label("Depth"), above=6)
        section.add(make.statement(told.depth))
    make.statements(section, "Active or latent", told.features)
    make.statements(section, "Points it may set off", told.satellites)
    make.statements(section, "Easily taken for it", told.look_alikes)
    methods = [t for t in make.facts.catalog.techniques.values() if told.id in t.points]
    make.methods(section, "Methods that matter here", methods)
    make.unknown(section, told.unknown)


def fill_pain(section: Section, make: Maker, muscle: Muscle, chosen: str | None) -> None:
    """The pain of the chosen point in words and by area, or of every point in words."""
    section.clear()
    points = muscle.trigger_points
    point = next((p for p in points if p.id == chosen), None)
    if point is None and len(points) == 1:
        point = points[0]
    section.add(make.heading(f"Pain from {point.label}" if point else "Pain"))
    if point is None:
        if not points:
            section.add(Text("No pattern is described for this muscle.", "body", "text2"))
        for p in points:
            section.add(make.link(f"{p.label}: {p.name}", "point", p.id), above=4)
            section.add(make.say(p.pain.text, p.pain.sources, p.pain.evidence, p.pain.against))
        return
    pain = point.pain
    section.add(make.say(pain.text, pain.sources, pain.evidence, pain.against))
    shares = make.facts.shares(point.id)
    if shares is None:
        section.add(Text("The areas are being worked out.", "small", "text3"))
        return
    shown = [s for s in shares if s.essential + s.spillover >= SHARE_MIN]
    if shown:
        section.add(_bars(make, shown[:BARS_MAX]), above=6)
        words = "Share of each area that the pattern covers: essential (usually felt) / spillover."
        if len(shown) > BARS_MAX:
            words += f" {len(shown) - BARS_MAX} smaller areas are left out."
        section.add(Text(words, "tiny", "text3"))


def area_name(make: Maker, share: AreaShare) -> str:
    """An area as it lies to the point: "Temple", "Temple (other side)"."""
    name = make.facts.name("region", share.region)
    return f"{name} (other side)" if share.side == "opposite" else name


def _percent(share: float) -> str:
    return "–" if share < 0.005 else f"{share * 100:.0f}"


def _bars(make: Maker, shares: list[AreaShare]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 4)
    grid.setColumnStretch(1, 3)
    for row, share in enumerate(shares):
        name = area_name(make, share)
        grid.addWidget(Text(name, "body"), row, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(ZoneBar(name, share.essential, share.spillover), row, 1)
        words = f"{_percent(share.essential)} / {_percent(share.spillover)}\u202f%"
        numbers = Elided(words, "body", "text2")
        numbers.setFont(role_font("body", tabular=True))
        numbers.setMinimumWidth(numbers.sizeHint().width())
        numbers.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(numbers, row, 2, Qt.AlignmentFlag.AlignRight)
    return holder
