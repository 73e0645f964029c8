"""An error that nobody caught is shown once, in words, with details that tell nothing of the user."""

from __future__ import annotations

import errno
import getpass
import sqlite3
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from viewer.ui.errors import PER_MINUTE, ErrorReporter, trouble_of, words_of
from viewer.ui.redact import redacted


@pytest.fixture
def reporter(qapp, capsys):
    made = ErrorReporter(qapp)
    yield made
    made.uninstall()
    for dialog in list(made.dialogs):
        dialog.close()


def raised(error: Exception) -> tuple:
    try:
        raise error
    except Exception:
        return sys.exc_info()


def elsewhere(error: Exception, depth: int) -> tuple:
    """The same error from another place for each depth."""
    try:
        exec(compile("\n" * depth + "raise error", "somewhere.py", "exec"), {"error": error})
    except Exception:
        return sys.exc_info()
    raise AssertionError


def test_an_error_is_shown_without_blocking(reporter, qtbot) -> None:
    reporter.report(*raised(ValueError("one")))
    assert len(reporter.dialogs) == 1
    assert not reporter.dialogs[0].isModal()


def test_the_same_error_is_shown_once_whatever_its_message(reporter) -> None:
    for n in range(5):
        reporter.report(*elsewhere(ValueError(f"number {n}"), 3))
    assert len(reporter.dialogs) == 1


def test_few_a_minute_and_the_last_of_them_offers_a_safe_start(reporter, qtbot) -> None:
    for n in range(10):
        reporter.report(*elsewhere(ValueError("another"), n))
    assert len(reporter.dialogs) == PER_MINUTE
    offers = [[b for b in d.findChildren(QPushButton) if "safe mode" in b.text()] for d in reporter.dialogs]
    assert [bool(buttons) for buttons in offers] == [False, False, True]
    with qtbot.waitSignal(reporter.restart_requested):
        offers[-1][0].click()


def test_copied_details_tell_where_and_nothing_of_the_user(reporter, qtbot, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USER", "annasmith")
    monkeypatch.setenv("LOGNAME", "annasmith")
    secret = f"cannot read {tmp_path}/Schmidt.yaml: 'left knee worse, Mrs Miller' by annasmith"
    reporter.report(*raised(ValueError(secret)))
    dialog = reporter.dialogs[0]
    copy = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy details")
    copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied == dialog.findChild(QPlainTextEdit).toPlainText()
    assert "ValueError" in copied
    assert "test_ui_errors.py" in copied
    for private in (str(tmp_path), "Schmidt", "Miller", "knee", "annasmith"):
        assert private not in copied


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("no muscle 'upper_trapezius.1'", "no muscle 'upper_trapezius.1'"),
        (r"C:\Users\Anna\notes.db is locked", "<path> is locked"),
        ("open /home/anna/a b.yaml", "open <path> b.yaml"),
        ('said "my neck hurts"', "said '…'"),
        ("and/or 3/4", "and/or 3/4"),
    ],
)
def test_quoted_words_and_paths_are_left_out(text: str, left: str) -> None:
    assert redacted(text) == left


@pytest.mark.parametrize(
    "why", [ImportError("No module named 'pwd'"), KeyError("uid"), RuntimeError("no home"), OSError()]
)
def test_where_the_system_does_not_say_who_the_user_is_an_error_is_told_all_the_same(
    monkeypatch, why: Exception
) -> None:
    def unknown(*_: object) -> str:
        raise why

    monkeypatch.setattr(getpass, "getuser", unknown)
    monkeypatch.setattr(Path, "home", unknown)
    assert redacted("said 'my neck hurts'") == "said '…'"


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (sqlite3.OperationalError("database or disk is full"), "The disk is full"),
        (sqlite3.OperationalError("database is locked"), "Your data is in use"),
        (sqlite3.DatabaseError("database disk image is malformed"), "The file of your notes is damaged"),
        (PermissionError(errno.EACCES, "Permission denied"), "It may not be written there"),
        (OSError(errno.EROFS, "Read-only file system"), "It may not be written there"),
        (KeyError("x"), "Something went wrong"),
    ],
)
def test_a_full_disk_and_a_locked_file_have_words_of_their_own(error: Exception, title: str) -> None:
    assert words_of(error)[0] == title
    assert trouble_of(*raised(error)).title == title


def test_a_slot_and_a_thread_that_fail_are_heard(reporter, qtbot) -> None:
    reporter.install()

    def fail() -> None:
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(reporter.dialogs) == 1, timeout=3000)

    def slot() -> None:
        raise LookupError("in a slot")

    QTimer.singleShot(0, slot)
    qtbot.waitUntil(lambda: len(reporter.dialogs) == 2, timeout=3000)
