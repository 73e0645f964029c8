"""One run of the app: what is written of it, what is said of the last one, and starting again."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess

from viewer.ui.errors import ErrorReporter
from viewer.ui.folders import Folders
from viewer.ui.logs import Logs
from viewer.ui.window import Window

SAFE = "Safe mode: settings and other catalogs are left aside; nothing is remembered"
ENDED_BADLY = (
    "The app did not end by itself the last time. What was saved is there; what was being typed is offered "
    "again where it belongs."
)


class Run(QObject):
    """Logs, the error window, and what has to be said at the start.

    Args:
        safe: this is a safe start.
    """

    def __init__(self, window: Window, reporter: ErrorReporter, folders: Folders, safe: bool) -> None:
        super().__init__(window)
        self._window, self._reporter, self._folders, self._safe = window, reporter, folders, safe
        self.logs = Logs(folders.logs)
        reporter.restart_requested.connect(self.start_again)

    def start(self) -> None:
        """Begin to write what goes wrong, and say what there is to say."""
        self.logs.start()
        self._reporter.install()
        notice = self._window.notice
        if self._safe:
            self._window.setWindowTitle(f"{self._window.windowTitle()} (safe mode)")
            notice.say(SAFE, "")
        elif self._window.settings.notice:
            notice.say(self._window.settings.notice, "")
        elif self.logs.ended_badly is not None:
            notice.say(ENDED_BADLY, "Show details" if self.logs.ended_badly else "")
            notice.details_requested.connect(self._show_crash)

    def stop(self) -> None:
        """The run ends as it should."""
        self._reporter.uninstall()
        self.logs.stop()

    def start_again(self) -> None:
        """Close, and start once more with default settings and the catalog that comes with the app."""
        command = [sys.executable, "-m", "viewer", "open", "--safe-mode"]
        if self._folders.config == self._folders.data:
            command += ["--data-dir", str(self._folders.data)]
        # From where the package lies, so that a checkout starts itself and nothing else.
        if QProcess.startDetached(command[0], command[1:], str(Path(__file__).resolve().parents[2]))[0]:
            self._window.close()

    def _show_crash(self) -> None:
        from viewer.ui.dialogs import ErrorDialog

        dialog = ErrorDialog(
            "The app did not end by itself", "This is what was written of it.", self.logs.ended_badly or "",
            parent=self._window,
        )  # fmt: skip
        dialog.show()
