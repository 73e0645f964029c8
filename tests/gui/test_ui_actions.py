"""The table of actions: no two share a key, each does something."""

from __future__ import annotations

from collections import Counter

from ui_window import make_window

from viewer.ui.actions import ACTIONS, MENUS, command_documents


def test_no_shortcut_is_used_twice() -> None:
    keys = Counter(key for spec in ACTIONS for key in spec.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_no_mnemonic_is_used_twice_in_a_menu() -> None:
    for menu in MENUS:
        marks = [s.text[s.text.index("&") + 1].lower() for s in ACTIONS if s.menu == menu and "&" in s.text]
        assert len(marks) == len(set(marks)), (menu, marks)


def test_keys_are_unique_and_every_menu_is_used() -> None:
    assert len({s.key for s in ACTIONS}) == len(ACTIONS)
    assert {s.menu for s in ACTIONS} == set(MENUS)


def test_commands_can_be_found_by_name() -> None:
    titles = {d.title for d in command_documents()}
    assert {"Print", "Keyboard shortcuts", "Patient’s left"} <= titles


def test_actions_drive_the_store(qapp, qtbot, tmp_path) -> None:
    window = make_window(qapp, qtbot, tmp_path)
    acts, store = window.actions_by_key, window.store
    acts["side:left"].trigger()
    assert store.state.side == "left"
    acts["layer_down"].trigger()
    assert store.state.layer == "superficial"
    acts["views:sides"].trigger()
    assert store.state.views == ("right_lateral", "left_lateral")
    acts["zoom_in"].trigger()
    assert store.state.zoom > 1
    acts["mirror"].trigger()
    assert store.state.mirrored
    assert acts["side:left"].isChecked()
    assert not acts["side:right"].isChecked()


def test_a_theme_is_remembered(qapp, qtbot, tmp_path) -> None:
    window = make_window(qapp, qtbot, tmp_path)
    window.actions_by_key["theme:dark"].trigger()
    assert window.look.choice == "dark"
    assert window.actions_by_key["theme:dark"].isChecked()
    assert window.settings.text("theme") == "dark"
    window.actions_by_key["theme:light"].trigger()


def test_stepping_goes_round_the_points_of_a_muscle(qapp, qtbot, tmp_path) -> None:
    window = make_window(qapp, qtbot, tmp_path)
    assert not window.actions_by_key["next_point"].isEnabled()
    window.store.select_muscle("alpha")
    step = window.actions_by_key["next_point"]
    seen = []
    for _ in range(3):
        step.trigger()
        seen.append(window.store.state.point)
    assert seen == ["alpha.1", "alpha.2", "alpha.1"]
    window.actions_by_key["previous_point"].trigger()
    assert window.store.state.point == "alpha.2"


def test_the_status_line_names_an_open_record_where_nothing_is_selected(qapp, qtbot, tmp_path) -> None:
    window = make_window(qapp, qtbot, tmp_path)
    kind, id = "technique", next(iter(window.facts.catalog.techniques))
    window.verbs.open_record(kind, id)
    assert window.status.selection.text() == window.facts.name(kind, id)


def test_a_dialog_is_no_higher_than_what_is_in_it_and_its_buttons_are_words(qapp, qtbot, tmp_path) -> None:
    window = make_window(qapp, qtbot, tmp_path)
    window.verbs.show_statement()
    dialog = window.verbs.dialog("statement")
    qtbot.waitExposed(dialog)
    qtbot.wait(50)
    assert dialog.area.verticalScrollBar().maximum() == 0
    last = dialog.column.itemAt(dialog.column.count() - 2).widget()
    assert dialog.body.height() - last.geometry().bottom() < 60
    dialog.close()
    window.verbs.show_shortcuts()
    dialog = window.verbs.dialog("shortcuts")
    assert all(button.icon().isNull() for button in dialog.buttons.buttons())
    dialog.close()


def test_a_dialog_with_a_list_keeps_its_height(qapp, qtbot, tmp_path) -> None:
    window = make_window(qapp, qtbot, tmp_path)
    window.verbs.show_shortcuts()
    dialog = window.verbs.dialog("shortcuts")
    qtbot.waitExposed(dialog)
    asked = dialog.height()
    qtbot.wait(50)
    assert dialog.height() == asked
    assert asked > 500
