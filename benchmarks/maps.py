"""P7, P8 and P12: picking, frames while one pans and zooms, and figures written to files."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from argparse import Namespace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QGraphicsScene, QWidget

from benchmarks.measure import Result, interleave, median_ratio, ms, p95
from viewer.app import App
from viewer.body.atlas import Atlas
from viewer.body.body import assets_folder, load_body
from viewer.body.figure import FigureSpec
from viewer.catalog.loader import load
from viewer.map.figure import figure_size, render_figure

POINT = "infraspinatus.1"


class Blits(QWidget):
    """The floor of a frame: the figure and one more picture, scaled smoothly, and nothing else."""

    def __init__(self, pictures: list[QPixmap], size: QSize) -> None:
        super().__init__()
        self.resize(size)
        self.pictures = pictures
        self.target = QRectF(0, 0, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor("#FAFBFB"))
        for picture in self.pictures:
            painter.drawPixmap(self.target, picture, QRectF(picture.rect()))
        painter.end()


def ready_app() -> App:
    """The app at 1280 by 800 with a point and its zones on two maps."""
    app = QApplication.instance() or QApplication([])
    made = App(app, Namespace(size=(1280, 800), target=POINT, side="left"))  # type: ignore[arg-type]
    made.window.show()
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        app.processEvents()
        if made.maps is not None and not made.patterns.busy and not made.pictures.busy:  # type: ignore[union-attr]
            break
    for _ in range(20):
        app.processEvents()
    return made


def picking(made: App) -> list[Result]:
    """P7: one look-up, and everything beneath a place, against a scene of 500 polygons."""
    atlas = Atlas(assets_folder())
    rng = random.Random(3)
    scene = QGraphicsScene()
    for _ in range(500):
        x, y, r = rng.uniform(0, 600), rng.uniform(0, 1200), rng.uniform(10, 40)
        scene.addPolygon(QPolygonF([QPointF(x + r * rng.uniform(0.7, 1), y + r * k / 24) for k in range(24)]))
    body_map = made.maps.maps[0]  # type: ignore[union-attr]
    places = [(rng.uniform(-250, 250), rng.uniform(100, 1700)) for _ in range(400)]
    screen = [QPointF(rng.uniform(20, 260), rng.uniform(60, 600)) for _ in range(400)]
    atlas.pick("anterior", "superficial", 0, 1000)
    body_map.stack_at(screen[0])
    times = interleave(
        {
            "scene": lambda: [scene.items(QPointF(x + 300, y * 0.6)) for x, y in places],
            "pick": lambda: [atlas.pick("anterior", "superficial", x, y) for x, y in places],
            "stack": lambda: [body_map.stack_at(p) for p in screen],
        },
        7,
    )
    floor = "QGraphicsScene.items, 500 polygons"
    return [
        Result("P7", "pick", floor, median_ratio(times, "pick", "scene"), 0.1,
               f"{min(times['pick']) / 400 * 1e6:.2f} µs"),
        Result("P7", "everything beneath a place", floor, median_ratio(times, "stack", "scene"), 0.4,
               f"{min(times['stack']) / 400 * 1e6:.1f} µs"),
    ]  # fmt: skip


def frames(made: App) -> list[Result]:
    """P8: both maps painted anew at each step of a pan and of a zoom."""
    maps = made.maps.maps  # type: ignore[union-attr]
    size = maps[0].viewport().size()
    atlas = Atlas(assets_folder())
    pictures = [QPixmap(str(atlas.picture("anterior", layer, 2)[0])) for layer in ("skin", "ghost")]
    floors = [Blits(pictures, size) for _ in maps]
    for floor in floors:
        floor.show()
    QApplication.processEvents()
    cameras = {
        "pan": [(900 + 6 * k, 3.0, 4.0 * k) for k in range(40)],
        "zoom": [(1350, 1 + 0.1 * k, 0.0) for k in range(40)],
    }
    ours: dict[str, list[float]] = {"pan": [], "zoom": []}
    bare: dict[str, list[float]] = {"pan": [], "zoom": []}
    for _ in range(3):
        for kind, steps in cameras.items():
            for centre, zoom, across in steps:
                start = time.perf_counter()
                for body_map in maps:
                    body_map.set_camera(centre, zoom, across)
                    body_map.viewport().repaint()
                between = time.perf_counter()
                for floor in floors:
                    floor.target = QRectF(-across, -zoom * 100, size.width() * zoom, size.height() * zoom)
                    floor.repaint()
                bare[kind].append(time.perf_counter() - between)
                ours[kind].append(between - start)
                QApplication.processEvents()
    floor_words = "smooth blits of the same two pictures a map"
    return [
        Result(
            "P8", f"{kind} frame, two maps with zones", floor_words,
            statistics.median(ours[kind]) / statistics.median(bare[kind]), 3.0,
            f"{ms(ours[kind], statistics.median)}, p95 {ms(ours[kind], p95)} (aim 16 ms)",
        )
        for kind in cameras
    ]  # fmt: skip


def exports() -> list[Result]:
    """P12: a figure as PNG and as SVG, against a scene of the same pictures written the same way."""
    loaded, body, atlas = load(), load_body(), Atlas(assets_folder())
    spec = FigureSpec((POINT,), "anterior", "skin", "left", 2000)
    size = figure_size(spec)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def scene() -> QGraphicsScene:
            made = QGraphicsScene()
            for layer in ("skin", "ghost"):
                item = made.addPixmap(QPixmap(str(atlas.picture("anterior", layer, 2)[0])))
                item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
            return made

        def floor_png() -> None:
            image = QImage(size, QImage.Format.Format_RGB32)
            image.fill(QColor("#FAFBFB"))
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            scene().render(painter)
            painter.end()
            image.save(str(folder / "floor.png"))

        def floor_svg() -> None:
            generator = QSvgGenerator()
            generator.setFileName(str(folder / "floor.svg"))
            generator.setSize(size)
            painter = QPainter(generator)
            scene().render(painter)
            painter.end()

        times = interleave(
            {
                "floor png": floor_png,
                "png": lambda: render_figure(spec, folder / "a.png", loaded.catalog, body, atlas),
                "floor svg": floor_svg,
                "svg": lambda: render_figure(spec, folder / "a.svg", loaded.catalog, body, atlas),
            },
            5,
        )
    return [
        Result(
            "P12", f"figure as {kind.upper()}, {size.height()} px", f"QGraphicsScene, same pictures, {kind}",
            median_ratio(times, kind, f"floor {kind}"), 1.3, ms(times[kind], statistics.median),
        )
        for kind in ("png", "svg")
    ]  # fmt: skip


def run() -> list[Result]:
    """All three, in one process."""
    made = ready_app()
    results = picking(made) + frames(made)
    made.window.close()
    return results + exports()


if __name__ == "__main__":
    from benchmarks.measure import table

    print(table(run()))
