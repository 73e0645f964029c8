"""What is seen, as a file: the maps as they are shown, with their caption."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from viewer.body.atlas import Atlas
from viewer.body.figure import Naming
from viewer.catalog.disk import replace_file
from viewer.map.caption import ZONES, Caption, caption_height, credit_of, paint_caption, sources_of
from viewer.map.shown import ShownMap, paint_row
from viewer.map.style import LIGHT, colour
from viewer.map.words import VIEW_NAMES
from viewer.state.view_state import ViewState
from viewer.ui.facts import Facts
from viewer.ui.paper.pdf import pdf_of
from viewer.ui.words import LAYER, PATIENT_SIDE

KINDS = {".png": "Picture (PNG)", ".svg": "Drawing (SVG)", ".pdf": "Page (PDF)"}
SHARP = 2.0
"""Pixels of a picture for one of the figure."""


@dataclass(frozen=True, slots=True)
class SeenFigure:
    """The maps as they are shown, and what stands beneath them.

    Attributes:
        width, height: of the row of maps, in 1/96 inch.
    """

    maps: tuple[ShownMap, ...]
    caption: Caption
    width: float
    height: float
    naming: Naming = "names"

    @property
    def size(self) -> QSize:
        """Of the whole, in 1/96 inch."""
        return QSize(round(self.width), round(self.height + caption_height(self.caption, self.width, LIGHT)))


def caption_of(facts: Facts, state: ViewState, naming: Naming) -> Caption:
    """What the maps show, from which side, and after whom. Without names it gives none away."""
    catalog = facts.catalog
    views = ", ".join(VIEW_NAMES[view].lower() for view in state.views)
    kind, id = ("point", state.point) if state.point else ("muscle", state.muscle or "")
    if state.region:
        kind, id = "region", state.region
    words = facts.name(kind, id) if id else "The body"
    if naming == "none":
        words = "What is shown?"
    layer = "" if state.layer == "skin" else f"; layer: {LAYER[state.layer].lower()}"
    side = PATIENT_SIDE[state.at_side if state.side != "both" else "both"]
    zones = f" {ZONES}" if kind != "region" and id and naming != "none" else ""
    return Caption(
        f"{words} ({views}; {side}{layer}).{zones}",
        credit_of(catalog),
        sources_of(catalog, (id,) if id else ()),
    )


def image_of(figure: SeenFigure, atlas: Atlas, sharp: float = SHARP) -> QImage:
    """A figure as a picture."""
    size = figure.size
    image = QImage(size * sharp, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(96 * sharp / 0.0254))
    image.setDotsPerMeterY(round(96 * sharp / 0.0254))
    image.fill(colour(LIGHT.ground))
    painter = QPainter(image)
    painter.scale(sharp, sharp)
    paint_seen(painter, figure, atlas, ratio=sharp, vector=False)
    painter.end()
    for key, text in (
        ("Title", figure.caption.words),
        ("Description", " ".join(figure.caption.paragraphs[1:])),
    ):
        image.setText(key, text)
    return image


def paint_seen(
    painter: QPainter, figure: SeenFigure, atlas: Atlas, *, ratio: float = 1.0, vector: bool = True
) -> None:
    """Draw a figure at the origin."""
    row = QRectF(0, 0, figure.width, figure.height)
    paint_row(painter, row, figure.maps, atlas, LIGHT, ratio=ratio, naming=figure.naming, vector=vector)
    room = QRectF(0, figure.height, figure.width, figure.size.height() - figure.height)
    paint_caption(painter, room, figure.caption, LIGHT)


def save_figure(figure: SeenFigure, path: Path, atlas: Atlas) -> None:
    """Write a figure whole or not at all, as its file's name says.

    Raises:
        OSError: it cannot be written; what was there is untouched.
        ValueError: another kind of file is asked for.
    """
    made = {".png": _png, ".svg": _svg, ".pdf": _pdf}.get(path.suffix.lower())
    if made is None:
        raise ValueError(
            f"a figure is a {', '.join(KINDS)} file, not {path.suffix or 'one without an ending'}"
        )
    replace_file(path, made(figure, atlas))


def _png(figure: SeenFigure, atlas: Atlas) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image_of(figure, atlas).save(buffer, "PNG"):
        raise OSError("the picture is too large")
    return bytes(data.data())


def _svg(figure: SeenFigure, atlas: Atlas) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(figure.size)
    generator.setViewBox(QRect(0, 0, figure.size.width(), figure.size.height()))
    generator.setTitle(figure.caption.words)
    generator.setDescription(" ".join(figure.caption.paragraphs[1:]))
    painter = QPainter(generator)
    paint_seen(painter, figure, atlas, ratio=SHARP)
    painter.end()
    buffer.close()
    return bytes(data.data())


def _pdf(figure: SeenFigure, atlas: Atlas) -> bytes:
    size = figure.size
    return pdf_of(
        (size.width(), size.height()), 0.0, figure.caption.words,
        lambda painter, new_page, ratio: paint_seen(painter, figure, atlas, ratio=ratio),
    )  # fmt: skip
