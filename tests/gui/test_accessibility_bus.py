"""The app on the real accessibility bus, as a screen reader meets it."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ui_app import needs_atlas

HERE = Path(__file__).parent
LAUNCHER = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
TOLD_BY_QT = {"filler", "label", "panel", "layered pane", "splitter", "scroll bar", "grip", "separator"}
"""Roles of what holds other things, or is only there to look at."""


def missing() -> str:
    """What this machine lacks for it."""
    lacks = [name for name in ("Xvfb", "xvfb-run", "dbus-run-session") if shutil.which(name) is None]
    if not LAUNCHER.is_file():
        lacks.append("at-spi2-core")
    if importlib.util.find_spec("jeepney") is None:
        lacks.append("jeepney")
    return ", ".join(lacks)


@pytest.fixture(scope="module")
def met(tmp_path_factory):
    """What a session on the bus met; see ``bus_session.py``."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the accessibility bus is that of Linux")
    if missing():
        pytest.skip(f"not on this machine: {missing()}")
    folder = tmp_path_factory.mktemp("bus")
    env = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
    command = ["xvfb-run", "-a", "-s", "-screen 0 1440x900x24", "dbus-run-session", "--"]
    done = subprocess.run(
        [*command, sys.executable, str(HERE / "bus_session.py"), str(folder)],
        env=env, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    told = [line for line in done.stdout.splitlines() if line.startswith("{")]
    assert told, done.stderr
    return json.loads(told[-1])


@needs_atlas
def test_a_point_is_found_by_its_words_and_pressed(met) -> None:
    assert met["point"] == (
        "Upper trapezius, trigger point 1, left, 1 of 2, refers to left temple, left side of the neck, "
        "left back of the neck"
    )
    assert "Press" in met["actions"]
    assert met["pressed"] == f"{met['point']}, selected"


@needs_atlas
def test_the_record_shows_what_was_pressed(met) -> None:
    assert met["record"].startswith("TrP 1")
    assert met["record"].endswith("selected")


@needs_atlas
def test_what_happened_is_read_out(met) -> None:
    assert "Link copied" in met["announced"]
    assert any("TrP 1" in words for words in met["announced"])


@needs_atlas
def test_nothing_that_can_be_used_is_without_a_name(met) -> None:
    assert len(met["nodes"]) > 300
    nameless = {role for role, name in met["nodes"] if not name.strip()} - TOLD_BY_QT
    assert nameless == set()
