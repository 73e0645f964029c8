"""What went wrong inside the app: one window that stays out of the way, with details to copy."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from viewer import __version__

PER_MINUTE = 3


def details_of(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The traceback as text, without the name of the user's folder."""
    text = "".join(traceback.format_exception(kind, error, trace))
    return f"Trigger Point Viewer {__version__}\n{text}".replace(str(Path.home()), "~")


class ErrorReporter(QObject):
    """Hears every exception that nobody caught, in any thread; shows each once, few a minute."""

    _happened = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[int] = set()
        self._times: list[float] = []
        self.dialogs: list[QDialog] = []
        self._happened.connect(self._show)
        self._before = sys.excepthook, threading.excepthook

    def install(self) -> None:
        """Take over the hooks of the interpreter."""
        sys.excepthook = self.report
        threading.excepthook = lambda args: self.report(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write the error to stderr and, from any thread, ask for the window."""
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        traceback.print_exception(kind, error, trace)
        self._happened.emit(details_of(kind, error, trace))

    def _show(self, details: str) -> None:
        now = time.monotonic()
        self._times = [t for t in self._times if now - t < 60]
        # A paint that fails, fails at every frame: once is enough.
        if hash(details) in self._seen or len(self._times) >= PER_MINUTE:
            return
        self._seen.add(hash(details))
        self._times.append(now)
        from viewer.ui.dialogs import ErrorDialog  # most never see it

        dialog = ErrorDialog(details)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialogs.append(dialog)
        dialog.finished.connect(lambda _: self.dialogs.remove(dialog))
        dialog.show()
