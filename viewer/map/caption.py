"""What stands beneath a figure: what it shows, from which edition, on what terms, after whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QTextLayout

from viewer.catalog.citations import cited_sources
from viewer.catalog.model import Catalog, Source
from viewer.map.marks import mark_font
from viewer.map.style import MapStyle, colour

SIZE_PX, LINE, PAD = 11.0, 1.45, 8.0
ZONES = "Hatched: essential zone, usually felt. Dotted: spillover, sometimes felt."


@dataclass(frozen=True, slots=True)
class Caption:
    """The words beneath a figure.

    Attributes:
        words: what it shows.
        credit: title, edition and licence of the catalog.
        sources: whom it rests on, in short.
    """

    words: str
    credit: str = ""
    sources: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(p for p in (self.words, self.credit, self.sources) if p)


def credit_of(catalog: Catalog) -> str:
    """Where a figure comes from and on what terms it may be passed on."""
    made = catalog.title
    made += f", edition {catalog.edition}" if catalog.edition else ""
    made += f", reviewed {catalog.reviewed}" if catalog.reviewed else ""
    return f"{made}. Licence: {catalog.licence}." if catalog.licence else f"{made}."


def sources_of(catalog: Catalog, ids: Iterable[str]) -> str:
    """The sources that the patterns and places of muscles and points rest on: "After Simons 1999; …"."""
    points = catalog.points()
    found: list[str] = []
    for id in ids:
        if id in points:
            found += cited_sources(points[id].pain)
        elif id in catalog.muscles:
            muscle = catalog.muscles[id]
            for point in muscle.trigger_points:
                found += cited_sources(point.pain)
            if not muscle.trigger_points:
                found += cited_sources(muscle.origin)
    named = [short_source(catalog.sources[id]) for id in dict.fromkeys(found) if id in catalog.sources]
    return f"Drawn from the words of {'; '.join(dict.fromkeys(named))}." if named else ""


def short_source(source: Source) -> str:
    """First author and year."""
    author = source.authors[0] if source.authors else source.title
    family, _, initials = author.rpartition(" ")
    return f"{family if family and initials.isupper() else author} {source.year}"


def caption_height(caption: Caption, width: float, style: MapStyle) -> float:
    """The height that a caption needs at a width."""
    lines = sum(len(_lines(text, width, style)) for text in caption.paragraphs)
    return lines * SIZE_PX * LINE * style.scale + 2 * PAD * style.scale if lines else 0.0


def paint_caption(painter: QPainter, room: QRectF, caption: Caption, style: MapStyle) -> None:
    """Set a caption into a room; no word is left out."""
    k = style.scale
    y = room.top() + PAD * k
    for number, text in enumerate(caption.paragraphs):
        painter.setFont(_font(style, number == 0))
        painter.setPen(colour(style.ink if number == 0 else style.orientation))
        for words in _lines(text, room.width(), style):
            painter.drawText(QPointF(room.left() + 14 * k, y + SIZE_PX * 1.1 * k), words)
            y += SIZE_PX * LINE * k


def _font(style: MapStyle, first: bool = False) -> QFont:
    return mark_font(style, SIZE_PX, QFont.Weight.Medium if first else QFont.Weight.Normal)


def _lines(text: str, width: float, style: MapStyle) -> list[str]:
    layout = QTextLayout(text, _font(style, True))
    layout.beginLayout()
    found = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(40.0, width - 28 * style.scale))
        found.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip())
    layout.endLayout()
    return found
