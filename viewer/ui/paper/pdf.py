"""PDF by Qt: pages painted, text as text; not tagged (see ``tagged.py`` for that)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from viewer import PROGRAM

Paint = Callable[[QPainter, Callable[[], object], float], object]
"""Paints every page in 1/96 inch; gets what goes on to the next page, and pixels for a unit."""
DPI = 300
PAPERS = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}
MARGIN_MM = 14.0


def pdf_of(size: tuple[float, float] | str, margin_mm: float, title: str, paint: Paint) -> bytes:
    """A PDF file.

    Args:
        size: width and height in 1/96 inch, or ``a4`` or ``letter``.
    """
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator(PROGRAM)
    writer.setResolution(DPI)
    if isinstance(size, str):
        page = QPageSize(PAPERS[size])
    else:
        points = QSizeF(size[0] * 0.75, size[1] * 0.75)
        page = QPageSize(points, QPageSize.Unit.Point, "figure", QPageSize.SizeMatchPolicy.ExactMatch)
    margins = QMarginsF(margin_mm, margin_mm, margin_mm, margin_mm)
    layout = QPageLayout(page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    layout.setMinimumMargins(QMarginsF(0, 0, 0, 0))
    writer.setPageLayout(layout)
    painter = QPainter(writer)
    painter.scale(DPI / 96, DPI / 96)
    paint(painter, writer.newPage, DPI / 96)
    painter.end()
    buffer.close()
    return bytes(data.data())


def room_of(paper: str) -> tuple[float, float]:
    """Width and height within the margins of a paper, in 1/96 inch."""
    size = QPageSize(PAPERS[paper]).size(QPageSize.Unit.Millimeter)
    px = 96 / 25.4
    return (size.width() - 2 * MARGIN_MM) * px, (size.height() - 2 * MARGIN_MM) * px
