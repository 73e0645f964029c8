"""Own notes, bookmarks and collections, by real clicks and keys."""

from __future__ import annotations

import sqlite3

import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtTest import QTest
from ui_own import kept, own_in, settle
from ui_window import active_window

from viewer.store import backups
from viewer.store.database import FILE, Database
from viewer.store.own_data import OwnNote, SetNote
from viewer.ui.own.keeper import Keeper
from viewer.ui.own.note_part import DRAFT_AFTER_MS
from viewer.ui.own.own import Own
from viewer.ui.own.safe_text import NoteView

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qapp, qtbot, tmp_path):
    return active_window(qapp, qtbot, tmp_path)


@pytest.fixture
def own(window, qtbot, tmp_path):
    with own_in(window, qtbot, tmp_path / "data") as made:
        yield made


def write(own: Own, qtbot, text: str) -> None:
    own._window.actions_by_key["write_note"].trigger()
    settle(qtbot)
    field = own._parts[-1].field
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return, CONTROL)
    settle(qtbot)


def test_a_note_is_written_by_keys_kept_shown_found_and_undone(window, own, qtbot) -> None:
    write(own, qtbot, "ask for the **back pocket**")
    ref = ("point", "alpha.1")
    assert kept(own).notes[ref].text == "ask for the **back pocket**"
    view = own._parts[-1].view
    assert view.document().toPlainText() == "ask for the back pocket"
    hits = window.finder.anything("pocket")
    assert [(h.kind, h.id) for h in hits][:1] == [("own", "point:alpha.1")]
    undo = window.actions_by_key["undo_own"]
    assert undo.text() == "&Undo write note"
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    settle(qtbot)
    assert kept(own).notes == {}
    QTest.keyClick(window, Qt.Key.Key_Y, CONTROL)
    settle(qtbot)
    assert ref in kept(own).notes


def test_deleting_asks_nothing_and_is_undone(window, own, qtbot) -> None:
    write(own, qtbot, "gone soon")
    part = own._parts[-1]
    QTest.mouseClick(part.delete_button, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert kept(own).notes == {}
    assert "Undo brings it back" in window.status.said.text() or window.status.said.text() == "Saved"
    own.undo()
    assert kept(own).notes["point", "alpha.1"].text == "gone soon"


def test_the_record_is_bookmarked_and_listed(window, own, qtbot) -> None:
    QTest.keyClick(window, Qt.Key.Key_D, CONTROL)
    settle(qtbot)
    assert list(kept(own).bookmarks) == [("point", "alpha.1")]
    assert own.mark_button.isChecked()
    assert own.mark_button.accessibleName() == "Remove the bookmark"
    tree = window.find_panel.trees["saved"]
    window.store.select_muscle("beta")
    window.find_panel._show_list("saved")
    index = tree.nodes.find("point", "alpha.1")
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())
    assert window.store.state.point == "alpha.1"
    QTest.mouseClick(own.mark_button, Qt.MouseButton.LeftButton)
    assert kept(own).bookmarks == {}


def test_collections_are_made_filled_renamed_moved_and_deleted(window, own, qtbot) -> None:
    for name in ("Shoulder", "Neck"):
        window.actions_by_key["new_collection"].trigger()
        dialog = own.collecting.dialog
        QTest.keyClicks(dialog.field, name)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert [(c.name, c.items) for c in kept(own).collections] == [
        ("Shoulder", (("point", "alpha.1"),)), ("Neck", (("point", "alpha.1"),)),
    ]  # fmt: skip
    window.store.select_muscle("beta")
    own.collecting.menu.aboutToShow.emit()
    actions = {a.text(): a for a in own.collecting.menu.actions()}
    assert not actions["Neck"].isChecked()
    actions["Neck"].trigger()
    assert kept(own).collections[1].items == (("point", "alpha.1"), ("muscle", "beta"))
    first = own.keeper.data.collections[0]
    own.collecting._move(first, 1)
    own.collecting._rename(first)
    own.collecting.dialog.field.setText("Shoulder class")
    own.collecting.dialog.accept()
    assert [c.name for c in kept(own).collections] == ["Neck", "Shoulder class"]
    own.collecting._delete(own.keeper.data.collections[0])
    assert [c.name for c in kept(own).collections] == ["Shoulder class"]
    own.undo()
    assert [c.name for c in kept(own).collections] == ["Neck", "Shoulder class"]


def test_what_is_being_typed_survives_a_change_of_record_and_an_end(window, own, qtbot, tmp_path) -> None:
    own.write_note()
    settle(qtbot)
    QTest.keyClicks(own._parts[-1].field, "half a sen")
    qtbot.wait(DRAFT_AFTER_MS + 300)
    window.store.select_muscle("beta")
    settle(qtbot)
    own.keeper._pool.waitForDone()
    raw = sqlite3.connect(tmp_path / "data" / FILE)
    assert raw.execute("SELECT text FROM drafts").fetchall() == [("half a sen",)]
    raw.close()
    window.store.select_point("alpha.1")
    settle(qtbot)
    part = own._parts[-1]
    QTest.mouseClick(part.restore_button, Qt.MouseButton.LeftButton)
    assert part.field.toPlainText() == "half a sen"
    QTest.keyClick(part.field, Qt.Key.Key_Escape)
    settle(qtbot)
    own.keeper._pool.waitForDone()
    raw = sqlite3.connect(tmp_path / "data" / FILE)
    assert raw.execute("SELECT count(*) FROM drafts").fetchone() == (0,)
    raw.close()


def test_a_lost_write_stays_in_sight_with_its_text_until_it_is_saved(window, own, qtbot, monkeypatch) -> None:
    from viewer.store.errors import FullError

    def full(self, edits) -> None:
        raise FullError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(Database, "write", full)
        write(own, qtbot, "not lost")
        qtbot.waitUntil(window.lost.isVisible)
    assert "The disk is full" in window.lost.words()
    assert own._parts[-1].view.document().toPlainText() == "not lost"
    assert own.keeper.unsaved
    QTest.mouseClick(window.lost.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.lost.isVisible())
    assert kept(own).notes["point", "alpha.1"].text == "not lost"
    assert not own.keeper.unsaved


def test_a_newer_file_is_said_and_the_app_goes_on(window, qtbot, tmp_path) -> None:
    folder = tmp_path / "newer"
    Database.open(folder).close()
    raw = sqlite3.connect(folder / FILE)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    made = Own(window, Keeper(folder, window))
    made.keeper.open()
    qtbot.waitUntil(lambda: made.keeper.is_open)
    assert "newer version" in window.caution.words()
    window.store.select_muscle("alpha")
    settle(qtbot)
    assert not made._parts[-1].edit_button.isEnabled()
    assert window.record_panel.title.text() == "Upper trapezius"
    made.keeper.close()


def test_everything_is_exported_and_imported_in_one_step(window, own, qtbot, tmp_path) -> None:
    write(own, qtbot, "one")
    own.toggle_bookmark()
    path = tmp_path / "out.json"
    assert own.files.export_to(path)
    own.undo()
    own.undo()
    assert own.keeper.data.counts == (0, 0, 0)
    assert own.files.import_from(path)
    assert kept(own).counts == (1, 1, 0)
    own.undo()
    assert kept(own).counts == (0, 0, 0)
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    assert not own.files.import_from(bad)
    assert "was not imported" in window.caution.words()
    assert not own.files.import_from(tmp_path / "missing.json")


def test_a_backup_is_restored_from_the_menu(window, own, qtbot) -> None:
    write(own, qtbot, "first")
    own.keeper._pool.waitForDone()
    own.keeper._database.back_up()
    write(own, qtbot, "second")
    window.actions_by_key["backups"].trigger()
    dialog = own.files.dialog
    assert "1 note, 0 bookmarks" in dialog.list.item(0).text()
    dialog.list.setCurrentRow(0)
    QTest.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: own.keeper.data.notes.get(("point", "alpha.1")) is not None
                    and own.keeper.data.notes["point", "alpha.1"].text == "first")  # fmt: skip
    kept_too = [b.path for b in backups.found(own.keeper.folder)]
    assert any(b"second" in path.read_bytes() for path in kept_too), "what was there is a backup now"


def test_the_data_are_checked_and_deleted_for_good(window, own, qtbot) -> None:
    at = "2026-01-01T00:00:00Z"
    own.keeper.do("x", [SetNote(("muscle", "alpha"), OwnNote(" ", at, at))])
    window.actions_by_key["check_own"].trigger()
    qtbot.waitUntil(lambda: own.files.dialog is not None)
    own.files.dialog.close()
    write(own, qtbot, "a secret")
    own.keeper._pool.waitForDone()
    own.keeper._database.back_up()
    window.actions_by_key["delete_own"].trigger()
    dialog = own.files.dialog
    assert not dialog.delete_button.isEnabled()
    QTest.mouseClick(dialog.sure, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.delete_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: own.keeper.data.counts == (0, 0, 0), timeout=5000)
    own.keeper._pool.waitForDone()
    assert backups.found(own.keeper.folder) == []
    for path in own.keeper.folder.rglob("*"):
        assert not path.is_file() or b"a secret" not in path.read_bytes()


HOSTILE = (
    "![a](file:///etc/passwd)", "![a](/etc/passwd)", "![a](../../../etc/passwd)",
    "![a][r]\n\n[r]: /etc/passwd",
    '<img src="file:///etc/passwd">', '<body background="/etc/passwd">', "<script>alert(1)</script>",
    '<table background="/etc/passwd"><tr><td>x</td></tr></table>', "![a](//server/share/x.png)",
    "![a](\\\\server\\share\\x.png)", "[a](file:///etc/passwd)", "[a](javascript:alert(1))",
    "![a](:/qt/x.png)",
    "![a](data:image/png;base64,AAAA)", '<link rel="stylesheet" href="/etc/passwd">', "<http://example.org/x>",
    "[a](http://example.org)", "```\n<img src=/etc/passwd>\n```", "| a |\n|---|\n| ![x](/etc/passwd) |",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_note_opens_nothing(qtbot, text: str) -> None:
    asked: list[object] = []

    class Listening(NoteView):
        def loadResource(self, kind: int, name: QUrl) -> object:
            asked.append(super().loadResource(kind, name))
            return asked[-1]

    view = Listening()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show_note(text)
    view.show()
    view.grab()
    assert asked == []
    document = view.document()
    for kind in (QTextDocument.ResourceType.ImageResource, QTextDocument.ResourceType.StyleSheetResource):
        for name in ("file:///etc/passwd", "/etc/passwd", "../../etc/passwd"):
            assert document.resource(int(kind.value), QUrl(name)).size() == QSize(1, 1)
    assert "root:" not in document.toPlainText()


def test_links_of_a_note_navigate_or_are_copied_and_nothing_else(qtbot) -> None:
    view = NoteView()
    qtbot.addWidget(view)
    before = view.toPlainText()
    with qtbot.waitSignal(view.link_requested) as asked:
        view.anchorClicked.emit(QUrl("trp://muscle/soleus"))
    assert asked.args == ["trp://muscle/soleus"]
    with qtbot.waitSignal(view.address_copied):
        view.anchorClicked.emit(QUrl("https://example.org/a"))
    assert QGuiApplication.clipboard().text() == "https://example.org/a"
    for other in ("file:///etc/passwd", "javascript:alert(1)", "/etc/passwd", "mailto:a@b.c"):
        with qtbot.assertNotEmitted(view.link_requested), qtbot.assertNotEmitted(view.address_copied):
            view.anchorClicked.emit(QUrl(other))
    assert view.toPlainText() == before
