"""The floor: a bare pyqtgraph window with four views. Says when it was painted, and its memory."""

from __future__ import annotations

import sys

import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from benchmarks.children.said import say_memory, say_time

app = QApplication(sys.argv[:1])
window = pg.GraphicsLayoutWidget()
for place in range(4):
    window.addViewBox(place // 2, place % 2)
window.resize(1280, 800)
window.show()
for _ in range(3):
    app.processEvents()
say_time("frame")
say_memory()
