"""The whole app over the shipped catalog and atlas: starts, answers the mouse, leaves a picture."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_app import READY_MS, close, needs_atlas, opened, settled

from viewer.catalog.loader import SHIPPED

ROOT = Path(__file__).resolve().parents[2]
pytestmark = needs_atlas


@pytest.fixture
def app(qapp, qtbot, tmp_path):
    made = opened(qapp, tmp_path)
    qtbot.waitUntil(lambda: made.maps is not None, timeout=READY_MS)
    yield made
    close(made)


def test_from_a_word_to_a_point_on_the_map_to_its_technique_and_back(app, qtbot) -> None:
    settled(app, qtbot)
    window, store = app.window, app.store
    window.verbs.focus_search()
    QTest.keyClicks(window.top.search, "upper trapezius")
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    assert store.state.muscle == "upper_trapezius"
    assert store.state.zoom > 1, "what was chosen is brought near"
    settled(app, qtbot)

    shown = [(m, p) for m in app.maps.maps for p in m.scene_shown.points]
    assert shown, "the points are on the maps"
    body_map, mark = shown[0]
    at = body_map.camera.to_px(mark.h_mm, mark.v_mm).toPoint()
    QTest.mouseMove(body_map.viewport(), at)
    QTest.mouseClick(body_map.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert store.state.point == mark.id
    assert any(m.scene_shown.zones for m in app.maps.maps), "its pattern is drawn"
    qtbot.waitUntil(lambda: window.record_panel.tabs.current() == "Points", timeout=2000)
    assert "essential" in window.legend.shown()

    window.verbs.open_record("technique", "dry_needling")
    assert window.record_panel.title.text() == app.store.catalog.techniques["dry_needling"].title
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert store.state.record is None
    assert store.state.point == mark.id
    assert window.record_panel.title.text() == store.catalog.muscles["upper_trapezius"].name


def test_the_pointer_names_the_region(app, qtbot) -> None:
    settled(app, qtbot)
    body_map = app.maps.maps[0]
    at = body_map.camera.to_px(0.0, 1300.0).toPoint()
    QTest.mouseMove(body_map.viewport(), at)
    QTest.mouseMove(body_map.viewport(), at + QPoint(2, 1))
    qtbot.waitUntil(lambda: app.window.status.pointer.text().startswith("Pointer: "), timeout=3000)


def test_every_pattern_of_the_shipped_catalog_is_resolved(app, qtbot) -> None:
    settled(app, qtbot)
    assert app.patterns.problems == {}
    for id in app.window.facts.points:
        assert app.patterns.shares(id), id


def test_a_theme_switch_reaches_the_maps(app, qtbot) -> None:
    settled(app, qtbot)
    app.window.verbs.choose_theme("dark")
    settled(app, qtbot)
    assert app.maps.maps[0].style_shown.name == "dark"
    app.window.verbs.choose_theme("light")


def test_a_catalog_that_cannot_be_opened_leaves_the_open_one(app, qtbot, tmp_path) -> None:
    before = app.store.catalog
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\nwrong: [", encoding="utf-8")
    with qtbot.waitSignal(app.session.refused, timeout=10_000):
        app.window.file_dropped.emit(str(bad))
    assert app.store.catalog is before
    assert "bad.yaml" in app.window.caution.words()
    assert app.window.caution.isVisible()


def test_the_shipped_catalog_has_no_error(app) -> None:
    errors = [str(i) for i in app.session.loaded.issues if i.severity == "error"]
    assert errors == []
    assert not app.window.caution.isVisible()
    assert SHIPPED.is_file()


def test_one_map_where_there_is_room_for_one(app, qtbot) -> None:
    app.window.resize(1000, 760)
    QApplication.processEvents()
    assert len(app.store.state.views) == 1
    app.window.resize(1440, 900)
    QApplication.processEvents()
    assert app.store.state.views == ("anterior", "posterior")


def test_a_screenshot_is_made_without_a_screen(tmp_path) -> None:
    out = tmp_path / "shot.png"
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    env["TRIGGER_POINT_VIEWER_CONFIG"] = str(tmp_path)
    command = [sys.executable, "-m", "viewer", "open", "trp://muscle/infraspinatus?side=left&view=back"]
    done = subprocess.run(
        [*command, "--screenshot", str(out), "--size", "1280x800"],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    image = QImage(str(out))
    assert (image.width(), image.height()) == (1280, 800)
    assert "Traceback" not in done.stderr
