"""What is written stays whatever happens to the window or the file meanwhile."""

from __future__ import annotations

import shutil
import sqlite3
import time

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from ui_own import on_disk, own_in, settle
from ui_window import active_window

from viewer.store.database import FILE, Database
from viewer.store.errors import FullError
from viewer.store.own_data import TEXT_MOST, Collection, OwnNote, SetCollections, SetNote
from viewer.ui.own.keeper import Keeper
from viewer.ui.own.note_part import NotePart
from viewer.ui.own.own import Own
from viewer.ui.own.safe_text import NoteView

POINT = ("point", "alpha.1")
T = "2026-05-01T10:00:00Z"


@pytest.fixture
def window(qapp, qtbot, tmp_path):
    return active_window(qapp, qtbot, tmp_path)


@pytest.fixture
def own(window, qtbot, tmp_path):
    with own_in(window, qtbot, tmp_path / "data") as made:
        yield made


def start_typing(own: Own, qtbot, text: str):
    own.write_note()
    settle(qtbot)
    field = own._parts[-1].field
    QTest.keyClicks(field, text)
    return field


def full(self, edits) -> None:
    raise FullError("The disk is full.")


def test_what_is_done_before_the_file_is_read_is_kept(window, qtbot, tmp_path) -> None:
    with Database.open(tmp_path / "data") as database:
        database.write([SetNote(("muscle", "beta"), OwnNote("there before", T, T))])
    own = Own(window, Keeper(tmp_path / "data", window))
    window.store.select_point("alpha.1")
    own.keeper.open()
    own.toggle_bookmark()
    qtbot.waitUntil(lambda: own.keeper.is_open and not own.keeper.unsaved)
    assert list(own.keeper.data.bookmarks) == [POINT]
    own.keeper.close()
    assert on_disk(tmp_path / "data").counts == (1, 1, 0)


def test_a_write_that_fails_while_closing_is_said_before_it_is_given_up(
    window, own, qtbot, monkeypatch
) -> None:
    monkeypatch.setattr(Database, "write", full)
    own.toggle_bookmark()
    assert not window.close()
    assert window.isVisible()
    assert "The disk is full" in window.lost.words()
    assert "Closing again" in window.lost.words()
    monkeypatch.undo()
    assert window.close()
    own.keeper.close()
    assert list(on_disk(own.keeper.folder).bookmarks) == [POINT]


def test_the_second_closing_closes(window, own, monkeypatch) -> None:
    monkeypatch.setattr(Database, "write", full)
    own.toggle_bookmark()
    assert not window.close()
    assert window.close()
    assert not window.isVisible()


def test_what_is_typed_up_to_the_closing_is_a_draft(window, own, qtbot) -> None:
    window.closed.connect(own.keeper.close)  # as the app does, before the window is hidden
    start_typing(own, qtbot, "to the last letter")
    window.close()
    raw = sqlite3.connect(own.keeper.folder / FILE)
    assert raw.execute("SELECT text FROM drafts").fetchall() == [("to the last letter",)]
    raw.close()


def test_a_quick_change_of_record_keeps_what_is_typed_and_writes_on_the_right_one(window, own, qtbot) -> None:
    start_typing(own, qtbot, "quick")
    window.store.select_muscle("beta")
    own.write_note()
    settle(qtbot)
    assert own.keeper.drafts == {POINT: "quick"}
    assert [part.typing for part in own._parts] == [True]
    QTest.keyClicks(own._parts[-1].field, "on beta")
    own._parts[-1].save_button.click()
    assert own.keeper.data.notes["muscle", "beta"].text == "on beta"


def test_giving_up_what_was_typed_is_undone(window, own, qtbot) -> None:
    start_typing(own, qtbot, "long thought")
    QTest.mouseClick(own._parts[-1].cancel_button, qt_left())
    settle(qtbot)
    assert not own._parts[-1].typing
    assert window.actions_by_key["undo_own"].text() == "&Undo discard text"
    own.undo()
    settle(qtbot)
    own._parts[-1].restore_button.click()
    assert own._parts[-1].field.toPlainText() == "long thought"


def qt_left():
    from PySide6.QtCore import Qt

    return Qt.MouseButton.LeftButton


def test_a_very_long_paste_is_answered_at_once_and_loses_nothing(qtbot) -> None:
    part = NotePart("x", "", None, True)
    qtbot.addWidget(part)
    part.write("")
    part.show()
    QGuiApplication.clipboard().setText("ten words\n" * (TEXT_MOST // 10 + 5_000))
    start = time.perf_counter()
    part.field.paste()
    assert time.perf_counter() - start < 5
    assert not part.save_button.isEnabled()
    assert part.too_long.isVisible()
    with qtbot.assertNotEmitted(part.saved):
        part.field.accepted.emit()
    part.field.setPlainText("short")
    assert part.save_button.isEnabled()
    assert not part.too_long.isVisible()


def test_what_a_command_wrote_meanwhile_is_taken_in(window, own, qtbot) -> None:
    with Database.open(own.keeper.folder) as command:
        command.write([
            SetCollections((Collection("c", "From a command"),)),
            SetNote(("muscle", "beta"), OwnNote("from a command", T, T)),
        ])  # fmt: skip
    mine = Collection("m", "Mine")
    own.keeper.do("new collection", [SetCollections((mine,))])
    qtbot.waitUntil(lambda: not own.keeper.unsaved)
    assert {c.name for c in own.keeper.data.collections} == {"Mine", "From a command"}
    assert own.keeper.data.notes["muscle", "beta"].text == "from a command"
    assert on_disk(own.keeper.folder) == own.keeper.data
    assert not window.lost.isVisible()


def test_a_folder_that_comes_back_is_written_again(window, own, qtbot) -> None:
    own.toggle_bookmark()
    qtbot.waitUntil(lambda: not own.keeper.unsaved and not own.keeper.busy)
    folder = own.keeper.folder
    shutil.copytree(folder, folder.with_name("stick"))
    shutil.rmtree(folder)
    own.keeper.do("write note", [SetNote(POINT, OwnNote("while it was gone", T, T))])
    qtbot.waitUntil(window.lost.isVisible)
    assert not folder.exists()
    folder.with_name("stick").rename(folder)
    QTest.mouseClick(window.lost.button, qt_left())
    qtbot.waitUntil(lambda: not window.lost.isVisible())
    own.keeper.close()
    data = on_disk(folder)
    assert data.notes[POINT].text == "while it was gone"
    assert list(data.bookmarks) == [POINT]


def test_where_nothing_may_be_changed_nothing_seems_to_be(window, qtbot, tmp_path, monkeypatch) -> None:
    import os

    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))
    own = Own(window, Keeper(tmp_path / "data", window))
    own.keeper.open()
    qtbot.waitUntil(lambda: own.keeper.is_open)
    assert window.windowTitle().endswith("(viewing only)")
    window.store.select_point("alpha.1")
    own.toggle_bookmark()
    assert own.keeper.data.counts == (0, 0, 0)
    assert not own.mark_button.isChecked()
    assert "may not be written" in window.caution.words()
    own.keeper.close()


def test_a_restore_that_fails_leaves_the_file_open(window, own, qtbot, monkeypatch) -> None:
    own.toggle_bookmark()
    qtbot.waitUntil(lambda: not own.keeper.unsaved)
    bad = own.keeper.folder / "bad.sqlite3"
    bad.write_bytes(b"no backup" * 99)
    own.files._restore(bad)
    qtbot.waitUntil(lambda: "damaged" in window.caution.words())
    assert not own.keeper.trouble
    own.toggle_bookmark()
    qtbot.waitUntil(lambda: not own.keeper.unsaved)
    assert own.keeper.data.counts == (0, 0, 0)


@pytest.mark.parametrize(
    "text",
    ["![x\ny]({})", "![x\n> y]({})", "- ![x\n  y]({})", "![x [y]]({})", "\\\\![x\ny]({})",
     "![a\nb][r]\n\n[r]: {}", "[![x\ny]({})](trp://muscle/soleus)", "| ![x\\|y]({}) |\n|---|"],
)  # fmt: skip
def test_no_way_of_writing_a_picture_shows_a_file(qtbot, tmp_path, text: str) -> None:
    spy = tmp_path / "spy.png"
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff00ff"))
    picture.save(str(spy))
    view = NoteView()
    qtbot.addWidget(view)
    view.resize(200, 200)
    for address in (str(spy), spy.as_uri()):
        view.show_note(text.replace("{}", address))
        view.show()
        image = view.grab().toImage()
        seen = {image.pixelColor(QPoint(x, y)).name() for x in range(200) for y in range(image.height())}
        assert "#ff00ff" not in seen
        assert "\ufffc" not in view.document().toPlainText()


def test_the_buttons_of_bars_grow_with_the_text_at_once(window) -> None:
    small = window.lost.button.sizeHint()
    window.look.choose("light", 2.0)
    try:
        for bar in (window.lost, window.caution):
            assert bar.button.sizeHint().height() > small.height() * 1.4
    finally:
        window.look.choose("light", 1.0)
    assert window.lost.button.sizeHint() == small
