"""Files that tell what went wrong: a log, the fault handler's, and a mark of a run that has not ended.

They lie in the user's data folder, hold no word of the user's, and nobody but the user sends
them anywhere.
"""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from PySide6.QtCore import QLockFile, QtMsgType, qInstallMessageHandler, qVersion

from viewer import __version__
from viewer.ui.redact import redacted

LOG = logging.getLogger("viewer")
BYTES_MAX, FILES_KEPT = 256_000, 3
CRASHES_KEPT = 5
_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Logs:
    """The files of one run. A folder that cannot be written costs the log and nothing else.

    Attributes:
        ended_badly: what the fault handler left of a run that did not end by itself, "" if it
            left nothing; None where every run before this one ended as it should.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ended_badly: str | None = None
        self._faults: IO[str] | None = None
        self._lock: QLockFile | None = None
        self._handler: logging.Handler | None = None
        self._qt_before: Callable[..., object] | None = None

    def start(self) -> None:
        """Look how the last run ended, and begin to write."""
        try:
            for folder in (self.folder.parent, self.folder):  # the user's own data lie in the first
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._look_back()
            self._mark()
            handler = logging.handlers.RotatingFileHandler(
                self.folder / "viewer.log", maxBytes=BYTES_MAX, backupCount=FILES_KEPT - 1, encoding="utf-8"
            )
            self._faults = open(self.folder / f"crash-{os.getpid()}.log", "w", encoding="utf-8")  # noqa: SIM115
        except OSError:
            if sys.stderr is not None:
                faulthandler.enable()
            return
        faulthandler.enable(self._faults)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._handler = handler
        LOG.addHandler(handler)
        LOG.setLevel(logging.INFO)
        LOG.propagate = False
        LOG.info("%s, Python %s, Qt %s, %s", __version__, platform.python_version(), qVersion(), sys.platform)
        self._qt_before = qInstallMessageHandler(self._from_qt)

    def stop(self) -> None:
        """This run ends as it should: take its mark away."""
        if self._faults is None:
            return
        qInstallMessageHandler(self._qt_before)
        faulthandler.disable()
        if self._handler is not None:
            LOG.removeHandler(self._handler)
            self._handler.close()
        path = Path(self._faults.name)
        self._faults.close()
        self._faults = None
        path.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.unlock()

    def _mark(self) -> None:
        self._lock = QLockFile(str(self.folder / f"running-{os.getpid()}.lock"))
        self._lock.setStaleLockTime(0)
        self._lock.tryLock(0)

    def _look_back(self) -> None:
        for mark in sorted(self.folder.glob("running-*.lock")):
            lock = QLockFile(str(mark))
            lock.setStaleLockTime(0)
            if not lock.tryLock(0):
                continue  # that one is still running
            lock.unlock()
            crash = self.folder / mark.name.replace("running-", "crash-").replace(".lock", ".log")
            try:
                said = crash.read_text(encoding="utf-8", errors="replace")
            except OSError:
                said = ""
            self.ended_badly = redacted(said)
            if said:
                crash.replace(self.folder / f"ended-{time.strftime('%Y%m%d-%H%M%S')}-{crash.name}")
            else:
                crash.unlink(missing_ok=True)
        for old in sorted(self.folder.glob("ended-*"))[:-CRASHES_KEPT]:
            old.unlink(missing_ok=True)

    def _from_qt(self, kind: QtMsgType, context: object, text: str) -> None:
        if kind in _LEVELS:
            LOG.log(_LEVELS[kind], "Qt: %s", redacted(text))
        if sys.stderr is not None and kind != QtMsgType.QtDebugMsg:
            print(text, file=sys.stderr)
