"""Keeps what the user writes: shown at once, written by a thread, undone by name.

What could not be written is kept in memory and offered again; it is never dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from viewer.store.database import Database
from viewer.store.errors import StoreError
from viewer.store.own_data import Edit, OwnData, Ref, apply_all, inverses

UNDO_MOST = 200


class _Job(QRunnable):
    """Something to be done with the database; whoever asked hears of it in the window's thread."""

    def __init__(self, keeper: Keeper, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        super().__init__()
        self._parts = (keeper, work, then)

    def run(self) -> None:
        keeper, work, then = self._parts
        try:
            found: object = work()
        except Exception as error:  # told in the window: a thread has nobody else to tell
            found = error
        keeper._done.emit(then, found)


class _Step(QUndoCommand):
    def __init__(self, keeper: Keeper, words: str, edits: Sequence[Edit]) -> None:
        super().__init__(words)
        self._keeper, self._edits = keeper, tuple(edits)
        self._back = inverses(keeper.data, edits)

    def redo(self) -> None:
        self._keeper._apply(self._edits)

    def undo(self) -> None:
        self._keeper._apply(self._back)


class Keeper(QObject):
    """The one place that changes own data.

    Attributes:
        data: everything, as it is shown.
        drafts: what was being typed when the app last ended.
        trouble: why nothing can be kept, or "".

    Signals:
        opened: the file was read, or could not be.
        changed: the data changed.
        saved: an edit is on the disk; (words).
        failed: an edit is not on the disk; (words).
    """

    opened = Signal()
    changed = Signal()
    saved = Signal(str)
    failed = Signal(str)
    _done = Signal(object, object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.data = OwnData()
        self.drafts: dict[Ref, str] = {}
        self.trouble = ""
        self.read_only = False
        self.is_open = False
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_MOST)
        self._database: Database | None = None
        self._unsaved: list[Edit] = []
        self._writing = 0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._done.connect(lambda then, found: then(found))

    @property
    def busy(self) -> bool:
        """Whether something is still being written or read."""
        return self._pool.activeThreadCount() > 0

    @property
    def unsaved(self) -> bool:
        """Whether something is shown that is not on the disk."""
        return bool(self._unsaved)

    # -- opening and closing

    def open(self) -> None:
        """Read the file, on the thread."""
        self._run(self._read, self._opened)

    def _read(self) -> tuple[Database, OwnData, dict[Ref, str]]:
        database = Database.open(self.folder)
        return database, database.read(), database.drafts()

    def _opened(self, found: object) -> None:
        self.undo_stack.clear()
        self.is_open = True
        if isinstance(found, tuple):
            self._database, self.data, self.drafts = found
            self.read_only = self._database.read_only
            self.trouble = "Your notes can be read but not changed: the folder may not be written to." * (
                self.read_only
            )
        else:
            self.trouble = _words(found)
        self.opened.emit()
        self.changed.emit()

    def close(self) -> None:
        """Wait until all is written, and let go of the file."""
        self._pool.waitForDone()
        if self._database is not None:
            waiting, self._unsaved = self._unsaved[self._writing :], []
            if waiting:
                with suppress(StoreError):  # there is nobody left to tell
                    self._database.write(waiting)
            self._database.close()
            self._database = None

    # -- changing

    def do(self, words: str, edits: Sequence[Edit]) -> None:
        """Change the data; ``words`` name it in the menu: "write note"."""
        if edits:
            self.undo_stack.push(_Step(self, words, edits))

    def _apply(self, edits: Sequence[Edit]) -> None:
        self.data = apply_all(self.data, edits)
        self.changed.emit()
        self._write(edits)

    def try_again(self) -> None:
        """Write what could not be written."""
        self._write(())

    def _write(self, edits: Sequence[Edit]) -> None:
        self._unsaved.extend(edits)
        if self._database is None:
            self.failed.emit(self.trouble or "Your notes are not open yet.")
        elif not self._writing:
            self._write_batch(self._database)

    def _write_batch(self, database: Database) -> None:
        batch = tuple(self._unsaved)
        self._writing = len(batch)

        def written(found: object) -> None:
            done, self._writing = self._writing, 0
            if isinstance(found, Exception):
                self.failed.emit(_words(found))
                return
            del self._unsaved[:done]
            if self._unsaved:  # what came meanwhile
                self._write_batch(database)
            else:
                self.saved.emit("Saved")

        self._run(lambda: database.write(batch), written)

    def keep_draft(self, ref: Ref, text: str | None) -> None:
        """Keep what is being typed, in case the app does not end by itself."""
        self.drafts.pop(ref, None)
        if self._database is not None and not self.read_only:
            database = self._database
            self._run(lambda: database.keep_draft(ref, text), lambda found: None)

    # -- the rest of what can be done with the file

    def ask(self, work: Callable[[Database], Any], then: Callable[[Any], None]) -> None:
        """Do something with the database on the thread; ``then`` gets what it gave, or the error."""
        database = self._database
        if database is None:
            then(StoreError(self.trouble or "Your notes are not open."))
            return
        self._run(lambda: work(database), then)

    def reopen(self, between: Callable[[], object] = lambda: None) -> None:
        """Close the file, do something to it, and read it again."""
        self.close()
        self._unsaved.clear()
        self._writing = 0

        def work() -> tuple[Database, OwnData, dict[Ref, str]]:
            between()
            return self._read()

        self._run(work, self._opened)

    def _run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self._pool.start(_Job(self, work, then))


def _words(error: object) -> str:
    return str(error) if isinstance(error, StoreError) else f"Your notes cannot be kept: {error}"
