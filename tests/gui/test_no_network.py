"""The app opens no connection: it starts, shows records and closes with every socket refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ui_app import needs_atlas

ROOT = Path(__file__).resolve().parents[2]
STARTS = """
import sys
from pathlib import Path

tried = []
def hear(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__":
        tried.append((event, arguments))
sys.addaudithook(hear)

from argparse import Namespace
from PySide6.QtWidgets import QApplication
from PySide6.QtTest import QTest
from viewer.app import App
from viewer.ui.settings import Settings

app = QApplication([])
made = App(app, Namespace(size=(1200, 800), theme="light"), Settings(Path(sys.argv[1])))
made.window.show()
for _ in range(600):
    QTest.qWait(50)
    if not made.busy:
        break
made.window.verbs.open_record("muscle", "infraspinatus")
made.window.verbs.open_record("topic", next(iter(made.store.catalog.education)))
made.window.verbs.show_about()
QTest.qWait(300)
assert not made.busy
made.window.close()
print("tried", tried, "QtNetwork" in " ".join(sys.modules))
"""


@needs_atlas
def test_a_whole_run_tries_no_connection(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTS, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, timeout=180
    )
    assert done.returncode == 0, done.stderr
    assert "tried []" in done.stdout
