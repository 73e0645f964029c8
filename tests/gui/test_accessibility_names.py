"""Names, roles and states of everything that can be used; what is announced."""

from __future__ import annotations

import pytest
from map_world import front, key
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit
from ui_app import close, needs_atlas, opened, settled
from ui_window import active_window

USABLE = {
    QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton,
    QAccessible.Role.EditableText, QAccessible.Role.ComboBox, QAccessible.Role.Slider,
    QAccessible.Role.ButtonMenu, QAccessible.Role.ButtonDropDown, QAccessible.Role.MenuItem,
    QAccessible.Role.ListItem, QAccessible.Role.TreeItem, QAccessible.Role.List, QAccessible.Role.Tree,
    QAccessible.Role.Table, QAccessible.Role.Cell,
}  # fmt: skip


@pytest.fixture
def window(qapp, qtbot, tmp_path):
    return active_window(qapp, qtbot, tmp_path)


def nameless(widget) -> list[str]:
    """What can be used or take the keyboard beneath a widget and has no name for a screen reader."""
    found, todo = [], [QAccessible.queryAccessibleInterface(widget)]
    while todo:
        face = todo.pop()
        if face is None or not face.isValid() or face.state().invisible:
            continue
        usable = face.role() in USABLE or (face.state().focusable and face.role() != QAccessible.Role.Client)
        if usable and not face.text(QAccessible.Text.Name).strip() and face.object() is not widget:
            found.append(f"{face.role()} {face.object()}")
        todo += [face.child(number) for number in range(face.childCount())]
    return found


@pytest.mark.parametrize("record", [("muscle", "alpha"), ("technique", "dry_needling"), ("", "")])
def test_nothing_usable_is_without_a_name(window, record) -> None:
    if record[0]:
        window.verbs.open_record(*record)
    window.record_panel.complete()
    window.caution.say("3 records withheld")
    window.find_panel.field.setText("trap")
    assert nameless(window) == []


@pytest.mark.parametrize(
    "verb", ["show_shortcuts", "show_settings", "show_about", "show_statement", "show_tips"]
)
def test_nothing_usable_in_a_dialog_is_without_a_name(window, verb: str) -> None:
    getattr(window.verbs, verb)()
    QApplication.processEvents()
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert [words for top in shown for words in nameless(top)] == []
    for dialog in list(window.verbs._dialogs.values()):
        dialog.close()
    if window.verbs.tips is not None:
        window.verbs.tips.close_tips()


@needs_atlas
@pytest.mark.parametrize("mode", ["explore", "pain", "compare"])
def test_nothing_usable_in_a_mode_is_without_a_name(qapp, qtbot, tmp_path, mode: str) -> None:
    app = opened(qapp, tmp_path)
    settled(app, qtbot)
    app.store.select_point("upper_trapezius.1", "left")
    app.store.compare(("upper_trapezius.1", "sternocleidomastoid.1"))
    app.store.set_mode(mode)
    settled(app, qtbot)
    qtbot.wait(300)
    assert nameless(app.window) == []
    close(app)


def test_fields_have_a_label_or_a_name_and_labels_their_field(window) -> None:
    window.verbs.show_settings()
    dialog = window.verbs.dialog("settings")
    for field in [*window.findChildren(QLineEdit), *dialog.findChildren(QComboBox)]:
        assert field.accessibleName(), field
    buddies = {label.buddy() for label in dialog.findChildren(QLabel) if label.buddy() is not None}
    assert set(dialog.findChildren(QComboBox)) <= buddies
    dialog.close()


def test_one_of_several_is_told_as_such_with_its_state(window) -> None:
    sides = window.toolbar.sides
    face = QAccessible.queryAccessibleInterface(sides.button("left"))
    assert face.role() == QAccessible.Role.RadioButton
    assert face.text(QAccessible.Text.Description) == "Side of the patient"
    assert not face.state().checked
    window.store.set_side("left")
    assert face.state().checked


def test_the_names_in_dialogs_hold_the_words_that_are_seen(window) -> None:
    for verb in ("show_settings", "show_shortcuts", "show_about"):
        getattr(window.verbs, verb)()
    for dialog in list(window.verbs._dialogs.values()):
        for button in dialog.findChildren(QAbstractButton):
            seen, said = button.text().replace("&", ""), button.accessibleName()
            assert not (seen and said) or seen.lower() in said.lower(), (seen, said)
        dialog.close()


# -- points and areas in words


def test_a_point_says_what_it_refers_to(world) -> None:
    from dataclasses import replace

    from viewer.body.regions import RegionShare
    from viewer.map.spoken import Names, Spoken

    muscle = world.catalog.muscles["front"]
    point = muscle.trigger_points[0]
    found = world.shapes.resolved(point.id)
    shares = (
        RegionShare("chest", "opposite", 0.9), RegionShare("belly", "midline", 0.5),
        RegionShare("chest", "same", 0.04),
    )  # fmt: skip
    told = replace(found, essential_shares=shares)
    names = Names({"chest": "Chest", "belly": "Belly"}, {})
    spoken = Spoken(world.catalog, names, world.atlas, {point.id: told}.get)
    assert spoken.point(muscle, point, "left", 1) == (
        "Front muscle, trigger point 1, left, 1 of 3, refers to right chest, belly"
    )
    rarely = replace(found, spillover_shares=shares[2:])
    spoken = Spoken(world.catalog, names, world.atlas, {point.id: rarely}.get)
    assert spoken.refers(point.id, "right") == "sometimes refers to right chest"
    assert Spoken(world.catalog, names, world.atlas, {}.get).refers(point.id, "left") == ""


# -- announcements


@pytest.fixture
def heard(window):
    words: list[str] = []
    window.announcer.announced.connect(words.append)
    return words


def test_results_and_saves_are_announced(window, heard) -> None:
    window.verbs.copy_link()
    window.caution.say("3 records withheld")
    window.lost.say("The disk is full.")
    assert heard[:2] == ["Link copied", "3 records withheld"]
    assert heard[2].startswith("Not saved yet: The disk is full.")


def test_a_selection_from_the_search_is_announced_once(window, heard) -> None:
    window.top.search.setFocus()
    window.verbs.open_from_list("muscle", "alpha")
    assert [words for words in heard if words.startswith("Upper trapezius")] == [
        "Upper trapezius, patient’s right"
    ]


def test_what_a_key_changes_on_the_map_is_announced(window, heard) -> None:
    window.map_host.setFocus()
    content = QLineEdit(window.map_host)
    content.show()
    content.setFocus()
    window.store.set_layer("deep")
    window.store.set_side("left")
    assert heard == ["Layer: deep", "Patient’s left"]
    window.find_panel.field.setFocus()
    window.store.set_layer("skin")
    assert heard[-1] == "Patient’s left", "a control that is pressed tells it itself"


def test_a_mark_on_the_map_is_not_told_twice(maps, store) -> None:
    store.select_muscle("front", "left")
    view = front(maps)
    view.setFocus()
    key(view, Qt.Key.Key_Home)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert QApplication.focusWidget().accessibleName().count("selected") == 1
