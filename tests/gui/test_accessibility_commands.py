"""The list of commands, and the rules that keys and menus obey."""

from __future__ import annotations

from collections import Counter

import pytest
from map_world import front, key
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from ui_window import active_window

from viewer.ui.actions import ACTIONS, MAP_KEYS, plain

K = Qt.Key


@pytest.fixture
def window(qapp, qtbot, tmp_path):
    return active_window(qapp, qtbot, tmp_path)


def press(window, one) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, one)
    QApplication.processEvents()


# -- the list of commands


@pytest.mark.parametrize("how", ["F1", "?"])
def test_the_list_of_commands_opens(window, how: str) -> None:
    if how == "F1":
        press(window, K.Key_F1)
    else:
        assert how in dict(MAP_KEYS)
        window.actions_by_key["shortcuts"].trigger()
    dialog = window.verbs.dialog("shortcuts")
    listed = dict(dialog.shown())
    assert {plain(spec.text) for spec in ACTIONS} <= set(listed), "made from the same table"
    assert listed["Find anything"] == "Ctrl+K or Ctrl+L"
    dialog.close()


def test_a_command_is_found_by_its_key_and_done(window) -> None:
    press(window, K.Key_F1)
    dialog = window.verbs.dialog("shortcuts")
    QTest.keyClicks(dialog.field, "mirror")
    names = [name for name, _ in dialog.shown()]
    assert "Mirror the display" in names
    dialog.field.clear()
    QTest.keyClicks(dialog.field, "ctrl+shift+l")
    assert [name for name, _ in dialog.shown()] == ["Patient’s left"]
    QTest.keyClick(dialog.field, K.Key_Return)
    QApplication.processEvents()
    assert window.store.state.side == "left"
    assert window.verbs.dialog("shortcuts") is None


def test_a_question_mark_on_a_map_asks_for_the_list_of_commands(maps) -> None:
    asked: list[str] = []
    front(maps).verb_requested.connect(asked.append)
    key(front(maps), "?")
    assert asked == ["shortcuts"]
    maps.set_keys_on(False)
    key(front(maps), "?")
    assert asked == ["shortcuts"], "a single sign is off with the letters"


# -- the rules of keys

MEANT = {
    "open": "Open", "reload": "Refresh", "print": "Print", "back": "Back", "forward": "Forward",
    "undo_paint": "Undo", "redo_paint": "Redo", "zoom_in": "ZoomIn", "zoom_out": "ZoomOut",
    "shortcuts": "HelpContents", "quit": "Quit", "settings": "Preferences",
}  # fmt: skip
"""What a standard key may do here."""


def test_no_key_does_something_else_than_everywhere(qapp) -> None:
    standard: dict[str, set[str]] = {}
    for kind in QKeySequence.StandardKey:
        for sequence in QKeySequence.keyBindings(kind):
            standard.setdefault(sequence.toString(), set()).add(kind.name)
    for spec in ACTIONS:
        for one in spec.keys:
            others = standard.get(QKeySequence(one).toString(), set()) - {MEANT.get(spec.key, "")}
            assert not others, (spec.key, one, others)


def test_single_letters_are_no_shortcuts_of_the_window(window) -> None:
    for spec in ACTIONS:
        assert all("+" in one or (one.startswith("F") and len(one) > 1) for one in spec.keys), spec
    before = window.store.state
    window.record_panel.area.setFocus()
    for letter in "vsmhifnbz[]0+?":
        QTest.keyClicks(QApplication.focusWidget(), letter)
    assert window.store.state == before
    assert window.verbs.dialog("shortcuts") is None


def test_every_letter_of_the_map_is_listed() -> None:
    listed = " ".join(keys for keys, _ in MAP_KEYS)
    for letter in "VSMHIFNBZ?":
        assert letter in listed, letter
    for spec in ACTIONS:
        assert not spec.map_key or spec.map_key.split("+")[-1] in listed


def marks(menu: QMenu) -> list[str]:
    """The mnemonics of a menu; "" of an entry without one."""
    found = []
    for action in menu.actions():
        words = action.text().partition("\t")[0].replace("&&", "")
        if not action.isSeparator():
            found.append(words[words.index("&") + 1].lower() if "&" in words else "")
    return found


def test_every_entry_of_a_menu_has_a_mnemonic_of_its_own(window) -> None:
    buttons = window.top.findChildren(QToolButton)
    tops = [button.menu() for button in buttons if button.menu() is not None]
    assert len(tops) >= 3
    todo, seen = list(tops), []
    while todo:
        menu = todo.pop()
        seen.append(menu)
        todo += [
            a.menu() for a in menu.actions() if a.menu() is not None and a.menu() is not window.recent_menu
        ]
        found = marks(menu)
        assert "" not in found, (menu.title(), [a.text() for a in menu.actions()])
        twice = [mark for mark, count in Counter(found).items() if count > 1]
        assert twice == [], (menu.title(), twice, [a.text() for a in menu.actions()])
    assert len(seen) >= 12


def test_letters_of_the_map_can_be_switched_off_in_the_settings(window) -> None:
    class Maps:
        on = True
        glide_ms = 0

        def set_keys_on(self, on: bool) -> None:
            self.on = on

        def set_target(self, pixels: float) -> None:
            pass

    maps = Maps()
    window.preferences.give_maps(maps)
    assert maps.on
    window.preferences.choose_flag("map_letters", False)
    assert not maps.on
