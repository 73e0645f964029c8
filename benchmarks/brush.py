"""P8: frames while one paints, against the same bare blits as a pan."""

from __future__ import annotations

import statistics
import time

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.maps import Blits, ready_app
from benchmarks.measure import Result, ms, p95
from viewer.body.atlas import Atlas
from viewer.body.body import assets_folder

GOAL = 3.0
AIM_MS = 16.7


def run() -> list[Result]:
    """A stroke over a shoulder at 1280 by 800: brush, both maps and the list at each move."""
    made = ready_app()
    app, pain, store = QApplication.instance(), made.pain, made.store
    assert app is not None
    assert pain is not None
    limit = time.monotonic() + 60
    while not pain.work.ready and time.monotonic() < limit:
        app.processEvents()
    store.set_mode("pain")
    store.set_viewport(1380.0, 3.0, {"anterior": 150.0, "posterior": 150.0})
    for _ in range(50):
        app.processEvents()
    body_map = made.maps.maps[0]  # type: ignore[union-attr]
    size, viewport = body_map.viewport().size(), body_map.viewport()
    atlas = Atlas(assets_folder())
    pictures = [QPixmap(str(atlas.picture("anterior", layer, 2)[0])) for layer in ("skin", "ghost")]
    floors = [Blits(pictures, size) for _ in range(2)]
    for floor in floors:
        floor.show()
    ours, bare = [], []
    for turn in range(3):
        store.paint(())
        places = [body_map.camera.to_px(110.0 + 2.0 * k, 1430.0 - 1.5 * k) for k in range(40)]
        points = [QPoint(round(p.x()), round(p.y())) for p in places]
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=points[0])
        for k, at in enumerate(points[1:]):
            start = time.perf_counter()
            QTest.mouseMove(viewport, at)
            app.processEvents()
            between = time.perf_counter()
            for floor in floors:
                floor.target = QRectF(-k, -k, size.width() * 3.0, size.height() * 3.0)
                floor.repaint()
            if turn:
                bare.append(time.perf_counter() - between)
                ours.append(between - start)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=points[-1])
    made.window.close()
    detail = f"{ms(ours, statistics.median)}, p95 {ms(ours, p95)} (aim {AIM_MS} ms)"
    ratio = statistics.median(ours) / statistics.median(bare)
    what = "a move of the brush, two maps and the list"
    return [Result("P8", what, "smooth blits of the same two pictures a map", ratio, GOAL, detail)]
