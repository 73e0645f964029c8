"""P9: frames while one paints, against the 60 a second of a screen."""

from __future__ import annotations

import statistics
import time

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.maps import ready_app
from benchmarks.measure import Result, ms, p95

FRAME_MS = 1000.0 / 60.0


def run() -> list[Result]:
    """A stroke over a shoulder at 1280 by 800: brush, both maps and the list at each move."""
    made = ready_app()
    app, pain, store = QApplication.instance(), made.pain, made.store
    assert app is not None
    assert pain is not None
    store.set_mode("pain")
    limit = time.monotonic() + 60
    while not pain.work.ready and time.monotonic() < limit:
        app.processEvents()
    store.set_viewport(1380.0, 3.0, {"anterior": 150.0, "posterior": 150.0})
    for _ in range(50):
        app.processEvents()
    body_map = made.maps.maps[0]  # type: ignore[union-attr]
    viewport = body_map.viewport()
    ours: list[float] = []
    for turn in range(3):
        store.paint(())
        places = [body_map.camera.to_px(110.0 + 2.0 * k, 1430.0 - 1.5 * k) for k in range(40)]
        points = [QPoint(round(p.x()), round(p.y())) for p in places]
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=points[0])
        for at in points[1:]:
            start = time.perf_counter()
            QTest.mouseMove(viewport, at)
            app.processEvents()
            if turn:
                ours.append(time.perf_counter() - start)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=points[-1])
    made.window.close()
    what = "a move of the brush, two maps and the list"
    ratio = statistics.median(ours) * 1e3 / FRAME_MS
    detail = f"{ms(ours, statistics.median)}, p95 {ms(ours, p95)}"
    return [Result("P9", what, "one frame of 60 Hz", ratio, 1.0, detail)]
