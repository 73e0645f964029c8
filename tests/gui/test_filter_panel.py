"""The filter of the tree and of the maps, by keys and mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from ui_window import make_window

from viewer.find.filters import asked_for
from viewer.ui.filter_panel import summary

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qapp, qtbot, tmp_path):
    return make_window(qapp, qtbot, tmp_path)


def listed(window) -> set[str]:
    return {n.id for n in window.find_panel.trees["muscles"].nodes._root.walk() if n.kind == "muscle"}


def test_a_filter_is_chosen_and_taken_off_by_keys(window) -> None:
    panel, everything = window.find_panel, listed(window)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_F, CTRL_SHIFT)
    assert panel.filters.isVisible()
    assert panel.filters.hasFocus()
    tree = panel.filters
    tree.expandAll()
    tree.setCurrentIndex(tree.nodes.find("root", "C3"))
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert window.store.state.filter == (("root", "C3"),)
    assert tree.currentIndex() == tree.nodes.find("root", "C3"), "the keyboard stays on the row"
    text = tree.nodes.data(tree.currentIndex(), int(Qt.ItemDataRole.AccessibleTextRole))
    assert text == "C3, 1 muscle, on"
    QTest.keyClick(tree, Qt.Key.Key_Escape)
    assert panel.trees["muscles"].isVisible()
    assert listed(window) == {"alpha"}
    assert panel.bar._count.text() == f"1 of {len(everything)}"
    chip = panel.bar.chips()[0]
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert window.store.state.filter == ()
    assert listed(window) == everything


def test_a_chip_and_clear_take_it_off_by_mouse(window) -> None:
    window.store.set_filter(asked_for(["region=neck", "layer=superficial"]))
    bar = window.find_panel.bar
    assert listed(window) == {"alpha", "alpha2"}
    assert [chip.text() for chip in bar.chips()] == ["Superficial", "Neck"]
    QTest.mouseClick(bar.chips()[0], Qt.MouseButton.LeftButton)
    assert window.store.state.filter == (("region", "neck"),)
    QTest.mouseClick(bar.clear, Qt.MouseButton.LeftButton)
    assert window.store.state.filter == ()
    assert not bar.clear.isVisible()


def test_the_history_brings_a_filter_back(window) -> None:
    window.store.set_filter(asked_for(["region=head"]))
    window.store.set_filter(())
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert listed(window) == {"beta"}
    assert [chip.text() for chip in window.find_panel.bar.chips()] == ["Head and jaw"]


def test_show_all_takes_the_filter_off(window) -> None:
    window.store.set_filter(asked_for(["region=head"]))
    action = window.actions_by_key["show_all"]
    assert action.isEnabled()
    action.trigger()
    assert window.store.state.filter == ()
    assert not action.isEnabled()


def test_the_legend_says_the_filter_in_words(window) -> None:
    window.store.set_filter(asked_for(["root=C5", "root=C6", "level=avoid"]))
    assert "filter" in window.legend.shown()
    assert window.legend._entries["filter"][1].text() == "Filter: C5 or C6; Avoid needling"
    assert summary(()) == ""


def test_own_notes_are_a_filter_as_soon_as_there_are_some(window) -> None:
    window.store.set_filter((("own", "notes"),))
    assert listed(window) == set()
    window.set_own(frozenset({("point", "beta.1")}))
    assert listed(window) == {"beta"}


def test_what_does_not_pass_is_said_and_can_be_reached(window) -> None:
    panel = window.find_panel
    panel.choose_filters()
    window.store.set_filter(asked_for(["region=head"]))
    row = panel.filters._rows["root", "C3"]
    assert (row.count, row.quiet) == ("0", True)
    panel.lists.button("areas").click()
    assert not panel.bar.isVisible()
    panel.lists.button("muscles").click()
    assert panel.filters.isVisible()


def test_a_chip_says_what_a_press_does(window) -> None:
    window.store.set_filter(asked_for(["root=C3"]))
    chip = window.find_panel.bar.chips()[0]
    interface = QAccessible.queryAccessibleInterface(chip)
    assert interface.text(QAccessible.Text.Name) == "C3, take off"
    assert interface.text(QAccessible.Text.Description) == "Root"
    assert min(chip.width(), chip.height()) >= 24
