"""Commands that make files, run as a person runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.body.body import assets_folder

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    not (assets_folder() / "atlas" / "atlas.json").is_file(), reason="the body has not been built"
)


def run(folder: Path, *arguments: str, platform: str = "offscreen") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": platform, "PYTHONPATH": str(ROOT)}
    environment["TRIGGER_POINT_VIEWER_CACHE"] = str(folder / "cache")
    return subprocess.run(
        [sys.executable, "-m", "viewer", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip


def test_map_as_png(tmp_path: Path) -> None:
    ids = ("infraspinatus", "infraspinatus.1")
    done = run(tmp_path, "map", *ids, "-o", "f.png", "--view", "posterior", "--height", "600")
    assert done.returncode == 0, done.stderr
    data = (tmp_path / "f.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[20:24], "big") == 600


def test_map_as_svg_names_what_it_shows(tmp_path: Path) -> None:
    done = run(tmp_path, "map", "infraspinatus.1", "-o", "f.svg", "--view", "posterior", "--side", "left")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "f.svg").read_text(encoding="utf-8")
    assert "<title>" in text
    assert "Infraspinatus" in text


def test_map_says_when_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "f.png").mkdir()
    done = run(tmp_path, "map", "infraspinatus", "-o", "f.png")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "f.png" in done.stderr


def test_export_json(tmp_path: Path) -> None:
    done = run(tmp_path, "export", "json", "-o", "all.json")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    data = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert data["format"] == 1
    assert len(data["points"]) >= 60
    assert run(tmp_path, "export", "json", "-o", "nowhere/all.json").returncode == 1


def test_export_to_stdout_is_json_alone(tmp_path: Path) -> None:
    done = run(tmp_path, "export", "json", "-o", "-")
    assert json.loads(done.stdout)["format"] == 1


def test_screenshot_of_the_window(tmp_path: Path) -> None:
    done = run(
        tmp_path, "--screenshot", "w.png", "--size", "1200x800", "--theme", "light", "--view", "posterior"
    )
    assert done.returncode == 0, done.stderr
    data = (tmp_path / "w.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    assert size_of(data) == (1200, 800)


def test_a_screenshot_is_of_a_whole_window_where_no_size_is_asked(tmp_path: Path) -> None:
    done = run(tmp_path, "open", "soleus", "--screenshot", "w.png")
    assert done.returncode == 0, done.stderr
    assert size_of((tmp_path / "w.png").read_bytes()) == (1440, 900)


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height as a PNG's first chunk says them."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no DISPLAY")
@pytest.mark.parametrize(
    ("display", "said"),
    [("", "there is no screen here"), (":9997", "the screen DISPLAY=:9997 cannot be reached")],
)
def test_a_window_without_a_screen_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, display: str, said: str
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    done = run(tmp_path, "open", "upper_trapezius", platform="")
    assert done.returncode == 1
    assert f"the window cannot be opened: {said}" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Fatal" not in done.stderr
    for command in (("--screenshot", "a.png"), ("map", "soleus", "-o", "b.png")):
        made = run(tmp_path, *command, platform="")
        assert made.returncode == 0, made.stderr


def test_choices_are_those_of_the_app() -> None:
    """The command line says them again, because asking the app would need Qt."""
    from viewer import cli
    from viewer.body.figure import LAYERS
    from viewer.body.views import VIEWS
    from viewer.ui.theme import CHOICES

    assert tuple(VIEWS) == cli.VIEWS
    assert LAYERS == cli.LAYERS
    assert tuple(CHOICES) == cli.THEMES
