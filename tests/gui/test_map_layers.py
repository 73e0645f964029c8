"""What the layers teach, on the maps: taking away, standing out, nerves and vessels, a long press."""

from __future__ import annotations

from dataclasses import replace

import pytest
from map_world import click, front, key, pixel
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from viewer.map.mouse import HOLD_MS
from viewer.map.scene import Pick
from viewer.map.teaching import Teaching

MUSCLE = (100.0, 1300.0)
NERVE = (90.0, 1180.0)


@pytest.fixture
def teaching(maps, store, world) -> Teaching:
    maps.activateWindow()
    return Teaching(maps, store)


def picked(maps, at: tuple[float, float]) -> list[str]:
    body_map = front(maps)
    return [p.id for p in body_map.stack_at(QPointF(pixel(body_map, *at)))]


def test_a_hidden_muscle_is_gone_and_what_lies_beneath_is_picked(maps, store, teaching) -> None:
    store.set_layer("superficial")
    assert picked(maps, MUSCLE)[:2] == ["front", "deep"]
    store.hide(["front"])
    assert picked(maps, MUSCLE)[0] == "deep"
    click(front(maps), *MUSCLE)
    assert store.state.muscle == "deep"
    store.back()
    store.back()
    assert picked(maps, MUSCLE)[0] == "front", "a step of the history brings it back"


def test_the_chip_counts_what_is_hidden_and_brings_it_back(maps, store, teaching) -> None:
    chip = front(maps).controls.cut
    teaching.verb_requested.connect(lambda key: store.show_all() if key == "show_all" else None)
    assert not chip.isVisible()
    store.hide(["front", "deep"])
    assert chip.isVisible()
    assert chip.text() == "2 hidden · Show all"
    assert not maps.maps[1].controls.cut.isVisible(), "one map says it for all"
    assert not chip.geometry().intersects(front(maps).controls.navigator.geometry())
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert store.state.hidden == ()
    assert not chip.isVisible()
    store.stand_out(["front"], "faint")
    assert chip.text() == "1 brought out · Show all"


@pytest.mark.parametrize(
    ("pressed", "verb"), [("h", "hide"), ("i", "isolate"), ("f", "fade"), ("n", "structures")]
)
def test_a_letter_asks_for_its_verb_only_while_letters_are_on(maps, teaching, pressed, verb) -> None:
    asked: list[str] = []
    teaching.verb_requested.connect(asked.append)
    key(front(maps), pressed)
    assert asked == [verb]
    maps.set_keys_on(False)
    key(front(maps), pressed)
    assert asked == [verb]


def test_shift_h_shows_all_and_b_asks_what_lies_beneath(maps, qtbot, teaching) -> None:
    with qtbot.waitSignal(teaching.verb_requested) as asked:
        QTest.keyClick(front(maps), Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    assert asked.args == ["show_all"]
    with qtbot.waitSignal(teaching.beneath_requested) as asked:
        key(front(maps), "b")
    assert asked.args[0] is front(maps)


def test_right_button_and_menu_key_ask_for_the_menu(maps, qtbot, teaching) -> None:
    body_map = front(maps)
    at = pixel(body_map, *MUSCLE)
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        event = QContextMenuEvent(reason, at, body_map.viewport().mapToGlobal(at))
        with qtbot.waitSignal(teaching.menu_requested) as asked:
            QApplication.sendEvent(body_map.viewport(), event)
        assert asked.args[0] is body_map
        if reason == QContextMenuEvent.Reason.Mouse:
            assert asked.args[1] == QPointF(at)


def test_a_finger_that_stays_asks_for_the_menu_and_selects_nothing(maps, store, qtbot, teaching) -> None:
    viewport = front(maps).viewport()
    at = pixel(front(maps), *MUSCLE)
    screen = QTest.createTouchDevice()
    assert screen.pointerType() == QPointingDevice.PointerType.Finger
    with qtbot.waitSignal(teaching.menu_requested, timeout=4 * HOLD_MS):
        QTest.touchEvent(viewport, screen).press(0, at, viewport).commit()
    QTest.touchEvent(viewport, screen).release(0, at, viewport).commit()
    assert store.state.muscle is None


def test_nerves_and_vessels_lie_over_the_layer_and_are_picked_first(maps, store, qtbot, teaching) -> None:
    body_map = front(maps)
    store.set_layer("deep")
    assert "nerve" not in picked(maps, NERVE)
    store.set_structures(True)
    assert body_map.scene_shown.structures
    assert picked(maps, NERVE)[:2] == ["nerve", "deep"]
    body_map.viewport().grab()  # the first frame asks for the picture
    qtbot.waitUntil(lambda: not maps.pictures.busy)
    QApplication.processEvents()
    ratio = body_map.viewport().devicePixelRatioF()
    seen = body_map.viewport().grab().toImage().pixelColor(pixel(body_map, *NERVE) * ratio)
    assert seen.red() > 180
    assert seen.blue() < 120, f"the nerve's own colour, not {seen.name()}"
    with qtbot.waitSignal(maps.structure_requested) as asked:
        click(body_map, *NERVE)
    assert asked.args == ["nerve"]


def test_hovering_over_a_nerve_outlines_it_by_its_name(maps, store, world, teaching) -> None:
    store.set_structures(True)
    pick = Pick("structure", "nerve", "left")
    assert not world.content.path(pick, "anterior").isEmpty()
    assert world.content.title(pick).startswith("Nerve")


def test_a_view_without_such_a_picture_shows_the_layer_alone(world, store) -> None:
    state = replace(store.state, structures=True)
    index = world.atlas._index["tiles"]["posterior"]
    kept = index.pop("structures")
    try:
        assert not world.content.scene(state, "posterior").structures
        assert world.content.scene(state, "anterior").structures
    finally:
        index["structures"] = kept


def test_what_meets_the_filter_stands_out_in_explore_alone(maps, store, teaching) -> None:
    store.set_filter((("evidence", "traditional"),))
    chip = front(maps).controls.cut
    assert chip.text() == "2 in the filter · Show all"
    cut = front(maps).scene_shown.cut
    assert {pick.id for pick, _ in cut.picks} == {"front", "back"}
    assert (cut.filtered, cut.rest) == (True, "faint")
    assert picked(maps, MUSCLE)[0] == "front"
    store.set_mode("pain")
    assert front(maps).scene_shown.cut.alone is None
    store.set_mode("explore")
    store.stand_out(["deep"])
    assert {pick.id for pick, _ in front(maps).scene_shown.cut.picks} == {"deep"}, (
        "what is isolated comes first"
    )


def test_a_filter_that_nothing_meets_leaves_nothing_standing_out(maps, store, teaching) -> None:
    store.set_filter((("level", "avoid"),))
    assert front(maps).scene_shown.cut.alone == ()
    assert front(maps).controls.cut.text() == "0 in the filter · Show all"


@pytest.mark.parametrize("mirrored", [False, True])
def test_many_muscles_as_one_picture_look_as_each_alone(
    maps, store, teaching, monkeypatch, qtbot, mirrored
) -> None:
    from viewer.map import peeling

    store.set_mirrored(mirrored)
    store.set_filter((("evidence", "traditional"),))
    body_map = front(maps)

    def painted() -> QImage:
        body_map.refresh()
        return body_map.grab().toImage()

    painted()
    qtbot.waitUntil(lambda: not maps.pictures.busy, timeout=10_000)
    each = painted()
    monkeypatch.setattr(peeling, "MANY", 0)
    together = painted()
    assert peeling._whole, "they were put together"
    differs = [
        abs(each.pixelColor(x, y).lightness() - together.pixelColor(x, y).lightness())
        for x in range(0, each.width(), 3)
        for y in range(0, each.height(), 3)
    ]
    assert sum(d > 24 for d in differs) < 0.01 * len(differs)
    assert len({each.pixelColor(x, each.height() // 2).rgb() for x in range(each.width())}) > 3
