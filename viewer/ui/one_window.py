"""One window for one data folder: a second start hands over to the first, and ends."""

from __future__ import annotations

import hashlib
import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

LOCK = "window.lock"
ANSWER_MS = 10_000
"""How long a second start waits for the first, which may still be starting itself."""
LONGEST = 64 * 1024
WORDS = ("target", "side", "layer", "view", "catalog")
"""What is handed over; whatever else is sent is not looked at."""
TAKEN = b"taken\n"


class OneWindow(QObject):
    """The right to the one window of a data folder.

    Nothing here reaches beyond this machine and this user: a local socket, for its owner alone.

    Signals:
        asked: what a second start was called with, by the names in ``WORDS``.
    """

    asked = Signal(dict)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        digest = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()
        self.name = f"trigger-point-viewer-{digest[:20]}"
        self._folder = folder
        self._lock = QLockFile(str(folder / LOCK))
        # No lock grows old while its process lives; that of a killed one is not in the way.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None
        self._sockets: list[QLocalSocket] = []
        # Not while a socket still speaks: it must not be deleted from within its own signal.
        self._tidy = QTimer(self)
        self._tidy.setSingleShot(True)
        self._tidy.timeout.connect(self._drop_ended)

    def claim(self, wait_ms: int = 0) -> bool:
        """Whether this start is the first, which from now on hears others.

        True, too, where the folder cannot be written to: nobody can know then, and nothing is kept.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            return True
        if not self._lock.tryLock(wait_ms):
            return self._lock.error() != QLockFile.LockError.LockFailedError
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # Whoever left its socket behind is gone, or we would not have the lock.
        QLocalServer.removeServer(self.name)
        server.newConnection.connect(self._connected)
        if server.listen(self.name):
            self._server = server
        return True

    def hand_over(self, words: Mapping[str, str]) -> bool:
        """Give the first window what this start was called with; False if it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self.name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        kept = {key: words[key] for key in WORDS if words.get(key)}
        socket.write(json.dumps(kept).encode() + b"\n")
        socket.flush()
        answer = b""
        while not answer.endswith(b"\n"):
            if not socket.waitForReadyRead(ANSWER_MS):
                return False
            answer += bytes(socket.readAll().data())
        socket.disconnectFromServer()
        return answer == TAKEN

    def hand_over_or_say(self, options: Namespace) -> int:
        """Hand over what the command line asked for, or say why not; the exit status."""
        if getattr(options, "overlay", None):
            print("a window is open already: close it to lay a file over the catalog", file=sys.stderr)
            return 1
        catalog = getattr(options, "catalog", None)
        words = {name: getattr(options, name, None) or "" for name in WORDS}
        if self.hand_over({**words, "catalog": str(Path(catalog).absolute()) if catalog else ""}):
            return 0
        print(f"a window is open already ({self.holder()}), but does not answer", file=sys.stderr)
        return 1

    def holder(self) -> str:
        """Who has the window, in words."""
        pid, host, _ = self._lock.getLockInfo()
        return f"process {pid} on {host}"

    def release(self) -> None:
        """Let another start be the first."""
        for socket in self._sockets:
            socket.abort()
        self._drop_ended()
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        self._lock.unlock()

    def _connected(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            socket.setReadBufferSize(LONGEST)
            self._sockets.append(socket)
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(self._tidy.start)
        self._read()

    def _read(self) -> None:
        for socket in tuple(self._sockets):
            if socket.canReadLine():
                self._heard(socket)
            elif socket.bytesAvailable() >= LONGEST:
                socket.abort()

    def _heard(self, socket: QLocalSocket) -> None:
        words = _words(bytes(socket.readLine().data()))
        if words is None:
            socket.abort()
            return
        socket.write(TAKEN)
        socket.flush()
        self.asked.emit(words)

    def _drop_ended(self) -> None:
        for socket in tuple(self._sockets):
            if socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
                self._sockets.remove(socket)
                socket.deleteLater()


def _words(line: bytes) -> dict[str, str] | None:
    """What was handed over; None for anything that no second start sends."""
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict):
        return None
    return {key: read[key] for key in WORDS if isinstance(read.get(key), str)}
