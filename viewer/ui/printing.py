"""Printing: the maps as they are shown, a summary of the record, the disclaimer on every page.

Always in the light theme. Lengths are 1/96 inch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPen, QTextLayout
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from viewer.body.atlas import Atlas
from viewer.map.shown import ShownMap, paint_row
from viewer.map.style import LIGHT
from viewer.ui.summary import Paragraph
from viewer.ui.tokens import LIGHT as INK
from viewer.ui.words import PRINT_STATEMENT

HEADER, FOOTER = 30.0, 46.0
MAP_SHARE = 0.46
SIZES = {"title": 22, "second": 13, "heading": 14, "body": 12, "hazard": 12, "small": 10}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed.

    Attributes:
        source: the catalog's title, edition and review date, for the head of each page.
    """

    maps: tuple[ShownMap, ...]
    text: tuple[Paragraph, ...]
    source: str


class Preview(QPrintPreviewDialog):
    """Shows the pages as they will be printed, and prints them."""

    def __init__(self, window: QWidget, sheet: Sheet, atlas: Atlas) -> None:
        # The dialog does not own its printer.
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        set_up(self._printer)
        super().__init__(self._printer, window)
        self.setWindowTitle("Print")
        self.paintRequested.connect(lambda printer: print_sheet(printer, sheet, atlas))
        self.resize(min(1000, window.width()), min(800, window.height()))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)


def set_up(printer: QPrinter, margin_mm: float = 15.0) -> None:
    """A4, upright, unless the printer knows better."""
    margins = QMarginsF(margin_mm, margin_mm, margin_mm, margin_mm)
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Portrait,
        margins,
        QPageLayout.Unit.Millimeter,
    )
    printer.setPageLayout(layout)
    printer.setDocName("Trigger Point Viewer")


def print_sheet(printer: QPrinter, sheet: Sheet, atlas: Atlas) -> int:
    """Paint every page; returns how many there were."""
    painter = QPainter(printer)
    dpi = printer.resolution()
    painter.scale(dpi / 96, dpi / 96)
    page = printer.pageLayout().paintRectPixels(96)
    pages = _Pages(painter, page.width(), page.height(), printer.newPage, sheet.source)
    if sheet.maps:
        height = pages.height * MAP_SHARE
        room = QRectF(0, pages.y, pages.width, height)
        paint_row(painter, room, sheet.maps, atlas, LIGHT, ratio=dpi / 96, naming="names")
        pages.y += height + 14
    for paragraph in sheet.text:
        pages.write(paragraph)
    painter.end()
    return pages.number


def _font(px: float, weight: QFont.Weight = QFont.Weight.Normal, italic: bool = False) -> QFont:
    font = QFont("Inter")
    font.setPixelSize(round(px))
    font.setWeight(weight)
    font.setItalic(italic)
    return font


class _Pages:
    """Sets paragraphs one beneath the other, over as many pages as they need."""

    def __init__(
        self, painter: QPainter, width: float, height: float, new_page: Callable[[], bool], source: str
    ) -> None:
        self.painter, self.width, self.height = painter, float(width), float(height)
        self._new_page, self._source = new_page, source
        self.number = 0
        self.y = 0.0
        self._begin()

    def _begin(self) -> None:
        self.number += 1
        p = self.painter
        p.setFont(_font(11, QFont.Weight.DemiBold))
        p.setPen(QColor(INK.text))
        head = QRectF(0, 0, self.width, 16)
        p.drawText(head, Qt.AlignmentFlag.AlignLeft, "Trigger Point Viewer")
        p.setFont(_font(10))
        p.setPen(QColor(INK.text2))
        p.drawText(head, Qt.AlignmentFlag.AlignRight, f"{self._source} · printed {date.today().isoformat()}")
        foot = QRectF(0, self.height - FOOTER + 8, self.width, FOOTER - 8)
        p.setPen(QPen(QColor(INK.line), 1))
        p.drawLine(QPointF(0, foot.y() - 4), QPointF(self.width, foot.y() - 4))
        p.setPen(QColor(INK.text2))
        words = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        p.drawText(foot.adjusted(0, 0, -50, 0), words, PRINT_STATEMENT)
        p.drawText(foot, Qt.AlignmentFlag.AlignRight, str(self.number))
        self.y = HEADER

    def write(self, paragraph: Paragraph) -> None:
        """Set one paragraph; its lines go on to the next page where they must."""
        px = SIZES[paragraph.style]
        bold = paragraph.style in ("title", "heading")
        font = _font(px, QFont.Weight.DemiBold if bold else QFont.Weight.Normal, paragraph.style == "second")
        self.y += {"title": 4.0, "heading": 10.0, "small": 1.0}.get(paragraph.style, 3.0)
        inset = 12.0 if paragraph.style == "hazard" else 0.0
        layout = QTextLayout(paragraph.text, font, self.painter.device())
        layout.setFont(font)
        layout.beginLayout()
        lines = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width - inset)
            lines.append(line)
        layout.endLayout()
        step = px * 1.45
        keep = step * 3 if bold else step
        ink = INK.hazard if paragraph.style == "hazard" else INK.text
        for number, line in enumerate(lines):
            if self.y + (keep if number == 0 else step) > self.height - FOOTER:
                self._new_page()
                self._begin()
            start, length = line.textStart(), line.textLength()
            self.painter.setFont(font)
            self.painter.setPen(QColor(ink))
            at = QPointF(inset, self.y + px)
            self.painter.drawText(at, paragraph.text[start : start + length].rstrip())
            if inset:
                self.painter.fillRect(QRectF(0, self.y + 2, 4, step), QColor(INK.hazard))
            self.y += step
