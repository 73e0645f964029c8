"""Painting how deep the body is shown: a layer, the one it fades over to, gaps, what stands out."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap, QTransform

from viewer.body.atlas import Box, Frame, Sprite
from viewer.map.camera import Camera
from viewer.map.scene import STRUCTURES, Gap, Scene
from viewer.map.style import MapStyle

BONES = 0.35
"""How strong the bones are beneath muscles that stand out alone."""
FAINT = 0.30
"""How strong the layer is beneath muscles that stand out from it."""
MANY = 12
"""More muscles than this that stand out are painted once, and then as one picture."""
SHARP_PX_PER_MM = 3.5
"""Beyond it a muscle drawn alone is shown at its finest."""
_EDGE_MM = 1.5  # a hidden muscle's picture reaches a little beyond its outline
_KEPT_BYTES = 96 * 2**20


class Pictures(Protocol):
    """Where the pictures of a scene come from; None while one is still being loaded."""

    def figure(self, scene: Scene, px_per_mm: float) -> QPixmap | None: ...

    def tiles(self, scene: Scene, camera: Camera) -> list[tuple[QPixmap, Box]]: ...

    def sprite(self, scene: Scene, sprite: Sprite, px_per_mm: float) -> QPixmap | None: ...

    def bare(self, view: str) -> QPixmap | None: ...


def paint_layers(
    painter: QPainter, scene: Scene, camera: Camera, pictures: Pictures, style: MapStyle
) -> None:
    """The figure, as deep as the scene shows it."""
    cut = scene.cut
    if cut.alone is not None:
        _paint_standing_out(painter, scene, camera, pictures, style)
        return
    _paint_layer(painter, scene, camera, pictures, style, scene.layer, cut.gaps)
    layer, share = scene.over
    if not layer or share <= 0.0:
        return
    if not cut.under:
        painter.save()
        painter.setOpacity(share)
        _paint_layer(painter, scene, camera, pictures, style, layer, ())
        painter.restore()
        return
    # Picture and gaps as one, or what was taken away would shine through while it fades.
    ratio = painter.combinedTransform().m11() or 1.0
    whole = QPixmap(QSize(round(camera.width * ratio), round(camera.height * ratio)))
    whole.setDevicePixelRatio(ratio)
    whole.fill(Qt.GlobalColor.transparent)
    inner = QPainter(whole)
    inner.setRenderHints(painter.renderHints())
    _paint_layer(inner, scene, camera, pictures, style, layer, cut.under)
    inner.end()
    painter.save()
    painter.setOpacity(share)
    painter.drawPixmap(QPointF(0, 0), whole)
    painter.restore()


def _paint_layer(
    painter: QPainter, scene: Scene, camera: Camera, pictures: Pictures, style: MapStyle,
    layer: str, gaps: tuple[Gap, ...],
) -> None:  # fmt: skip
    at = _at(scene, layer)
    _paint_figure(painter, at, camera, pictures)
    if layer == "skin" and (not at.ghost or style.ghost <= 0.0):
        return
    for gap in gaps:
        patch = _patch(gap, scene, camera, pictures)
        if patch is None:
            continue
        pixmap, box = patch
        if layer == "skin":
            skin = _skin_patch(gap, scene, camera, pictures)
            if skin is not None:
                _paint_box(painter, *skin, scene.frame, camera)
            opacity = painter.opacity()
            painter.setOpacity(opacity * style.ghost)
            _paint_box(painter, pixmap, box, scene.frame, camera)
            painter.setOpacity(opacity)
        else:
            _paint_box(painter, pixmap, box, scene.frame, camera)


def _paint_standing_out(
    painter: QPainter, scene: Scene, camera: Camera, pictures: Pictures, style: MapStyle
) -> None:
    """Some muscles at full strength over the bones, or over the layer, faint on the bare body."""
    cut = scene.cut
    _paint_figure(painter, _bare(scene), camera, pictures)
    faint = _at(scene, "skeleton" if cut.rest == "bones" else scene.layer)
    if cut.rest == "bones" or scene.layer != "skin":
        painter.save()
        painter.setOpacity(BONES if cut.rest == "bones" else FAINT)
        gaps = () if cut.rest == "bones" else cut.gaps
        _paint_layer(painter, faint, camera, pictures, style, faint.layer, gaps)
        painter.restore()
    else:
        _paint_layer(painter, faint, camera, pictures, style, faint.layer, cut.gaps)
    _paint_sprites(painter, scene, camera, pictures)


def _paint_sprites(painter: QPainter, scene: Scene, camera: Camera, pictures: Pictures) -> None:
    """The muscles that stand out: many at once as one picture, which is kept."""
    sprites = scene.cut.alone or ()
    near = camera.px_per_mm * (painter.combinedTransform().m11() or 1.0) > SHARP_PX_PER_MM
    base = pictures.figure(_bare(scene), camera.px_per_mm) if len(sprites) > MANY and not near else None
    if base is not None:
        drawn = [(sprite, pictures.sprite(scene, sprite, camera.px_per_mm)) for sprite in sprites]
        if all(pixmap is not None for _, pixmap in drawn):
            _paint_box(painter, *_together(sprites, base, drawn, scene.frame), scene.frame, camera)
            return
    sight = camera.visible_mm()
    for sprite in sprites:
        if _in_sight(sprite, scene.frame, sight):
            paint_sprite(painter, pictures, sprite, scene, camera)


def _in_sight(sprite: Sprite, frame: Frame, sight: QRectF) -> bool:
    left, top, wide, high = sprite.box_mm
    return sight.intersects(QRectF(left if frame.screen_sign > 0 else left - wide, top - high, wide, high))


def paint_structures(painter: QPainter, scene: Scene, camera: Camera, pictures: Pictures) -> None:
    """Nerves, vessels and organs over whatever layer is shown."""
    _paint_figure(painter, replace(scene, layer=STRUCTURES, ghost=False), camera, pictures)


def paint_picture(painter: QPainter, pixmap: QPixmap | None, frame: Frame, camera: Camera) -> None:
    """The figure, wherever its picture lies in the plane."""
    if pixmap is not None:
        size = (frame.width * frame.mm_per_pixel, frame.height * frame.mm_per_pixel)
        _paint_box(painter, pixmap, (frame.left_mm, frame.top_mm, *size), frame, camera)


def _paint_figure(painter: QPainter, scene: Scene, camera: Camera, pictures: Pictures) -> None:
    """A layer's picture, and near by the finer tiles of what is in sight."""
    paint_picture(painter, pictures.figure(scene, camera.px_per_mm), scene.frame, camera)
    for pixmap, box in pictures.tiles(scene, camera):
        _paint_box(painter, pixmap, box, scene.frame, camera)


def paint_sprite(painter: QPainter, pictures: Pictures, sprite: Sprite, scene: Scene, camera: Camera) -> None:
    """One muscle drawn alone, and near by its finest picture."""
    shown = [sprite]
    if sprite.sharp is not None and camera.px_per_mm * painter.combinedTransform().m11() > SHARP_PX_PER_MM:
        shown.append(sprite.sharp)
    for one in shown:
        pixmap = pictures.sprite(scene, one, camera.px_per_mm)
        if pixmap is not None:
            _paint_box(painter, pixmap, one.box_mm, scene.frame, camera, flipped=one.mirrored)


def _paint_box(
    painter: QPainter, pixmap: QPixmap, box_mm: tuple[float, float, float, float], frame: Frame,
    camera: Camera, *, flipped: bool = False,
) -> None:  # fmt: skip
    """A picture whose box begins at its left and upper edge when the map isn't mirrored."""
    left_mm, top_mm, wide_mm, high_mm = box_mm
    corner = camera.to_px(left_mm, top_mm)
    runs = camera.direction * frame.screen_sign
    sx = camera.px_per_mm * wide_mm / pixmap.width()
    sy = camera.px_per_mm * high_mm / pixmap.height()
    x = corner.x()
    if flipped:
        x += runs * camera.px_per_mm * wide_mm
        runs = -runs
    painter.save()
    painter.setTransform(QTransform(sx * runs, 0, 0, sy, x, corner.y()), True)
    painter.drawPixmap(QPointF(0, 0), pixmap)
    painter.restore()


def _at(scene: Scene, layer: str) -> Scene:
    return scene if layer == scene.layer else replace(scene, layer=layer, ghost=layer == "skin")


def _bare(scene: Scene) -> Scene:
    return replace(scene, layer="skin", ghost=False)


# -- gaps, painted once for each level of the pictures

Patch = tuple[QPixmap, tuple[float, float, float, float]]
_patches: OrderedDict[tuple[Gap, tuple[int, ...]], Patch] = OrderedDict()


def _patch(gap: Gap, scene: Scene, camera: Camera, pictures: Pictures) -> Patch | None:
    """What is seen in a gap: the layer beneath, and on it the muscles that remain there."""
    base = pictures.figure(_at(scene, gap.layer), camera.px_per_mm)
    sprites = [(s, pictures.sprite(scene, s, camera.px_per_mm)) for s in gap.sprites]
    return _kept(gap, base, sprites, scene.frame)


def _skin_patch(gap: Gap, scene: Scene, camera: Camera, pictures: Pictures) -> Patch | None:
    return _kept(gap, pictures.figure(_bare(scene), camera.px_per_mm), [], scene.frame)


def _kept(
    gap: Gap, base: QPixmap | None, sprites: list[tuple[Sprite, QPixmap | None]], frame: Frame
) -> Patch | None:
    if base is None:
        return None
    key = (gap, (base.cacheKey(), *(p.cacheKey() if p is not None else 0 for _, p in sprites)))
    if key in _patches:
        _patches.move_to_end(key)
        return _patches[key]
    made = _patches[key] = _painted(gap.outline, base, sprites, frame)
    while sum(_bytes(p) for p, _ in _patches.values()) > _KEPT_BYTES and len(_patches) > 1:
        _patches.popitem(last=False)
    return made


_whole: OrderedDict[tuple[tuple[Sprite, ...], tuple[int, ...]], QPixmap] = OrderedDict()
_WHOLE_KEPT = 4


def _together(
    sprites: tuple[Sprite, ...], base: QPixmap, drawn: list[tuple[Sprite, QPixmap | None]], frame: Frame
) -> Patch:
    """Muscles drawn alone, as one picture of the size of a layer's."""
    key = (sprites, (base.width(), *(p.cacheKey() for _, p in drawn if p is not None)))
    if key not in _whole:
        whole = QPixmap(base.size())
        whole.fill(Qt.GlobalColor.transparent)
        painter = QPainter(whole)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for sprite, pixmap in drawn:
            if pixmap is not None:
                _draw_sprite(
                    painter, sprite, pixmap, frame, base.width() / (frame.width * frame.mm_per_pixel)
                )
        painter.end()
        _whole[key] = whole
        while len(_whole) > _WHOLE_KEPT:
            _whole.popitem(last=False)
    _whole.move_to_end(key)
    size = (frame.width * frame.mm_per_pixel, frame.height * frame.mm_per_pixel)
    return _whole[key], (frame.left_mm, frame.top_mm, *size)


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def _painted(
    outline: QPainterPath, base: QPixmap, sprites: list[tuple[Sprite, QPixmap | None]], frame: Frame
) -> Patch:
    """A gap in pixels of the layer's picture, cut to the outline of what was there."""
    scale = base.width() / (frame.width * frame.mm_per_pixel)
    to_px = QTransform(
        scale * frame.screen_sign, 0, 0, -scale,
        -frame.left_mm * frame.screen_sign * scale, frame.top_mm * scale,
    )  # fmt: skip
    shape = to_px.map(outline)
    edge = _EDGE_MM * scale + 1
    room = shape.boundingRect().adjusted(-edge, -edge, edge, edge).toAlignedRect()
    room = room.intersected(base.rect())
    mask = QPixmap(room.size())
    mask.fill(Qt.GlobalColor.transparent)
    painter = QPainter(mask)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-room.topLeft())
    pen = painter.pen()
    pen.setWidthF(2 * _EDGE_MM * scale)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawPath(shape)
    painter.end()
    made = QPixmap(room.size())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(-room.topLeft())
    painter.drawPixmap(room.topLeft(), base, room)
    for sprite, pixmap in sprites:
        if pixmap is not None:
            _draw_sprite(painter, sprite, pixmap, frame, scale)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawPixmap(room.topLeft(), mask)
    painter.end()
    left, top = frame.plane(room.left() / scale / frame.mm_per_pixel, room.top() / scale / frame.mm_per_pixel)
    return made, (left, top, room.width() / scale, room.height() / scale)


def _draw_sprite(painter: QPainter, sprite: Sprite, pixmap: QPixmap, frame: Frame, scale: float) -> None:
    left_mm, top_mm, wide_mm, high_mm = sprite.box_mm
    x = (left_mm - frame.left_mm) * frame.screen_sign * scale
    y = (frame.top_mm - top_mm) * scale
    wide, high = wide_mm * scale, high_mm * scale
    painter.save()
    if sprite.mirrored:
        painter.translate(x + wide, y)
        painter.scale(-1, 1)
        painter.drawPixmap(QRectF(0, 0, wide, high), pixmap, QRectF(pixmap.rect()))
    else:
        painter.drawPixmap(QRectF(x, y, wide, high), pixmap, QRectF(pixmap.rect()))
    painter.restore()
