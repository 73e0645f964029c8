"""Copying places and drawing strokes on the real body, by mouse and by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from ui_app import READY_MS, close, needs_atlas, opened, settled

from viewer.body.body import assets_folder, load_body
from viewer.body.resolver import resolve_place
from viewer.body.zones import zone_distance
from viewer.catalog.fields import Reader
from viewer.catalog.places import PLACE, ZONE
from viewer.catalog.source import Mapping, read_nodes
from viewer.map.scene import Pick
from viewer.map.stroke import StrokeTool

pytestmark = needs_atlas
THIGH = ((110.0, 760.0), (110.0, 700.0), (110.0, 640.0))
"""On the front of the left thigh, in mm of the view's plane."""


@pytest.fixture
def app(qapp, qtbot, tmp_path):
    made = opened(qapp, tmp_path)
    settled(made, qtbot)
    yield made
    close(made)


def read(text: str, form):
    root, _ = read_nodes(f"here: {text}\n".encode())
    assert isinstance(root, Mapping)
    reader = Reader("test")
    value = form.read(root.entries["here"][1], reader)
    assert not reader.issues
    return value


def pixel(app, h: float, v: float) -> QPoint:
    return app.maps.maps[0].camera.to_px(h, v).toPoint()


def open_menu(app, at: QPoint) -> QMenu:
    viewport = app.maps.maps[0].viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at))
    QApplication.sendEvent(viewport, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def trigger(menu: QMenu, words: str) -> None:
    next(a for a in menu.actions() if a.text().startswith(words)).trigger()
    menu.close()


def click(app, h: float, v: float) -> None:
    QTest.mouseClick(app.maps.maps[0].viewport(), Qt.MouseButton.LeftButton, pos=pixel(app, h, v))


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_a_place_is_copied_in_words_that_lead_back(app, side) -> None:
    body, body_map = load_body(), app.maps.maps[0]
    at = pixel(app, side * THIGH[0][0], THIGH[0][1])
    menu = open_menu(app, at)
    words = next(a for a in menu.actions() if a.text() == "Copy place").menu()
    words.aboutToShow.emit()
    offered = [a.text() for a in words.actions()]
    assert len(offered) >= 1
    words.actions()[0].trigger()
    menu.close()
    copied = QGuiApplication.clipboard().text()
    assert copied == offered[0]
    spot = body.surface.xyz(resolve_place(body, read(copied, PLACE)).skin)
    there = body_map.skin_at(at.toPointF()) * (side, 1.0, 1.0)
    assert float(((spot - there) ** 2).sum()) ** 0.5 <= 3.5
    assert "Place copied" in app.window.status.said.text()


def test_the_selected_muscle_is_a_way_to_say_it(app) -> None:
    app.store.select_muscle("rectus_femoris", "left")
    menu = open_menu(app, pixel(app, *THIGH[1]))
    words = next(a for a in menu.actions() if a.text() == "Copy place").menu()
    words.aboutToShow.emit()
    assert any(a.text().startswith("{muscle: rectus_femoris") for a in words.actions())
    menu.close()


def test_beside_the_body_there_is_no_place(app) -> None:
    menu = open_menu(app, QPoint(4, 200))
    assert not next(a for a in menu.actions() if a.text() == "Copy place").isEnabled()
    menu.close()


def test_a_stroke_is_clicked_and_copied(app, qtbot) -> None:
    body_map, before, state = app.maps.maps[0], app.maps.tool, app.store.state
    menu = open_menu(app, pixel(app, *THIGH[0]))
    trigger(menu, "Draw a stroke")
    tool = app.maps.tool
    assert isinstance(tool, StrokeTool)
    for place in THIGH:
        click(app, *place)
    assert app.store.state.muscle == state.muscle, "nothing is selected meanwhile"
    outline = tool.outline("anterior")
    assert outline.contains(QPointF(*THIGH[1]))
    assert len(tool.dots("anterior")) == 3
    assert tool.dots("posterior") == []
    bare = body_map.grab().toImage()
    QTest.keyClick(body_map, Qt.Key.Key_Backspace)
    assert len(tool.dots("anterior")) == 2
    assert body_map.grab().toImage() != bare
    click(app, *THIGH[2])
    QTest.keyClick(body_map, Qt.Key.Key_Return)
    assert app.maps.tool is before
    zone = read(f"[{QGuiApplication.clipboard().text()}]", ZONE)
    assert len(zone[0].places) == 3
    assert zone[0].widths_mm == (tool.width_mm,)
    assert (zone_distance(load_body(), zone) < 0.0).any()
    assert "3 places" in app.window.status.said.text()


def test_a_double_click_ends_a_stroke_and_escape_forgets_it(app) -> None:
    viewport = app.maps.maps[0].viewport()
    zoom = app.store.state.zoom
    QGuiApplication.clipboard().setText("before")
    trigger(open_menu(app, pixel(app, *THIGH[0])), "Draw a stroke")
    click(app, *THIGH[0])
    QTest.keyClick(app.maps.maps[0], Qt.Key.Key_Escape)
    assert not isinstance(app.maps.tool, StrokeTool)
    assert QGuiApplication.clipboard().text() == "before"
    trigger(open_menu(app, pixel(app, *THIGH[0])), "Draw a stroke")
    click(app, *THIGH[0])
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=pixel(app, *THIGH[2]))
    assert not isinstance(app.maps.tool, StrokeTool)
    assert QGuiApplication.clipboard().text().startswith("{stroke: [")
    assert app.store.state.zoom == zoom


def test_a_place_of_the_other_side_is_not_taken(app) -> None:
    trigger(open_menu(app, pixel(app, *THIGH[0])), "Draw a stroke")
    click(app, *THIGH[0])
    click(app, -THIGH[1][0], THIGH[1][1])
    assert len(app.maps.tool.dots("anterior")) == 1
    assert "one side" in app.window.status.said.text()
    app.store.set_mode("pain")
    assert not isinstance(app.maps.tool, StrokeTool), "another mode has its own tool"


def test_the_keyboard_sets_a_place_where_its_ring_is_and_the_wheel_widens(app) -> None:
    body_map = app.maps.maps[0]
    app.window.activateWindow()
    trigger(open_menu(app, pixel(app, *THIGH[0])), "Draw a stroke")
    tool = app.maps.tool
    body_map.setFocus()
    body_map.focus_pick(Pick("region", "front_of_thigh", "left"))
    QTest.keyClick(body_map, Qt.Key.Key_Space)
    assert len(tool.dots("anterior")) == 1
    narrow = tool.outline("anterior").boundingRect().width()
    tool.widen(10.0)
    assert tool.outline("anterior").boundingRect().width() == pytest.approx(narrow + 20.0, abs=4.0)
    QTest.keyClick(body_map, Qt.Key.Key_Return)
    assert "width: 50" in QGuiApplication.clipboard().text()


def test_on_the_other_body_a_place_has_the_same_words(app, qtbot) -> None:
    if not (assets_folder() / "female" / "atlas" / "atlas.json").is_file():
        pytest.skip("there is one body")
    app.store.set_build("female")
    qtbot.waitUntil(lambda: app._on.build == "female" and not app.busy, timeout=READY_MS)
    trigger(open_menu(app, pixel(app, *THIGH[0])), "Draw a stroke")
    for place in THIGH[:2]:
        click(app, *place)
    tool = app.maps.tool
    middle = QPointF(THIGH[0][0], (THIGH[0][1] + THIGH[1][1]) / 2)
    assert tool.outline("anterior").contains(middle), "it is drawn where it was clicked"
    (first, _) = tool.dots("anterior")
    assert abs(first.x() - THIGH[0][0]) + abs(first.y() - THIGH[0][1]) < 6.0
    app.maps.maps[0].setFocus()
    QTest.keyClick(app.maps.maps[0], Qt.Key.Key_Return)
    assert "limb: thigh" in QGuiApplication.clipboard().text()
