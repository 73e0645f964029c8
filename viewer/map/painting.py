"""Drawing a whole map: every mark in its order, from ground to orientation text.

The same function draws on the screen, into a file and on paper.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPixmap

from viewer.map.camera import Camera
from viewer.map.marks import (
    Lens,
    line,
    mark_font,
    paint_essential,
    paint_essential_outline,
    paint_focus_path,
    paint_hazard,
    paint_hover,
    paint_muscle_behind,
    paint_muscle_outline,
    paint_painted,
    paint_painted_outline,
    paint_region,
    paint_spillover,
    words_path,
)
from viewer.map.peeling import Pictures, paint_layers, paint_sprite, paint_structures
from viewer.map.peeling import paint_picture as paint_picture
from viewer.map.points import paint_hidden, paint_point, place_points
from viewer.map.scene import Highlight, Scene, ZoneShape
from viewer.map.style import MapStyle, colour
from viewer.map.tint import paint_tint


def lens_of(camera: Camera, style: MapStyle, *, vector: bool = False, fineness: float = 1.0) -> Lens:
    return Lens(camera.transform(), QRectF(0, 0, camera.width, camera.height), style, vector, fineness)


def paint_map(
    painter: QPainter, scene: Scene, camera: Camera, pictures: Pictures, style: MapStyle,
    highlight: Highlight | None = None, *, outline: QPainterPath | None = None,
    vector: bool = False, listed: bool = False,
) -> None:  # fmt: skip
    """A map in pixels of the painter, (0, 0) to the camera's size. The ground is the caller's.

    Args:
        outline: of the whole figure.
        vector: the painter writes lines and areas, so dots become circles.
        listed: points that share a mark are all named; for pictures that nobody can press.
    """
    lens = lens_of(camera, style, vector=vector, fineness=abs(painter.combinedTransform().m11()) or 1.0)
    highlight = highlight or Highlight()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    paint_layers(painter, scene, camera, pictures, style)
    if scene.tint is not None:
        paint_tint(painter, scene.tint, lens)
    if outline is not None:
        paint_figure_outline(painter, outline, lens)
    if scene.ghost_arm is not None:
        paint_ghost_arm(painter, scene.ghost_arm, lens)
    for sprite in scene.sprites:
        paint_sprite(painter, pictures, sprite, scene, camera)
    if scene.structures:
        paint_structures(painter, scene, camera, pictures)
    for shape in scene.muscles:
        paint_muscle_behind(painter, shape, lens)
    _each(scene.zones, paint_spillover, painter, lens)
    _each(scene.zones, paint_essential, painter, lens)
    if scene.paint is not None:
        paint_painted(painter, scene.paint, lens)
    for shape in scene.muscles:
        paint_muscle_outline(painter, shape, lens)
    _each(scene.zones, paint_essential_outline, painter, lens)
    if scene.paint is not None:
        paint_painted_outline(painter, scene.paint, lens)
    if scene.region is not None:
        paint_region(painter, scene.region, lens)
    for hazard in scene.hazards:
        paint_hazard(painter, hazard, lens)
    if highlight.hover_path is not None:
        paint_hover(painter, highlight.hover_path, lens)
    marks = place_points(scene.points, lens, scene.selected, highlight.focused)
    for placed in marks:
        picks = {member.pick for member in placed.members}
        paint_point(
            painter, placed, style,
            selected=scene.selected in picks, hovered=highlight.hovered in picks,
            focused=highlight.focused in picks, listed=listed,
        )  # fmt: skip
    if scene.hidden is not None:
        paint_hidden(painter, scene.hidden, lens, scene.hidden.way * camera.direction, marks)
    if highlight.focus_path is not None:
        paint_focus_path(painter, highlight.focus_path, lens)
    paint_corners(painter, scene.corners, lens)


def paint_figure_outline(painter: QPainter, path: QPainterPath, lens: Lens) -> None:
    """A thin line about the figure, so that it stands off the ground in every theme."""
    style = lens.style
    pen = line(style.figure_line, 1.0 * style.scale, style.figure_line_alpha)
    pen.setCosmetic(True)  # one thin line about the whole body: the quick way of drawing matters
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(lens.mapped(path))


def paint_ghost_arm(painter: QPainter, path: QPainterPath, lens: Lens) -> None:
    """Where the arm hangs that steps aside in a side view."""
    style, k = lens.style, lens.style.scale
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = line(style.figure_line, 1.0 * k, style.figure_line_alpha, dash=(4.0 * k, 3.0 * k))
    painter.strokePath(lens.to_px.map(path), pen)


def paint_focus_frame(painter: QPainter, lens: Lens) -> None:
    """The keyboard is on the map as a whole."""
    inset = 2.0 * lens.style.scale
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(line(lens.style.accent, 2.0 * lens.style.scale))
    painter.drawRect(lens.room.adjusted(inset, inset, -inset, -inset))


def paint_corners(painter: QPainter, corners: tuple[str, str], lens: Lens) -> None:
    """Which side of the patient is where: at the top of every map, whatever the zoom."""
    k = lens.style.type_scale
    font = mark_font(lens.style, lens.style.label_px, QFont.Weight.Medium)
    room = lens.room.adjusted(14 * k, 9 * k, -14 * k, 0)
    casing = line(lens.style.ground, lens.style.text_casing_px * k, 0.85)
    for words, side in zip(corners, (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=True):
        path, cased = words_path(words, font.key(), casing.widthF())
        left = (
            room.left() if side == Qt.AlignmentFlag.AlignLeft else room.right() - path.boundingRect().right()
        )
        at = QPointF(left, room.top() + font.pixelSize())
        # A casing in the ground's colour keeps the words legible where the figure lies beneath.
        colours = (casing.color(), colour(lens.style.orientation))
        if lens.vector or not _paint_stamped(painter, words, font.key(), casing.widthF(), colours, at):
            _paint_words(painter, path, cased, colours, at)


def _paint_words(
    painter: QPainter, path: QPainterPath, cased: QPainterPath, colours: tuple[QColor, QColor], at: QPointF
) -> None:
    painter.save()
    painter.translate(at)
    painter.fillPath(cased, colours[0])
    painter.fillPath(path, colours[1])
    painter.restore()


def _paint_stamped(
    painter: QPainter,
    words: str,
    font_key: str,
    casing_px: float,
    colours: tuple[QColor, QColor],
    at: QPointF,
) -> bool:
    """Words that stay where they are from frame to frame, as a picture; False where that cannot be."""
    device = painter.combinedTransform()
    scale = device.m11()
    if device.m12() or device.m21() or scale != device.m22() or scale <= 0:
        return False
    place = device.map(at)
    x, y = math.floor(place.x()), math.floor(place.y())
    # The part of a pixel is in the picture, which then lies on whole pixels.
    part = (round((place.x() - x) * 16), round((place.y() - y) * 16))
    names = (colours[0].rgba(), colours[1].rgba())
    picture, corner = _words_picture(words, font_key, casing_px, names, scale, part)
    painter.drawPixmap(device.inverted()[0].map(QPointF(x + corner.x(), y + corner.y())), picture)
    return True


@lru_cache(maxsize=64)
def _words_picture(
    words: str, font_key: str, casing_px: float, colours: tuple[int, int], scale: float, part: tuple[int, int]
) -> tuple[QPixmap, QPointF]:
    """Cased words in device pixels, and where its corner lies from the beginning of the words."""
    path, cased = words_path(words, font_key, casing_px)
    box = cased.boundingRect()
    left, top = math.floor(box.left() * scale) - 1, math.floor(box.top() * scale) - 1
    picture = QPixmap(math.ceil(box.width() * scale) + 4, math.ceil(box.height() * scale) + 4)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(part[0] / 16 - left, part[1] / 16 - top)
    painter.scale(scale, scale)
    inks = (QColor.fromRgba(colours[0]), QColor.fromRgba(colours[1]))
    _paint_words(painter, path, cased, inks, QPointF(0, 0))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture, QPointF(left, top)


def _each(
    shapes: tuple[ZoneShape, ...],
    paint: Callable[[QPainter, ZoneShape, Lens], None],
    painter: QPainter,
    lens: Lens,
) -> None:
    for shape in shapes:
        paint(painter, shape, lens)
