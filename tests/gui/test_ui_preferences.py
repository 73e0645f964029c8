"""Settings, the first start and its tips, by real clicks and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_window import make_window

from viewer.ui.settings import Settings
from viewer.ui.tips import TIPS


@pytest.fixture
def window(qapp, qtbot, tmp_path):
    return make_window(qapp, qtbot, tmp_path)


@pytest.fixture
def dialog(window):
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    made = window.verbs.dialog("settings")
    yield made
    made.close()
    window.look.choose("light", 1.0)


def choose(box, words: str) -> None:
    """Choose a line of a list as by keys."""
    box.setFocus()
    for _ in range(box.count()):
        QTest.keyClick(box, Qt.Key.Key_Up)
    while box.currentText() != words:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() != before, words


def test_every_choice_is_remembered_and_takes_effect_at_once(window, dialog, tmp_path) -> None:
    choose(dialog.theme, "Dark")
    assert window.look.choice == "dark"
    choose(dialog.text, "150\u202f%")
    assert window.look.scale == 1.5
    assert window.preferences.label_scale == 1.5, "letters on the maps follow the text"
    choose(dialog.labels, "200\u202f%")
    assert (window.preferences.label_scale, window.look.scale) == (2.0, 1.5), "and can be set apart"
    for key, box in dialog.flags.items():
        before = window.preferences.flag(key)
        QTest.keyClick(box, Qt.Key.Key_Space)
        assert window.preferences.flag(key) is not before, key
    assert window.store.state.mirrored
    window.settings.save()
    kept = Settings(tmp_path)
    assert (kept.text("theme"), kept.number("text", 0), kept.number("labels", 0)) == ("dark", 1.5, 2.0)
    assert kept.flag("mirrored")


def test_what_is_chosen_elsewhere_is_shown_in_the_open_dialog(window, dialog) -> None:
    window.actions_by_key["theme:contrast_dark"].trigger()
    assert dialog.theme.currentText() == "High contrast, dark"
    window.actions_by_key["mirror"].trigger()
    assert dialog.flags["mirrored"].isChecked()


def test_the_kind_of_person_changes_the_layout_alone(window, dialog) -> None:
    window.store.select_muscle("alpha")
    QApplication.processEvents()
    student = window.record_panel.tabs.names()
    state = window.store.state
    QTest.mouseClick(dialog.role.button("therapist"), Qt.MouseButton.LeftButton)
    therapist = window.record_panel.tabs.names()
    assert therapist != student
    assert therapist[:3] == ["Points", "Safety", "Technique"]
    assert sorted(therapist) == sorted(student)
    QTest.mouseClick(dialog.role.button("patient"), Qt.MouseButton.LeftButton)
    assert window.look.scale == 1.25
    assert not window.left.isVisible()
    QTest.mouseClick(dialog.role.button("student"), Qt.MouseButton.LeftButton)
    assert window.record_panel.tabs.names() == student
    assert window.store.state == state


def test_the_first_start_asks_who_it_is_for_and_shows_three_tips(window, qtbot) -> None:
    window.verbs.show_statement()
    dialog = window.verbs.dialog("statement")
    QTest.mouseClick(dialog.role.button("therapist"), Qt.MouseButton.LeftButton)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert window.preferences.role == "therapist"
    tips = window.verbs.tips
    seen = []
    while tips.isVisible():
        seen.append(tips.title)
        assert tips.next.hasFocus()
        QTest.keyClick(tips.next, Qt.Key.Key_Space)
    assert seen == [title for title, _ in TIPS]
    assert window.settings.flag("tips_seen")
    window.preferences.choose_role("student")


@pytest.mark.parametrize("how", ["escape", "button"])
def test_tips_can_be_skipped_and_seen_again(window, how: str) -> None:
    window.actions_by_key["tips"].trigger()
    tips = window.verbs.tips
    assert window.map_host.rect().contains(tips.geometry())
    if how == "escape":
        QTest.keyClick(tips.next, Qt.Key.Key_Escape)
    else:
        QTest.mouseClick(tips.skip, Qt.MouseButton.LeftButton)
    assert not tips.isVisible()
    assert window.settings.flag("tips_seen")
    window.actions_by_key["tips"].trigger()
    assert window.verbs.tips.isVisible()


def test_the_mode_that_is_on_is_marked_from_the_start(window) -> None:
    assert window.top.modes.key() == "explore"
    assert window.actions_by_key["mode:explore"].isChecked()
