"""Setting a muscle's sheet on one or two pages: maps at the top, the text in two columns.

Lengths are 1/96 inch; the type is black on white, and what is coloured has a shape or a word as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextCharFormat, QTextLayout

from viewer.body.atlas import Atlas
from viewer.map.caption import ZONES
from viewer.map.shown import ShownMap, paint_row
from viewer.map.style import LIGHT
from viewer.ui.paper.blocks import Block, SheetText
from viewer.ui.tokens import LIGHT as INK
from viewer.ui.words import PRINT_STATEMENT

FINE = 2.0
"""Type is set so many times larger and painted smaller: its sizes are whole numbers."""
BODY_PX = (11.0, 10.5, 10.0, 9.5)
"""Sizes of the text, tried in turn until it fits; the last is 7 points."""
LEAST_PX = (9.0, 8.5)
"""Where even what can't be spared is too much for that."""
PAGES_MOST = 2
MAPS_SHARE = 0.36
GUTTER, FOOT = 20.0, 40.0
LINE = 1.36
SCALE = {"heading": 1.2, "label": 1.0, "body": 1.0, "step": 1.0, "hazard": 1.0, "small": 0.88}
ABOVE = {"heading": 0.75, "label": 0.45, "body": 0.12, "step": 0.08, "hazard": 0.25, "small": 0.1}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is ready to be set."""

    text: SheetText
    maps: tuple[ShownMap, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line of text on a page."""

    page: int
    x: float
    y: float
    layout: QTextLayout
    line: int
    block: Block


@dataclass(frozen=True, slots=True)
class Fit:
    """How a sheet's text fits on its pages.

    Attributes:
        px: the size of its type.
        kept: the blocks that are set.
        left_out: headings and labels of what is not, for room.
    """

    lines: tuple[_Placed, ...]
    px: float
    kept: tuple[Block, ...]
    left_out: tuple[str, ...] = ()


def paint_sheet(
    painter: QPainter, size: tuple[float, float], new_page: Callable[[], object], sheet: Sheet, atlas: Atlas,
    *, ratio: float = 1.0,
) -> int:  # fmt: skip
    """Paint a sheet; returns how many pages there are.

    Args:
        size: width and height within the margins.
        new_page: goes on to the next page.
        ratio: pixels of the device for one unit.
    """
    width, height = size
    set_text = fit(sheet, size)
    lines, left_out = set_text.lines, set_text.left_out
    pages = _pages(lines)
    for page in range(pages):
        if page:
            new_page()
        else:
            _paint_head(painter, sheet, width)
            if sheet.maps:
                y = _head_height(sheet, width)
                row = QRectF(0, y, width, height * MAPS_SHARE)
                paint_row(painter, row, sheet.maps, atlas, LIGHT, ratio=ratio, naming="names")
                legend = QRectF(0, y + height * MAPS_SHARE + 3, width, 16)
                _words(painter, legend, ZONES, 9.5, INK.text2)
        _paint_foot(painter, sheet, width, height, page + 1, pages, left_out if page == pages - 1 else ())
        for line in lines:
            if line.page == page:
                _paint_line(painter, line)
    return pages


def fit(sheet: Sheet, size: tuple[float, float]) -> Fit:
    """The text of a sheet on at most two pages of a size.

    The type grows smaller first; then what can be spared goes, the most dispensable first.
    """
    width, height = size
    blocks = sheet.text.blocks
    top = _head_height(sheet, width) + (height * MAPS_SHARE + 24 if sheet.maps else 0)
    for px in BODY_PX:
        lines = _set(blocks, width, height, top, px)
        if _pages(lines) <= PAGES_MOST:
            return Fit(tuple(lines), px, tuple(blocks))
    kept = list(blocks)
    px = BODY_PX[-1]
    for spare in range(max((b.spare for b in blocks), default=0), 0, -1):
        kept = [b for b in kept if b.spare < spare]
        lines = _set(kept, width, height, top, px)
        if _pages(lines) <= PAGES_MOST:
            break
    for least in LEAST_PX if _pages(lines) > PAGES_MOST else ():
        lines, px = _set(kept, width, height, top, least), least
        if _pages(lines) <= PAGES_MOST:
            break
    return Fit(tuple(lines), px, tuple(kept), _left_out(blocks, kept))


def statement(left_out: Sequence[str]) -> str:
    """What stands at the foot: what was left out for room, and what a sheet is not."""
    gone = f"Left out for room, see the app: {', '.join(left_out)}. " if left_out else ""
    return gone + PRINT_STATEMENT


def _left_out(blocks: Sequence[Block], kept: Sequence[Block]) -> tuple[str, ...]:
    """The headings that are gone, and the labels of what is gone from beneath those that stay."""
    there, names, heading_gone = set(map(id, kept)), [], False
    for block in blocks:
        gone = id(block) not in there
        if block.style == "heading":
            heading_gone = gone
            names += [block.text] if gone else []
        elif gone and not heading_gone:
            names.append(block.label)
    return tuple(name for name in dict.fromkeys(names) if name)


def _pages(lines: Sequence[_Placed]) -> int:
    return 1 + max((line.page for line in lines), default=0)


def _set(blocks: Sequence[Block], width: float, height: float, top: float, px: float) -> list[_Placed]:
    """Every line in its column; a heading never ends one."""
    column = (width - GUTTER) / 2
    placed: list[_Placed] = []
    number, y = 0, top

    def bounds(at: int) -> tuple[float, float]:
        return (top if at < 2 else 0.0), height - FOOT

    for index, block in enumerate(blocks):
        size = px * SCALE[block.style]
        step = size * LINE
        layout = _layout(block, size, column)
        first = y == bounds(number)[0]
        y += 0.0 if first else ABOVE[block.style] * px
        ahead = 2.5 * px * LINE if block.style in ("heading", "label") and index + 1 < len(blocks) else 0.0
        for line in range(layout.lineCount()):
            if y + step + ahead > bounds(number)[1]:
                number += 1
                y = bounds(number)[0]
            x = (number % 2) * (column + GUTTER)
            placed.append(_Placed(number // 2, x, y, layout, line, block))
            y += step
            ahead = 0.0
    return placed


def _layout(block: Block, px: float, column: float) -> QTextLayout:
    label = f"{block.label}. " if block.label and block.style == "step" else ""
    if block.label and block.style != "step":
        label = f"{block.label}: " if block.style in ("body", "hazard", "small") else f"{block.label}  "
    text = label + block.text
    layout = QTextLayout(text, _font(px, bold=block.style == "heading"))
    if label:
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        part = QTextLayout.FormatRange()
        part.start, part.length, part.format = 0, len(label), bold
        layout.setFormats([part])
    inset = _inset(block)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth((column - inset) * FINE)
    layout.endLayout()
    return layout


def _inset(block: Block) -> float:
    return {"hazard": 10.0, "step": 12.0}.get(block.style, 0.0)


def _paint_line(painter: QPainter, placed: _Placed) -> None:
    line, block = placed.layout.lineAt(placed.line), placed.block
    hazard = block.style == "hazard"
    painter.save()
    painter.translate(placed.x, placed.y)
    if hazard:  # a heavy rule tells it in grey, too
        painter.fillRect(QRectF(0, 0, 4, line.height() / FINE + 1.5), QColor(INK.hazard))
    painter.scale(1 / FINE, 1 / FINE)
    painter.setPen(QColor(INK.hazard if hazard else INK.text2 if block.style == "small" else INK.text))
    line.draw(painter, QPointF(_inset(block) * FINE, -line.y()))
    painter.restore()


def _words(
    painter: QPainter, room: QRectF, words: str, px: float, ink: str,
    *, bold: bool = False, italic: bool = False, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:  # fmt: skip
    painter.save()
    painter.translate(room.topLeft())
    painter.scale(1 / FINE, 1 / FINE)
    painter.setFont(_font(px, bold, italic))
    painter.setPen(QColor(ink))
    box = QRectF(0, 0, room.width() * FINE, room.height() * FINE)
    painter.drawText(box, int(align | Qt.TextFlag.TextWordWrap), words)
    painter.restore()


def _second_height(sheet: Sheet, width: float) -> float:
    room = QRectF(0, 0, width * FINE, 800)
    metrics = QFontMetricsF(_font(11, italic=True))
    return metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), sheet.text.second).height() / FINE


def _head_height(sheet: Sheet, width: float) -> float:
    return 34.0 + _second_height(sheet, width) + 26.0


def _paint_head(painter: QPainter, sheet: Sheet, width: float) -> None:
    text, high = sheet.text, _second_height(sheet, width)
    _words(painter, QRectF(0, 0, width, 32), text.title, 24, INK.text, bold=True)
    _words(painter, QRectF(0, 34, width, high + 2), text.second, 11, INK.text2, italic=True)
    _words(painter, QRectF(0, 36 + high, width, 18), text.facts, 11, INK.text, bold=True)


def _paint_foot(
    painter: QPainter, sheet: Sheet, width: float, height: float, page: int, pages: int,
    left_out: Sequence[str],
) -> None:  # fmt: skip
    y = height - FOOT + 8
    painter.setPen(QPen(QColor(INK.line), 1))
    painter.drawLine(QPointF(0, y), QPointF(width, y))
    source = f"{sheet.text.source} · printed {date.today().isoformat()} · page {page} of {pages}"
    wide = QFontMetricsF(_font(8.5)).horizontalAdvance(source) / FINE + 16
    words = statement(left_out)
    _words(painter, QRectF(0, y + 4, width - wide, FOOT - 8), words, 8.5, INK.text2)
    _words(painter, QRectF(0, y + 4, width, 14), source, 8.5, INK.text2, align=Qt.AlignmentFlag.AlignRight)


def _font(px: float, bold: bool = False, italic: bool = False) -> QFont:
    font = QFont(LIGHT.font_family)
    font.setPixelSize(round(px * FINE))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setItalic(italic)
    return font
