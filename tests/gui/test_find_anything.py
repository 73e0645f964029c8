"""Find anything, by keys: what an empty field says, prefixes, technique notes, own words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_window import make_window

from viewer.find.text import Document, Field
from viewer.ui.parts.text import Text
from viewer.ui.rows import REASON


@pytest.fixture
def window(qapp, qtbot, tmp_path):
    made = make_window(qapp, qtbot, tmp_path)
    made.activateWindow()
    return made


def typed(window, words: str):
    window.top.search.clear()
    QTest.keyClicks(window.top.search, words)
    return window.popup.list.results


def test_an_empty_field_says_what_can_be_asked(window) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.popup.isVisible()
    said = [text.text() for text in window.popup.hint.findChildren(Text) if text.isVisible()]
    assert {"m:", "p:", ">"} <= set(said)
    typed(window, "temp")
    assert not window.popup.hint.isVisible()
    QTest.keyClick(window.top.search, Qt.Key.Key_Escape)
    assert window.popup.hint.isVisible(), "Escape takes the words away first"
    QTest.keyClick(window.top.search, Qt.Key.Key_Escape)
    assert not window.popup.isVisible()
    assert not window.top.search.hasFocus()


def test_a_prefix_alone_shows_the_same(window) -> None:
    window.verbs.focus_search()
    typed(window, "p:")
    assert window.popup.hint.isVisible()


def test_a_command_by_its_prefix(window) -> None:
    window.verbs.focus_search()
    results = typed(window, "> left")
    assert results.hit(1).kind == "command"
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    assert window.store.state.side == "left"


def test_m_finds_muscles_and_nothing_else(window) -> None:
    window.verbs.focus_search()
    results = typed(window, "m:trap")
    kinds = {results.hit(row).kind for row in range(results.rowCount()) if results.hit(row)}
    assert kinds == {"muscle"}


def test_p_finds_what_refers_to_an_area_by_its_pattern(window) -> None:
    window.verbs.focus_search()
    results = typed(window, "p:temple")
    kinds = {results.hit(row).kind for row in range(results.rowCount()) if results.hit(row)}
    assert {"region", "muscle", "point"} <= kinds


def test_the_words_about_the_match_are_shown_and_spoken(window) -> None:
    window.verbs.focus_search()
    results = typed(window, "fold")
    row = next(r for r in range(results.rowCount()) if results.hit(r) and results.hit(r).kind == "note")
    why = results.data(results.index(row), REASON)
    assert "fold" in [why.text[a:b] for a, b in why.matched]
    assert why.text in results.data(results.index(row), int(Qt.ItemDataRole.AccessibleTextRole))
    assert window.popup.list.sizeHintForRow(row) > window.popup.list.sizeHintForRow(0)


def test_a_technique_note_opens_at_its_muscle_and_its_card(window, qtbot) -> None:
    window.verbs.focus_search()
    typed(window, "across the fold")
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    assert window.store.state.muscle == "alpha"
    qtbot.waitUntil(lambda: window.record_panel.tabs.current() == "Technique", timeout=3000)


def test_own_words_are_found_and_asked_for(window) -> None:
    note = Document("own", "muscle:beta", "Swimmer", (Field("left arm", 3, "own note"),))
    window.set_own(frozenset(), [note])
    window.verbs.focus_search()
    typed(window, "swimmer")
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    assert window.store.state.muscle == "beta"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_list_stays_within_the_window(qapp, qtbot, tmp_path, scale: float) -> None:
    window = make_window(qapp, qtbot, tmp_path, (1024, 768), scale)
    window.activateWindow()
    window.verbs.focus_search()
    typed(window, "trap")
    QApplication.processEvents()
    assert window.rect().contains(window.popup.geometry())
    assert window.popup.list.viewport().width() >= 200
    window.look.choose("light", 1.0)


def test_going_back_restores_how_far_a_record_was_scrolled(window, qtbot) -> None:
    bar = window.record_panel.area.verticalScrollBar()
    window.store.select_muscle("alpha")
    window.record_panel.complete()
    QApplication.processEvents()
    bar.setValue(300)
    window.verbs.open_record("technique", "dry_needling")
    assert window.store.state.scroll_px == bar.value() != 300
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bar.value() == 300, timeout=3000)
    assert window.store.state.scroll_px == 300
    bar.setValue(120)
    window.store.set_mode("pain")
    window.store.select_point("beta.1")
    window.store.back()
    window.store.back()
    qtbot.waitUntil(lambda: bar.value() == 120, timeout=3000)
    assert window.store.state.mode == "explore"


def test_going_back_between_points_of_a_muscle_restores_the_place_too(window, qtbot) -> None:
    bar = window.record_panel.area.verticalScrollBar()
    window.store.select_point("alpha.1")
    window.record_panel.complete()
    qtbot.wait(20)
    bar.setValue(450)
    window.store.select_point("alpha.2")
    qtbot.wait(20)
    bar.setValue(40)
    window.store.back()
    qtbot.waitUntil(lambda: bar.value() == 450, timeout=3000)
    window.store.forward()
    qtbot.waitUntil(lambda: bar.value() == 40, timeout=3000)
