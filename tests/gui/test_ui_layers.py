"""What the layers teach, in the window: keys, menu, toolbar, what lies beneath, whose body."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from map_world import front, key, pixel, write_atlas
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from viewer.body.needle import Passed
from viewer.body.records import RegionRecord, StructureRecord
from viewer.body.views import WHOLE_VIEWS
from viewer.map.content import MapContent
from viewer.map.linked import LinkedMaps
from viewer.map.pictures import PictureStore
from viewer.map.shapes import Shapes
from viewer.map.style import LIGHT
from viewer.state.store import Store
from viewer.ui import bodies as bodies_module
from viewer.ui.assets import load_fonts
from viewer.ui.beneath import FOOT, TITLE
from viewer.ui.bodies import Bodies, BodySwitch, Shown
from viewer.ui.dissecting import Dissecting
from viewer.ui.facts import Facts
from viewer.ui.settings import Settings
from viewer.ui.theme import Look
from viewer.ui.window import Window

MUSCLE = (100.0, 1300.0)
PASSED = [
    Passed("region", "chest", "left"),
    Passed("muscle", "front", "left"),
    Passed("structure", "nerve", "left"),
    Passed("muscle", "deep", "left"),
    Passed("bone", "rib_5", "left"),
]
STRUCTURES = {
    "nerve": StructureRecord("nerve", "A nerve", "Nervus", "nerve", "Conducts.", ("one_1999",), True)
}
REGIONS = {id: RegionRecord(id, id.title(), id, (), "trunk", ()) for id in ("chest", "belly")}


@pytest.fixture
def made(qapp, qtbot, tmp_path, world):
    """The window over the small body, with its maps and all that is wired between."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    load_fonts()
    look = Look(qapp)
    look.choose("light", 1.0)
    store = Store(world.catalog, world.content)
    window = Window(Facts.of(world.catalog, REGIONS, {}, STRUCTURES), store, look, Settings(tmp_path))
    store.setParent(window)
    window.verbs.look_changed()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    pictures = PictureStore(world.atlas, LIGHT)
    maps = LinkedMaps(store, world.content, pictures, LIGHT)
    window.set_maps(maps)
    needle = SimpleNamespace(passed=lambda view, h, v: list(PASSED))
    now = SimpleNamespace(content=world.content)
    dissecting = Dissecting(window, maps, lambda: now.content, lambda: needle)
    store.set_layer("superficial")
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: not pictures.busy)
    front(maps).setFocus()
    yield SimpleNamespace(
        window=window, store=store, maps=maps, dissecting=dissecting, needle=needle, now=now,
        pictures=pictures, world=world,
    )  # fmt: skip
    window.close()
    pictures.close()


def point_at(made, at: tuple[float, float]) -> QPoint:
    place = pixel(front(made.maps), *at)
    QTest.mouseMove(front(made.maps).viewport(), place + QPoint(3, 3))
    QTest.mouseMove(front(made.maps).viewport(), place)
    return place


def open_menu(made, at: tuple[float, float]) -> QMenu:
    body_map = front(made.maps)
    place = pixel(body_map, *at)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, body_map.viewport().mapToGlobal(place)
    )  # fmt: skip
    QApplication.sendEvent(body_map.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def words(menu: QMenu) -> list[str]:
    return [a.text().partition("\t")[0] for a in menu.actions() if not a.isSeparator()]


def test_h_hides_what_is_pointed_at_and_shift_h_shows_all(made) -> None:
    point_at(made, MUSCLE)
    key(front(made.maps), "h")
    assert made.store.state.hidden == ("front",)
    assert "hidden" in made.window.status.said.text()
    QTest.keyClick(front(made.maps), Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    assert made.store.state.hidden == ()


def test_i_and_f_let_the_selected_muscle_stand_out_and_back_again(made) -> None:
    made.store.select_muscle("deep")
    key(front(made.maps), "i")
    assert (made.store.state.alone, made.store.state.rest) == (("deep",), "bones")
    key(front(made.maps), "f")
    assert (made.store.state.alone, made.store.state.rest) == (("deep",), "faint")
    key(front(made.maps), "f")
    assert made.store.state.alone == ()


def test_with_nothing_meant_the_key_says_what_to_do(made) -> None:
    key(front(made.maps), "h")
    assert made.store.state.hidden == ()
    assert "Point at a muscle" in made.window.status.said.text()


def test_letters_typed_into_a_field_hide_nothing(made) -> None:
    made.store.select_muscle("front")
    made.window.top.search.setFocus()
    QTest.keyClicks(made.window.top.search, "hifn")
    assert made.store.state.hidden == made.store.state.alone == ()
    assert not made.store.state.structures


def test_the_back_button_undoes_hiding(made) -> None:
    made.store.select_muscle("front")
    made.window.actions_by_key["hide"].trigger()
    assert made.store.state.hidden == ("front",)
    assert made.window.actions_by_key["show_all"].isEnabled()
    QTest.mouseClick(made.window.top.back, Qt.MouseButton.LeftButton)
    assert made.store.state.hidden == ()
    assert not made.window.actions_by_key["show_all"].isEnabled()


def test_the_menu_of_a_muscle_names_it_and_acts(made) -> None:
    menu = open_menu(made, MUSCLE)
    assert words(menu) == [
        "Hide Front muscle", "Isolate Front muscle", "Isolate its layer: superficial", "Fade the rest",
        "Show all", "What lies beneath here", "Nerves and vessels",
    ]  # fmt: skip
    by_words = {a.text().partition("\t")[0]: a for a in menu.actions()}
    assert not by_words["Show all"].isEnabled()
    by_words["Isolate its layer: superficial"].trigger()
    menu.close()
    assert set(made.store.state.alone) == {"front", "deep", "back"}
    menu = open_menu(made, MUSCLE)
    next(a for a in menu.actions() if a.text().startswith("Show all")).trigger()
    menu.close()
    assert made.store.state.alone == ()


def test_a_click_on_the_menu_hides(made) -> None:
    menu = open_menu(made, MUSCLE)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[0]).center())
    assert made.store.state.hidden == ("front",)


def test_what_lies_beneath_is_listed_from_the_skin_to_the_bone(made) -> None:
    point_at(made, MUSCLE)
    key(front(made.maps), "b")
    card = made.dissecting.card
    assert card.isVisible()
    assert card.title.text() == TITLE
    assert card.foot.text() == FOOT
    rows = card.list.things.rows
    assert [r.name for r in rows] == ["Chest", "Front muscle", "A nerve", "Deep muscle", rows[4].name]
    assert [r.kind for r in rows][:3] == ["Skin", "Muscle, superficial", "Nerve"]
    assert "mm" not in " ".join(r.name + r.kind for r in rows)
    assert card.list.hasFocus()
    assert made.window.rect().contains(card.geometry())
    spoken = card.list.things.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "2 of 5: Front muscle, Muscle, superficial"


def test_rows_are_previewed_on_the_map_and_opened_by_keys(made) -> None:
    key(front(made.maps), "b")
    card = made.dissecting.card
    QTest.keyClick(card.list, Qt.Key.Key_Down)
    assert front(made.maps).highlight.hovered.id == "front"
    QTest.keyClick(card.list, Qt.Key.Key_Return)
    assert (made.store.state.muscle, made.store.state.at_side) == ("front", "left")
    QTest.keyClick(card.list, Qt.Key.Key_Down)
    QTest.keyClick(card.list, Qt.Key.Key_Return)
    assert made.store.state.record == ("structure", "nerve")
    QTest.keyClick(card.list, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert front(made.maps).highlight.hovered is None
    assert front(made.maps).hasFocus()


def test_a_row_under_the_pointer_is_outlined_and_a_click_opens_it(made) -> None:
    key(front(made.maps), "b")
    rows = made.dissecting.card.list
    at = rows.visualRect(rows.things.index(3)).center()
    QTest.mouseMove(rows.viewport(), at - QPoint(0, 2))
    QTest.mouseMove(rows.viewport(), at)
    assert front(made.maps).highlight.hovered.id == "deep"
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert made.store.state.muscle == "deep"
    bone = rows.visualRect(rows.things.index(4)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=bone)
    assert made.store.state.muscle == "deep", "a bone has no record"


def test_beside_the_body_nothing_lies_beneath(made) -> None:
    made.needle.passed = lambda view, h, v: []
    made.dissecting.show_beneath(front(made.maps), QPointF(5, 300))
    assert not made.dissecting.card.isVisible()
    assert "Nothing" in made.window.status.said.text()


def test_the_chip_shows_nerves_and_vessels_where_they_are_drawn(made) -> None:
    chip = made.window.toolbar.structures
    assert chip.isVisible()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert made.store.state.structures
    assert front(made.maps).scene_shown.structures
    key(front(made.maps), "n")
    assert not made.store.state.structures
    assert not chip.isChecked()
    index = made.world.atlas._index["tiles"]
    kept = {view: index[view].pop("structures") for view in list(index)}
    try:
        made.dissecting.offer()
        assert not chip.isVisible()
        key(front(made.maps), "n")
        assert not made.store.state.structures
    finally:
        for view, value in kept.items():
            index[view]["structures"] = value


def test_the_toolbar_takes_a_second_row_rather_than_the_slider_away(made) -> None:
    bar = made.window.toolbar
    bar.offer_builds(("male", "female"))
    for width in (1280, 1440, 2400):
        made.window.resize(width, 900)
        QApplication.processEvents()
        assert bar.structures.isVisible()
        assert bar.layers.isVisible()
        shown = [bar.views, bar.sides, bar.layers] + ([] if bar.second.isVisible() else [bar.more])
        for one in shown:
            for other in shown:
                assert one is other or not one.geometry().intersects(other.geometry())
    assert not bar.second.isVisible()


def test_the_body_is_changed_and_selection_and_place_stay(made, qtbot, tmp_path, monkeypatch) -> None:
    world, window, store = made.world, made.window, made.store
    write_atlas(tmp_path / "female")
    file = tmp_path / "female" / "atlas" / "atlas.json"
    index = json.loads(file.read_text())
    index["views"] = {view: index["views"][view] for view in WHOLE_VIEWS}
    file.write_text(json.dumps(index))
    monkeypatch.setattr(bodies_module, "load_body", lambda folder: world.body)
    monkeypatch.setattr(bodies_module.Carried, "sights", lambda self: {})
    monkeypatch.setattr(bodies_module.Carried, "get", lambda self, id: self._resolved(id))
    resolved = world.shapes.resolved
    first = Shown("male", world.body, world.atlas, made.pictures, made.needle, resolved)
    assert not window.toolbar.builds.isVisible()
    bodies = Bodies(tmp_path, first, lambda: world.catalog, window)

    def show(shown: Shown) -> None:
        shapes = Shapes(shown.body, shown.atlas, shown.resolved)
        made.now.content = MapContent(world.catalog, shown.body, shown.atlas, shapes)
        made.maps.set_pictures(shown.pictures)
        made.maps.set_content(made.now.content)
        store.set_sight(made.now.content)

    BodySwitch(window, bodies, show)
    assert window.toolbar.builds.isVisible()
    store.select_point("front.1", "left")
    store.set_viewport(1200.0, 2.0)
    store.set_views(("anterior", "plantar"))
    QTest.mouseClick(window.toolbar.builds.button("female"), Qt.MouseButton.LeftButton)
    assert store.state.build == "female"
    qtbot.waitUntil(lambda: not bodies.busy and made.maps.pictures is not made.pictures)
    state = store.state
    assert (state.point, state.zoom, state.centre_mm) == ("front.1", 2.0, 1200.0)
    assert state.views == ("anterior",), "the close-ups are of the first body"
    assert Path(made.maps.pictures.atlas.folder).parent.name == "female"
    assert front(made.maps).scene_shown.points
    QTest.mouseClick(window.top.back, Qt.MouseButton.LeftButton)
    assert store.state.views == ("anterior", "plantar")
    assert made.maps.pictures is made.pictures
    assert [m.scene_shown.view for m in made.maps.maps] == ["anterior", "plantar"]
    bodies.close()
