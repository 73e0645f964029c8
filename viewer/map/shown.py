"""A map as it is shown, drawn again for paper or for a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen

from viewer.body.atlas import Atlas
from viewer.body.figure import Naming
from viewer.body.records import Side
from viewer.map.camera import Camera
from viewer.map.content import MapContent
from viewer.map.figure import FigurePictures, named
from viewer.map.labels import LABEL_PX, Label, label_of, paint_labels
from viewer.map.marks import mark_font, paint_label
from viewer.map.painting import lens_of, paint_map
from viewer.map.scene import Scene
from viewer.map.style import MapStyle, colour
from viewer.map.words import VIEW_NAMES

LEAST_PX = 60
"""A muscle of which a layer shows less than so many square millimetres is not named."""
NAMED_MOST = 13
"""So many names stand at each side at most: with more, the lines cross each other."""


@dataclass(frozen=True, slots=True)
class ShownMap:
    """One map as it is shown.

    Attributes:
        labels: the names of what it shows.
    """

    scene: Scene
    camera: Camera
    outline: QPainterPath
    labels: tuple[Label, ...] = ()


def shown_map(content: MapContent, scene: Scene, camera: Camera, titles: Mapping[str, str]) -> ShownMap:
    """A map with the names of all that it shows.

    Args:
        titles: names of muscles by id.
    """
    return ShownMap(scene, camera, content.figure_path(scene.view), names_in(content, scene, camera, titles))


def names_in(
    content: MapContent, scene: Scene, camera: Camera, titles: Mapping[str, str]
) -> tuple[Label, ...]:
    """What is selected, else what stands out, else the muscles of the layer that are in sight."""
    if scene.selected is not None and scene.selected.kind == "region" and scene.region is not None:
        return _labels([(content.title(replace(scene.selected, side=None)), scene.region)])
    muscle = scene.selected.id.partition(".")[0] if scene.selected is not None else ""
    if scene.muscles and muscle in titles:
        near = [shape.near for shape in scene.muscles if not shape.near.isEmpty()]
        return _labels((titles[muscle], path) for path in near[:1])
    if scene.cut.picks:
        once = {pick.id: path for pick, path in scene.cut.picks}
        return _labels((titles.get(id, id), path) for id, path in once.items())
    return _layer_names(content, scene, camera, titles) if scene.layer != "skin" else ()


def _labels(named: Iterable[tuple[str, QPainterPath]]) -> tuple[Label, ...]:
    made = [label_of(words, path) for words, path in named]
    return tuple(label for label in made if label is not None)


def _layer_names(
    content: MapContent, scene: Scene, camera: Camera, titles: Mapping[str, str]
) -> tuple[Label, ...]:
    """Each muscle once, in turns at the left and the right of the body, the largest where room is short."""
    centres = {(pick.id, pick.side): (h, v) for pick, h, v in content.centres(scene) if pick.kind == "muscle"}
    sizes = np.bincount(content.atlas.ids(scene.view, scene.layer).ravel())

    def size(id: str, side: Side | None) -> int:
        code = 1 + 2 * content.atlas.numbers[id] + (side == "right")
        return int(sizes[code]) if code < len(sizes) else 0

    inside = {key: at for key, at in centres.items() if _sees(camera, at) and size(*key) >= LEAST_PX}
    ids = sorted({id for id, _ in inside}, key=lambda id: -max(size(id, s) for i, s in inside if i == id))
    room = 2 * min(NAMED_MOST, max(2, int((camera.height - 60) / (LABEL_PX * 2.2))))
    kept = [id for id in ids if id in titles][:room]
    by_height = sorted(kept, key=lambda id: -max(at[1] for (i, _), at in inside.items() if i == id))
    labels = []
    for number, id in enumerate(by_height):
        wanted: Side = "left" if number % 2 else "right"
        at = inside.get((id, wanted)) or next(at for (i, _), at in inside.items() if i == id)
        labels.append(Label(titles[id], *at))
    return tuple(labels)


def _sees(camera: Camera, at: tuple[float, float]) -> bool:
    px = camera.to_px(*at)
    return 0 <= px.x() <= camera.width and 0 <= px.y() <= camera.height


def paint_shown(
    painter: QPainter, rect: QRectF, shown: ShownMap, atlas: Atlas, style: MapStyle,
    *, ratio: float = 1.0, naming: Naming = "numbers", framed: bool = True, vector: bool = True,
) -> None:  # fmt: skip
    """Draw a map into a rectangle, with the name of its view and a frame.

    Args:
        ratio: pixels of the device for one unit of the painter, for the choice of pictures.
    """
    camera = replace(shown.camera, width=rect.width(), height=rect.height()).kept_in_room()
    frame = QRectF(0, 0, rect.width(), rect.height())
    painter.save()
    painter.translate(rect.topLeft())
    painter.setClipRect(frame)
    painter.fillRect(frame, colour(style.ground))
    scene = named(shown.scene, naming)
    pictures = FigurePictures(atlas, style, min(ratio, 3.0))
    paint_map(
        painter, scene, camera, pictures, style, outline=shown.outline, vector=vector,
        listed=naming != "none",
    )  # fmt: skip
    if naming == "names":
        paint_labels(painter, shown.labels, lens_of(camera, style, vector=vector))
    foot, font = QPointF(frame.center().x(), frame.bottom() - 13), mark_font(style, 11.0, QFont.Weight.Medium)
    middle = Qt.AlignmentFlag.AlignHCenter
    paint_label(painter, VIEW_NAMES[scene.view], foot, font, style.orientation, style, align=middle)
    painter.setClipping(False)
    if framed:
        painter.setPen(QPen(colour(style.control_line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame)
    painter.restore()


def paint_row(
    painter: QPainter, rect: QRectF, maps: Sequence[ShownMap], atlas: Atlas, style: MapStyle,
    *, ratio: float = 1.0, naming: Naming = "numbers", vector: bool = True,
) -> None:  # fmt: skip
    """Maps side by side, as wide as each other."""
    gap = 6.0
    wide = (rect.width() - gap * (len(maps) - 1)) / len(maps)
    for number, shown in enumerate(maps):
        box = QRectF(rect.x() + number * (wide + gap), rect.y(), wide, rect.height())
        paint_shown(painter, box, shown, atlas, style, ratio=ratio, naming=naming, vector=vector)
