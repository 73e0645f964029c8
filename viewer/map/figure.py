"""Figures: a whole picture of the body with marks, for files, print and pages.

They are drawn by the same functions as the maps on the screen, always in the light style.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import (
    QFontDatabase,
    QGuiApplication,
    QImage,
    QPaintDevice,
    QPainter,
    QPainterPath,
    QPixmap,
)
from PySide6.QtSvg import QSvgGenerator

from viewer.body.atlas import Atlas, Box, Sprite
from viewer.body.body import Body, assets_folder
from viewer.body.figure import FigureSpec, Naming
from viewer.body.paint import paint_field
from viewer.body.records import Side
from viewer.body.resolver import PlaceError
from viewer.body.seen import Seen
from viewer.body.views import VIEWS, ViewId
from viewer.catalog.model import Catalog
from viewer.catalog.pattern_cache import PatternCache
from viewer.catalog.resolve import ResolvedPoint, resolve_point
from viewer.map.camera import BODY_MM, Camera
from viewer.map.caption import Caption, caption_height, credit_of, paint_caption, sources_of
from viewer.map.content import MapContent, Names
from viewer.map.labels import Label, label_of, paint_labels
from viewer.map.paint_shape import paint_shape
from viewer.map.painting import lens_of, paint_map
from viewer.map.pictures import PictureKey, compose, level_for, sprite_key, tile_keys, whole_key
from viewer.map.scene import Pick, Scene
from viewer.map.shapes import Shapes
from viewer.map.style import LIGHT, MapStyle, colour
from viewer.map.tint import paint_tint_key, tinted
from viewer.state.view_state import ViewState

Resolved = Callable[[str], ResolvedPoint | None]

_CAPTION_PX = 30.0
"""Left for the caption where the width of a figure follows from its height."""
_DENSE_PX = 1200.0
_SHARPER = 2.0


class FigurePictures:
    """The atlas's pictures, read when they are drawn.

    Args:
        ratio: pixels of the device for one of the figure.
    """

    def __init__(self, atlas: Atlas, style: MapStyle, ratio: float = 1.0) -> None:
        self._atlas, self._style, self._ratio = atlas, style, ratio

    def figure(self, scene: Scene, px_per_mm: float) -> QPixmap | None:
        level = level_for(px_per_mm, self._ratio)
        return self._made(whole_key(scene.view, scene.layer, level, ghost=scene.ghost))

    def tiles(self, scene: Scene, camera: Camera) -> list[tuple[QPixmap, Box]]:
        level = level_for(camera.px_per_mm, self._ratio)
        keys = tile_keys(self._atlas, scene.view, scene.layer, level, camera, ghost=scene.ghost)
        found = ((self._made(key), box) for key, box in keys)
        return [(pixmap, box) for pixmap, box in found if pixmap is not None]

    def sprite(self, scene: Scene, sprite: Sprite, px_per_mm: float) -> QPixmap | None:
        level = level_for(px_per_mm, self._ratio)
        return self._made(sprite_key(self._atlas, scene.view, sprite, level))

    def bare(self, view: str) -> QPixmap | None:
        return self._made(PictureKey(view, "skin", 1))

    def _made(self, key: PictureKey) -> QPixmap | None:
        image = compose(self._atlas, key, self._style)
        return None if image.isNull() else QPixmap.fromImage(image)


def figure_size(spec: FigureSpec) -> QSize:
    """The size of a figure in pixels: as high as it says, as wide as the body needs."""
    shape = BODY_MM[0] / BODY_MM[1] if VIEWS[spec.view].whole else 1.0
    wide = (spec.height_px - _CAPTION_PX * _scale(spec)) * shape
    return QSize(round(wide), spec.height_px)


def figure_scene(spec: FigureSpec, content: MapContent, catalog: Catalog) -> Scene:
    """What a figure shows: every muscle, point and region that it names, in one scene.

    Raises:
        KeyError: an id is none of these.
    """
    points = catalog.points()
    base = ViewState(side=spec.side, at_side="right" if spec.side == "right" else "left", layer=spec.layer)
    named = [id for id in spec.ids if id in points]
    muscles = {catalog.muscle_of(id).id for id in named}
    scene = content.scene(base, spec.view)
    for id in spec.ids:
        if id in points:
            state = replace(base, muscle=catalog.muscle_of(id).id, point=id)
        elif id in catalog.muscles:
            if id in muscles:
                continue
            state = replace(base, muscle=id)
        else:
            if not content.knows_region(id):
                raise KeyError(id)
            state = replace(base, record=("region", id))
        scene = _merged(scene, content.scene(state, spec.view), keep=id if id in points else None)
    return scene


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is ready to be drawn: everything that can be missing has been found."""

    spec: FigureSpec
    scene: Scene
    outline: QPainterPath
    caption: Caption
    labels: tuple[Label, ...] = ()

    @classmethod
    def of(
        cls, spec: FigureSpec, catalog: Catalog, body: Body, atlas: Atlas,
        names: Names | None = None, resolved: Resolved | None = None,
    ) -> Figure:  # fmt: skip
        """Make a figure of a description.

        Args:
            resolved: trigger points that are resolved already; left out, those needed are
                resolved here.

        Raises:
            KeyError: an id is neither a muscle, a point nor a region.
        """
        resolved = resolved or _resolving(spec, catalog, body, atlas)
        content = MapContent(catalog, body, atlas, Shapes(body, atlas, resolved), names)
        scene = figure_scene(spec, content, catalog)
        if spec.painting:
            field = paint_field(body, spec.painting)
            scene = replace(scene, paint=paint_shape(field, Seen(body.surface, atlas, spec.view)))
        if spec.counts:
            tint = tinted(atlas, spec.view, body.regions.ids, dict(spec.counts))
            scene = replace(scene, tint=tint, ghost=False)
        labels = _labels(spec, scene, content, catalog) if spec.naming == "names" else ()
        return cls(
            spec, named(scene, spec.naming), content.figure_path(spec.view), caption_of(spec, catalog), labels
        )


def paint_figure(
    painter: QPainter, rect: QRectF, figure: Figure, atlas: Atlas,
    *, style: MapStyle = LIGHT, ratio: float = 1.0, vector: bool = False,
) -> None:  # fmt: skip
    """Draw a figure into a rectangle of any painter.

    Args:
        ratio: pixels of the device for one unit of the painter, for the choice of pictures.
        vector: the painter writes lines and areas, so dots become circles.
    """
    sized = style.larger(_scale(figure.spec))
    caption = caption_height(figure.caption, rect.width(), sized)
    camera = Camera(
        rect.width(), rect.height() - caption, direction=figure.scene.direction, frame=figure.scene.close_up
    ).kept_in_room()
    painter.save()
    painter.translate(rect.topLeft())
    painter.fillRect(QRectF(0, 0, rect.width(), rect.height()), colour(style.ground))
    pictures = FigurePictures(atlas, style, ratio)
    paint_map(
        painter, figure.scene, camera, pictures, sized,
        outline=figure.outline, vector=vector, listed=figure.spec.naming != "none",
    )  # fmt: skip
    if figure.labels:
        paint_labels(painter, figure.labels, lens_of(camera, sized, vector=vector))
    room = QRectF(0, rect.height() - caption, rect.width(), caption)
    paint_caption(painter, room, figure.caption, sized)
    if figure.scene.tint is not None:
        paint_tint_key(painter, QRectF(0, 0, rect.width(), rect.height() - caption), sized)
    painter.restore()


def render_figure(spec: FigureSpec, path: Path, catalog: Catalog, body: Body, atlas: Atlas) -> None:
    """Write one figure as ``.png`` or ``.svg``; see ``render_figures``."""
    render_figures((spec,), path, catalog, body, atlas)


def render_figures(
    specs: Sequence[FigureSpec], path: Path, catalog: Catalog, body: Body, atlas: Atlas
) -> None:
    """Write figures side by side as one ``.png`` or ``.svg`` file. Needs no screen.

    Raises:
        OSError: the file can't be written.
        KeyError: a spec names what is not in the catalog.
        ValueError: another kind of file is asked for, or no figure.
    """
    kind = path.suffix.lower()
    if kind not in (".png", ".svg"):
        raise ValueError(f"a figure is a .png or an .svg file, not {kind}")
    if not specs:
        raise ValueError("no figure")
    ensure_application()
    figures = [Figure.of(spec, catalog, body, atlas) for spec in specs]
    sizes = [figure_size(spec) for spec in specs]
    rects, left = [], 0
    for size in sizes:
        rects.append(QRectF(left, 0, size.width(), size.height()))
        left += size.width()
    whole = QSize(left, max(size.height() for size in sizes))
    if kind == ".png":
        image = QImage(whole, QImage.Format.Format_RGB32)
        image.fill(colour(LIGHT.ground))
        with _painting(image, path) as painter:
            for rect, figure in zip(rects, figures, strict=True):
                paint_figure(painter, rect, figure, atlas)
        if not image.save(str(path), "PNG"):
            raise OSError(f"{path} can't be written")
        return
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setFileName(str(path))
    generator.setResolution(96)  # a unit of the figure is 1/96 inch
    generator.setSize(whole)
    generator.setViewBox(QRect(QPoint(0, 0), whole))
    generator.setTitle("; ".join(figure.caption.words for figure in figures))
    generator.setDescription(" ".join(figures[0].caption.paragraphs[1:]))
    with _painting(generator, path) as painter:
        for rect, figure in zip(rects, figures, strict=True):
            paint_figure(painter, rect, figure, atlas, ratio=_SHARPER, vector=True)


@contextmanager
def _painting(device: QPaintDevice, path: Path) -> Iterator[QPainter]:
    """A painter that is ended whatever happens: a device must not go while it is painted on."""
    painter = QPainter()
    if not painter.begin(device):
        raise OSError(f"{path} can't be written")
    try:
        yield painter
    finally:
        painter.end()


def caption_of(spec: FigureSpec, catalog: Catalog) -> Caption:
    """What a figure shows and of whom it is the side, where it comes from and after whom it is drawn."""
    credit, sources = credit_of(catalog), sources_of(catalog, spec.ids)
    if spec.caption:
        return Caption(spec.caption, credit, sources)
    points = catalog.points()
    names = []
    for id in spec.ids:
        if id in points:
            names.append(f"{catalog.muscle_of(id).name}, {points[id].label}")
        elif id in catalog.muscles:
            names.append(catalog.muscles[id].name)
        else:
            names.append(id.replace("_", " ").capitalize())
    if spec.naming == "none":
        names = ["Without names"]  # it is to be guessed
    side = "both sides" if spec.side == "both" else f"patient’s {spec.side}"
    return Caption(f"{'; '.join(names)} ({side})" if names else "The body", credit, sources)


def named(scene: Scene, naming: Naming) -> Scene:
    """A scene without the numbers of its points, where nothing is to be given away."""
    if naming != "none":
        return scene
    bare = tuple(replace(point, number="") for point in scene.points)
    return replace(scene, points=bare, hidden=None, hazards=())


def _labels(spec: FigureSpec, scene: Scene, content: MapContent, catalog: Catalog) -> tuple[Label, ...]:
    """The names of a figure's muscles and regions, each where the view shows it."""
    made: list[Label | None] = []
    side: Side = "right" if spec.side != "left" else "left"
    points = catalog.points()
    for id in dict.fromkeys(catalog.muscle_of(id).id if id in points else id for id in spec.ids):
        if id in catalog.muscles:
            path = content.path(Pick("muscle", id, side), spec.view)
            made.append(label_of(catalog.muscles[id].name, path))
        else:
            made.append(label_of(content.title(Pick("region", id, None)), scene.region or QPainterPath()))
    return tuple(label for label in made if label is not None)


@cache
def ensure_application() -> QGuiApplication | None:
    """An application to draw with, without a screen, where there is none; with the shipped type."""
    made = None
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        made = QGuiApplication([])
    if LIGHT.font_family not in QFontDatabase.families():
        for path in sorted((assets_folder() / "fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
    return made


def _scale(spec: FigureSpec) -> float:
    """Marks keep their screen size up to a height, and grow with the picture beyond it."""
    return max(1.0, spec.height_px / _DENSE_PX)


def _merged(scene: Scene, more: Scene, keep: str | None) -> Scene:
    """Both scenes in one; of the second one's points only the one asked for, or all of them."""
    points = [replace(p, other_side=False) for p in more.points if keep is None or p.id == keep]
    have = {p.pick for p in scene.points}
    return replace(
        scene,
        sprites=scene.sprites + tuple(s for s in more.sprites if s not in scene.sprites),
        muscles=scene.muscles + more.muscles, zones=scene.zones + more.zones,
        points=scene.points + tuple(p for p in points if p.pick not in have),
        region=more.region or scene.region, hidden=scene.hidden or (more.hidden if keep is None else None),
    )  # fmt: skip


def content_of(catalog: Catalog, body: Body, atlas: Atlas) -> MapContent:
    """What maps of a catalog show, its points from the cache, else resolved when they are asked for."""
    return MapContent(catalog, body, atlas, Shapes(body, atlas, _resolver(catalog, body, atlas, atlas.views)))


def _resolving(spec: FigureSpec, catalog: Catalog, body: Body, atlas: Atlas) -> Resolved:
    """The points of the figure's muscles, for its view alone."""
    return _resolver(catalog, body, atlas, (spec.view, VIEWS[spec.view].mirrored))


def _resolver(catalog: Catalog, body: Body, atlas: Atlas, views: Iterable[ViewId]) -> Resolved:
    """Points from the cache, else resolved here for some views."""
    points = catalog.points()
    cache = PatternCache(assets_folder(), body, atlas)
    wanted = set(views)
    sights: dict[ViewId, Seen] = {}
    done: dict[str, ResolvedPoint | None] = {}

    def resolve(id: str) -> ResolvedPoint | None:
        if id not in done:
            muscle = catalog.muscle_of(id)
            sheet = muscle.sheet or muscle.id
            done[id] = cache.get(points[id], sheet)
            if done[id] is None:
                sights.update({view: Seen(body.surface, atlas, view) for view in wanted - set(sights)})
                with suppress(PlaceError):
                    done[id] = resolve_point(body, points[id], sheet=sheet, sights=sights)
        return done[id]

    return resolve
