"""A small body of boxes with its atlas, catalog and zones: all that a map needs, made in a moment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

import numpy as np
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from viewer.body.atlas import PIXELS_PER_MM, Atlas
from viewer.body.records import AtLandmark
from viewer.body.surface import SkinPoint
from viewer.body.views import VIEWS
from viewer.catalog.model import Catalog, Muscle, Pain, Statement, TriggerPoint
from viewer.catalog.resolve import ResolvedPoint, SparseField, ZoneOutlines
from viewer.map.content import MapContent, Names
from viewer.map.linked import LinkedMaps
from viewer.map.shapes import Shapes

WIDE, HIGH = 440, 1800
TOP_MM = 1780.0
# (x low, x high, y low, y high, z low, z high) of the body and of the left muscles
BODY = (-200.0, 200.0, 0.0, 1750.0, -120.0, 120.0)
FRONT_MUSCLE = (40.0, 160.0, 1200.0, 1400.0, 60.0, 118.0)
DEEP_MUSCLE = (20.0, 180.0, 1100.0, 1450.0, 10.0, 55.0)
BACK_MUSCLE = (60.0, 140.0, 1250.0, 1350.0, -118.0, -60.0)
MUSCLES = {"front": FRONT_MUSCLE, "deep": DEEP_MUSCLE, "back": BACK_MUSCLE}
LAYERS = {"superficial": ("front", "back"), "intermediate": (), "deep": ("deep",), "skeleton": ()}
REGIONS = ("chest", "belly")
# Beneath the front muscle, nearer to the viewer than the deep one.
NERVE = (80.0, 100.0, 1150.0, 1420.0, 56.0, 59.0)
OVER = ("structures",)


def faces_of_box(box: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    """A closed box: vertices (8, 3), triangles (12, 3), outward."""
    x0, x1, y0, y1, z0, z1 = box
    vertices = np.array([[x, y, z] for x in (x0, x1) for y in (y0, y1) for z in (z0, z1)], float)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    return vertices, np.array([t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))])


def in_plane(box: tuple[float, ...], view: str, side: str) -> tuple[float, float, float, float]:
    """A box's (left, right, low, high) in the plane of a view."""
    x0, x1, y0, y1, z0, z1 = box
    if side == "right":
        x0, x1 = -x1, -x0
    return (x0, x1, y0, y1) if VIEWS[view].horizontal_axis == 0 else (z0, z1, y0, y1)


def on_near_side(box: tuple[float, ...], view: str, side: str) -> bool:
    middle = np.array([(box[0] + box[1]) / 2 * (-1 if side == "right" else 1), 0, (box[4] + box[5]) / 2])
    return float(middle @ np.array(VIEWS[view].toward)) > 0


def fill(buffer: np.ndarray, box: tuple[float, float, float, float], view: str, value: int) -> None:
    left, right, low, high = box
    sign = VIEWS[view].screen_sign
    edges = sorted(((left - left_mm(view)) * sign, (right - left_mm(view)) * sign))
    rows = slice(round(TOP_MM - high), round(TOP_MM - low))
    buffer[rows, round(edges[0]) : round(edges[1])] = value


def left_mm(view: str) -> float:
    return -VIEWS[view].screen_sign * WIDE / 2


def write_atlas(assets: Path) -> None:
    """All the files of an atlas of the box body under ``assets/atlas``."""
    folder = assets / "atlas"
    names = list(MUSCLES)
    table = [
        {"id": n, "kind": "muscle", "name": n.title(), "layer": layer, "midline": False}
        for n in names
        for layer, members in LAYERS.items()
        if n in members
    ]
    table.append({"id": "nerve", "kind": "structure", "name": "Nerve", "layer": "", "midline": False})
    views, sprites = {}, {}
    rings, ring_starts, places = [], [0], np.zeros((len(VIEWS), len(names), 3, 2), np.int32)
    for v, view in enumerate(VIEWS):
        (folder / view / "muscles").mkdir(parents=True)
        views[view] = {
            "left_mm": left_mm(view), "top_mm": TOP_MM, "width": WIDE, "height": HIGH, "mm_per_pixel": 1.0,
        }  # fmt: skip
        buffers = {layer: np.zeros((HIGH, WIDE), np.uint16) for layer in LAYERS}
        face = np.full((HIGH, WIDE), -1, np.int32)
        region = np.zeros((HIGH, WIDE), np.uint16)
        for side in ("right", "left"):
            for layer, members in LAYERS.items():
                for name in members:
                    if on_near_side(MUSCLES[name], view, side):
                        code = 1 + 2 * names.index(name) + (side == "right")
                        fill(buffers[layer], in_plane(MUSCLES[name], view, side), view, code)
        whole = in_plane(BODY, view, "left")
        toward = np.array(VIEWS[view].toward)
        vertices, triangles = faces_of_box(BODY)
        nearest = int(np.argmax((vertices[triangles].mean(axis=1)) @ toward))
        fill(face, whole, view, nearest)
        for side in ("left", "right"):
            half = in_plane((0.0, *BODY[1:]), view, side)
            fill(region, (*half[:2], 1000.0, 1750.0), view, 1 + (side == "right"))
        fill(region, (*whole[:2], 0.0, 1000.0), view, 3)
        buffers["structures"] = np.zeros((HIGH, WIDE), np.uint16)
        for side in ("right", "left"):
            if on_near_side(NERVE, view, side):
                code = 1 + 2 * len(names) + (side == "right")
                fill(buffers["structures"], in_plane(NERVE, view, side), view, code)
        stored = np.diff(face, axis=1, prepend=np.int32(0)).astype(np.int32)
        np.savez(folder / view / "ids.npz", face=stored, region=region, **buffers)
        boxes = {}
        for m, name in enumerate(names):
            left, right, low, high = in_plane(MUSCLES[name], view, "left")
            ring = np.array([[left, low], [right, low], [right, high], [left, high]], np.float32)
            near = on_near_side(MUSCLES[name], view, "left")
            for kind, held in enumerate((near, not near, True)):
                first = len(rings)
                if held:
                    rings.append(ring)
                    ring_starts.append(ring_starts[-1] + 4)
                places[v, m, kind] = (first, len(rings))
            if near:
                sign = VIEWS[view].screen_sign
                x = min((left - left_mm(view)) * sign, (right - left_mm(view)) * sign)
                boxes[name] = [round(x), round(TOP_MM - high), round(right - left), round(high - low)]
        sprites[view] = boxes
        inner = in_plane(FRONT_MUSCLE, view, "left")
        for level in (1, 2, 4):
            scale = PIXELS_PER_MM[level]
            for layer, (shape, colour) in pictures_of(view, whole, inner).items() if level < 4 else ():
                save_picture(folder / view / f"{layer}_{level}.webp", shape, view, scale, colour)
            for name, box in boxes.items():
                sprite = QImage(round(box[2] * scale), round(box[3] * scale), QImage.Format.Format_ARGB32)
                sprite.fill(QColor("#CC6152"))
                sprite.save(str(folder / view / "muscles" / f"{name}_{level}.webp"), "PNG", 80)
    np.savez(
        folder / "outlines.npz", muscles=np.array(names), views=np.array(list(VIEWS)), rings=places,
        starts=np.array(ring_starts), points=np.concatenate(rings),
    )  # fmt: skip
    # Nothing is kept in tiles: what has pictures is listed, without any.
    tiles = {view: {layer: [] for layer in ("skin", "ghost", *LAYERS, *OVER)} for view in VIEWS}
    index = {
        "format": 2, "finest": 4, "table": table, "views": views, "tiles": tiles,
        "sprites": sprites, "sharp": {view: {} for view in VIEWS},
    }  # fmt: skip
    (folder / "atlas.json").write_text(json.dumps(index))


def pictures_of(
    view: str, whole: tuple[float, float, float, float], inner: tuple[float, float, float, float]
) -> dict[str, tuple[tuple[float, float, float, float], str]]:
    """By layer, the rectangle that is drawn and its colour."""
    muscles = ("superficial", "intermediate", "deep", "skeleton", "ghost")
    nerve = in_plane(NERVE, view, "left")
    return {
        "skin": (whole, "#DEE0E4"),
        **dict.fromkeys(muscles, (inner, "#A8382F")),
        "structures": (nerve, "#D8B84A"),
    }


def save_picture(
    path: Path, box: tuple[float, float, float, float], view: str, scale: float, name: str
) -> None:
    """A flat rectangle on a transparent ground, as PNG whatever the suffix: readers look inside."""
    image = QImage(round(WIDE * scale), round(HIGH * scale), QImage.Format.Format_ARGB32)
    image.fill(0)
    left, right, low, high = box
    sign = VIEWS[view].screen_sign
    x = min((left - left_mm(view)) * sign, (right - left_mm(view)) * sign)
    painter = QPainter(image)
    shape = QRectF(x * scale, (TOP_MM - high) * scale, (right - left) * scale, (high - low) * scale)
    painter.fillRect(shape, QColor(name))
    painter.end()
    image.save(str(path), "PNG", 80)


def make_body() -> SimpleNamespace:
    """The skin of the box body, with dots on its front and back and two regions."""
    vertices, triangles = faces_of_box(BODY)
    random = np.random.default_rng(1)
    count = 4000
    front = np.arange(count) % 2 == 0
    xyz = np.stack(
        [random.uniform(-199, 199, count), random.uniform(1, 1749, count), np.where(front, 120.0, -120.0)], 1
    )
    normals = np.zeros_like(xyz)
    normals[:, 2] = np.where(front, 1.0, -1.0)
    return SimpleNamespace(
        surface=SimpleNamespace(vertices=vertices, faces=triangles),
        # No zone of this body is given by its vertices, so every dot is far from every one.
        dots=SimpleNamespace(
            xyz=xyz, normals=normals, values=lambda _, which: np.full(len(which), np.inf, np.float32)
        ),
        regions=SimpleNamespace(ids=REGIONS, midline=np.array([False, True])),
        structures={},
        sheets={},
    )


def make_catalog() -> Catalog:
    def muscle(id: str, name: str, count: int) -> Muscle:
        points = tuple(
            TriggerPoint(
                f"{id}.{n}", f"TrP {n}", "", AtLandmark("acromion"), Statement(""),
                Pain("", "traditional", (), ()),
            )
            for n in range(1, count + 1)
        )  # fmt: skip
        return Muscle(id, name, name, "shoulder", "superficial", trigger_points=points)

    muscles = (
        muscle("front", "Front muscle", 3),
        muscle("deep", "Deep muscle", 0),
        muscle("back", "Back", 1),
    )
    return Catalog("Test", "1", "2026", muscles=MappingProxyType({m.id: m for m in muscles}))


def square(h: float, v: float, half: float) -> np.ndarray:
    return np.array(
        [[h - half, v - half], [h + half, v - half], [h + half, v + half], [h - half, v + half]], np.float32
    )


def resolved(id: str, xyz: tuple[float, float, float], toward_z: float, **parts: object) -> ResolvedPoint:
    """A resolved point of which only what a map needs is filled in."""
    none = SparseField(np.zeros(0, np.int32), np.zeros(0, np.float16))
    empty = np.zeros(0, np.float32)
    return ResolvedPoint(
        id, SkinPoint(0, (1.0, 0.0, 0.0)), np.array(xyz), np.array([0.0, 0.0, toward_z]), np.array(xyz),
        0.0, none, none, empty, empty, (), (),
        **{"dots": np.zeros(0, np.int32), **parts},
    )  # fmt: skip


def make_points(body: SimpleNamespace) -> dict[str, ResolvedPoint]:
    """Three points on the front (two close together) and one on the back; the first has pain."""
    x, y, z = body.dots.xyz.T
    spill = np.nonzero((np.abs(x - 100) < 80) & (np.abs(y - 800) < 80) & (z > 0))[0].astype(np.int32)
    zones = {"anterior": ZoneOutlines((square(100, 1000, 50),), (square(100, 800, 80),), 1.0)}
    points = (
        resolved("front.1", (60.0, 1380.0, 120.0), 1.0, dots=spill, outlines=zones),
        resolved("front.2", (140.0, 1230.0, 120.0), 1.0),
        resolved("front.3", (145.0, 1224.0, 120.0), 1.0),
        resolved("back.1", (100.0, 1300.0, -120.0), -1.0),
    )
    return {point.id: point for point in points}


@dataclass
class World:
    catalog: Catalog
    body: SimpleNamespace
    atlas: Atlas
    shapes: Shapes
    content: MapContent


def make_world(assets: Path) -> World:
    write_atlas(assets)
    atlas, body, catalog = Atlas(assets), make_body(), make_catalog()
    shapes = Shapes(body, atlas, make_points(body).get)
    names = Names({"chest": "Chest", "belly": "Belly"}, {})
    return World(catalog, body, atlas, shapes, MapContent(catalog, body, atlas, shapes, names))


def front(maps: LinkedMaps):
    return maps.maps[0]


def pixel(body_map, h: float, v: float) -> QPoint:
    return body_map.camera.to_px(h, v).toPoint()


def click(body_map, h: float, v: float) -> None:
    QTest.mouseClick(body_map.viewport(), Qt.MouseButton.LeftButton, pos=pixel(body_map, h, v))


def key(view, *keys) -> None:
    for one in keys:
        QTest.keyClick(view, one)
