"""What went wrong inside the app: one calm window for each distinct error, with details to copy."""

from __future__ import annotations

import errno
import logging
import sqlite3
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from viewer.ui.redact import details_of

PER_MINUTE = 3
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is said of an error.

    Attributes:
        title, text: in words for whoever sits before the screen.
        details: to be copied; nothing of the user's is in them.
        mark: the same for the same error, wherever its message differs.
    """

    title: str
    text: str
    details: str = ""
    mark: int = 0


def trouble_of(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> Trouble:
    """What to say of an error that nobody caught."""
    details = details_of(kind, error, trace)
    frames = tuple((f.filename, f.lineno) for f in traceback.extract_tb(trace))
    title, text = words_of(error)
    return Trouble(title, text, details, hash((kind, frames)))


def words_of(error: BaseException) -> tuple[str, str]:
    """Title and text for an error: a full disk and a locked file have words of their own."""
    code = error.errno if isinstance(error, OSError) else None
    database = str(error).lower() if isinstance(error, sqlite3.Error) else ""
    if code in _FULL or "disk is full" in database:
        return "The disk is full", (
            "What you just did could not be written. What was saved before is untouched. "
            "Make room on the disk, then do it again."
        )
    if "locked" in database or "busy" in database:
        return "Your data is in use", (
            "Another program holds the file of your notes, so this could not be saved. "
            "Close the other program, then do it again."
        )
    if "malformed" in database or "not a database" in database:
        return "The file of your notes is damaged", (
            "It was left as it is. Restore a backup from the menu, or ask for “Check data” there."
        )
    if code in _NOT_ALLOWED or "readonly" in database:
        return "It may not be written there", (
            "The folder allows no writing, so this could not be saved. Choose another folder."
        )
    if isinstance(error, MemoryError):
        return "There is not enough memory", "Close other programs or other windows, then do it again."
    return "Something went wrong", (
        "The app goes on, but what you just did may not have worked. What was saved is untouched, "
        "and nothing was sent anywhere."
    )


class ErrorReporter(QObject):
    """Hears every exception that nobody caught, in any thread; shows each once, few a minute.

    Signals:
        restart_requested: the user wants to start again in safe mode.
    """

    restart_requested = Signal()
    _happened = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[int] = set()
        self._times: list[float] = []
        self.dialogs: list[QDialog] = []
        self._happened.connect(self._show)
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook

    def install(self) -> None:
        """Take over the hooks of the interpreter."""
        sys.excepthook = self.report
        threading.excepthook = lambda args: self.report(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )
        sys.unraisablehook = lambda args: self.report(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write the error to stderr and the log and, from any thread, ask for the window."""
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        if sys.stderr is not None:
            traceback.print_exception(kind, error, trace)
        trouble = trouble_of(kind, error, trace)
        logging.getLogger("viewer").error("%s", trouble.details)
        self._happened.emit(trouble)

    def _show(self, trouble: Trouble) -> None:
        now = time.monotonic()
        self._times = [t for t in self._times if now - t < 60]
        # A paint that fails, fails at every frame: once is enough.
        if trouble.mark in self._seen or len(self._times) >= PER_MINUTE:
            return
        self._seen.add(trouble.mark)
        self._times.append(now)
        from viewer.ui.dialogs import ErrorDialog  # most never see it

        dialog = ErrorDialog(trouble.title, trouble.text, trouble.details, len(self._times) == PER_MINUTE)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.restart_requested.connect(self.restart_requested)
        self.dialogs.append(dialog)
        dialog.finished.connect(lambda _: self.dialogs.remove(dialog))
        dialog.show()
