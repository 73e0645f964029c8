"""Starts as they go wrong: a run that was killed, damaged settings, a safe start, folders of one's own."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

import pytest
from ui_app import close, needs_atlas, opened, settled

from viewer.body.folders import user_folder
from viewer.ui.folders import Folders
from viewer.ui.logs import Logs
from viewer.ui.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
RUNS = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from viewer.ui.logs import LOG, Logs
app = QCoreApplication([])
logs = Logs(Path(sys.argv[1]))
logs.start()
LOG.warning("written")
print("ready", flush=True)
time.sleep(60)
"""


def run_until_ready(folder: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", RUNS, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, cwd=ROOT,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
@pytest.mark.parametrize("name", ["SIGSEGV", "SIGKILL"])
def test_a_run_that_was_killed_is_told_at_the_next_start(qapp, tmp_path: Path, name: str) -> None:
    child = run_until_ready(tmp_path)
    child.send_signal(getattr(signal, name))
    child.wait()
    logs = Logs(tmp_path)
    logs.start()
    try:
        assert logs.ended_badly is not None
        assert ("Segmentation fault" in logs.ended_badly) == (name == "SIGSEGV")
        assert str(ROOT) not in logs.ended_badly
    finally:
        logs.stop()
    again = Logs(tmp_path)
    again.start()
    assert again.ended_badly is None, "told once"
    again.stop()


def test_a_run_beside_this_one_has_not_ended(qapp, tmp_path: Path) -> None:
    child = run_until_ready(tmp_path)
    logs = Logs(tmp_path)
    logs.start()
    assert logs.ended_badly is None
    logs.stop()
    child.kill()
    child.wait()


def test_logs_are_the_users_alone(qapp, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "logs"
    logs = Logs(folder)
    logs.start()
    logs.stop()
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "Python" in (folder / "viewer.log").read_text()


def test_a_folder_that_cannot_be_written_costs_the_log_alone(qapp, tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file, where the folder should be")
    logs = Logs(tmp_path / "logs")
    logs.start()
    logs.stop()
    assert logs.ended_badly is None


@pytest.mark.parametrize(
    "content", [b"\x00\x01\xff\xfe nonsense", b"[General]\ntheme=dark\ngeom", b"hello\n"]
)
def test_damaged_settings_are_put_aside(qapp, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "settings.ini").write_bytes(content)
    settings = Settings(tmp_path)
    assert "damaged" in settings.notice
    assert settings.text("theme", "system") == "system"
    aside = [p for p in tmp_path.iterdir() if ".bad-" in p.name]
    assert [p.read_bytes() for p in aside] == [content]
    settings.put("theme", "light")
    settings.save()
    assert Settings(tmp_path).text("theme") == "light"
    assert not Settings(tmp_path).notice


def test_settings_that_may_not_be_read_are_not_fatal(qapp, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "settings.ini").write_text("theme=dark\n")
    monkeypatch.setattr(os, "access", lambda *_: False)
    settings = Settings(tmp_path)
    assert "cannot be read" in settings.notice
    settings.put("theme", "light")
    settings.save()
    assert (tmp_path / "settings.ini").read_text() == "theme=dark\n"


def test_a_folder_of_ones_own_holds_everything(qapp, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("TRIGGER_POINT_VIEWER_CACHE", raising=False)
    folders = Folders.of(tmp_path / "stick")
    assert {folders.config, folders.data, folders.logs.parent} == {tmp_path / "stick"}
    assert user_folder("cache") == tmp_path / "stick" / "cache"


def viewer(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "viewer", "open", "--data-dir", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)


@needs_atlas
def test_a_safe_start_reads_and_writes_no_settings_and_a_reset_puts_them_aside(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    ini = folder / "settings.ini"
    ini.write_text("[General]\ntheme=dark\n")
    picture = tmp_path / "a.png"
    done = viewer(folder, "--safe-mode", "--screenshot", str(picture), "--size", "900x700")
    assert done.returncode == 0, done.stderr
    assert ini.read_text() == "[General]\ntheme=dark\n"
    from PySide6.QtGui import QImage

    assert QImage(str(picture)).pixelColor(450, 20).lightness() > 128, (
        "the settings' dark theme is left aside"
    )
    done = viewer(folder, "--reset-settings", "--screenshot", str(picture), "--size", "900x700")
    assert done.returncode == 0, done.stderr
    assert QImage(str(picture)).pixelColor(450, 20).lightness() > 128
    assert [p.read_text() for p in folder.glob("settings.ini.reset-*")] == ["[General]\ntheme=dark\n"]


@needs_atlas
def test_an_app_that_is_killed_says_so_when_it_starts_again(qapp, qtbot, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    child = subprocess.Popen(
        [sys.executable, "-m", "viewer", "open", "--data-dir", str(folder)],
        cwd=ROOT, stderr=subprocess.DEVNULL, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    until = time.monotonic() + 60
    while not list((folder / "logs").glob("running-*")) and time.monotonic() < until:
        time.sleep(0.05)
    child.kill()
    child.wait()
    made = opened(qapp, tmp_path / "settings")
    from viewer.ui.run import Run

    run = Run(made.window, made.reporter, Folders.of(folder), safe=False)
    run.start()
    try:
        assert "did not end by itself" in made.window.notice.words()
        assert made.window.notice.isVisible()
        settled(made, qtbot)
    finally:
        run.stop()
        close(made)


def test_a_safe_start_says_so(qapp, qtbot, tmp_path: Path) -> None:
    from ui_window import make_window

    from viewer.ui.errors import ErrorReporter
    from viewer.ui.run import Run

    window = make_window(qapp, qtbot, tmp_path)
    run = Run(window, ErrorReporter(window), Folders(tmp_path, tmp_path), safe=True)
    run.start()
    try:
        assert "safe mode" in window.windowTitle()
        assert "Safe mode" in window.notice.words()
    finally:
        run.stop()


def test_options_of_the_start_are_understood() -> None:
    from viewer.cli import _parser

    options = _parser().parse_args(["open", "--data-dir", "x", "--safe-mode", "--reset-settings"])
    assert isinstance(options, Namespace)
    assert (options.data_dir, options.safe_mode, options.reset_settings) == (Path("x"), True, True)
