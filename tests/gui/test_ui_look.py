"""Theme and text size, switched live again and again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SWITCH = """
from argparse import Namespace
from PySide6.QtWidgets import QApplication
from viewer.app import App

app = QApplication([])
made = App(app, Namespace(size=(1280, 800), target="upper_trapezius.1"))
made.window.show()
while made.maps is None:
    app.processEvents()
for name, scale in (("dark", 1.5), ("light", 1.0), ("dark", 2.0), ("system", 1.0)):
    made.look.choose(name, scale)
    app.processEvents()
made.window.close()
print("alive")
"""


def test_switching_theme_and_text_size_keeps_the_process_alive(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SWITCH], capture_output=True, text=True, cwd=ROOT, timeout=240,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert "alive" in done.stdout
