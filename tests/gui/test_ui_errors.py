"""An error that nobody caught is shown once, with details to copy, and the app goes on."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import QTimer

from viewer.ui.errors import PER_MINUTE, ErrorReporter, details_of


@pytest.fixture
def reporter(qapp, capsys):
    made = ErrorReporter(qapp)
    yield made
    made.uninstall()
    for dialog in list(made.dialogs):
        dialog.close()


def raised(words: str) -> tuple:
    try:
        raise ValueError(words)
    except ValueError:
        return sys.exc_info()


def test_an_error_is_shown_without_blocking(reporter, qtbot) -> None:
    reporter.report(*raised("one"))
    assert len(reporter.dialogs) == 1
    assert not reporter.dialogs[0].isModal()


def test_the_same_error_is_shown_once_and_many_are_not(reporter) -> None:
    error = raised("same")
    reporter.report(*error)
    reporter.report(*error)
    assert len(reporter.dialogs) == 1
    for n in range(10):
        reporter.report(*raised(f"another {n}"))
    assert len(reporter.dialogs) == PER_MINUTE


def test_details_do_not_tell_the_users_folder(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    kind, error, trace = raised(f"cannot read {tmp_path}/secret")
    text = details_of(kind, error, trace)
    assert str(tmp_path) not in text
    assert "~/secret" in text


def test_a_slot_and_a_thread_that_fail_are_heard(reporter, qtbot, monkeypatch) -> None:
    heard: list[str] = []
    reporter._happened.connect(heard.append)
    reporter.install()

    def fail() -> None:
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: any("in a thread" in h for h in heard), timeout=3000)
    assert QTimer is not None
