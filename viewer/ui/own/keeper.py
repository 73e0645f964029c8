"""Keeps what the user writes: shown at once, written by a thread, undone by name.

What could not be written is kept in memory and offered again; it is never dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from viewer.store.database import Database
from viewer.store.errors import ChangedElsewhereError, GoneError, StoreError
from viewer.store.own_data import Edit, OwnData, Ref, apply_all, inverses, rebased

UNDO_MOST = 200
MEET_MOST = 3


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


class _Discard(QUndoCommand):
    """Typed text that is given up, and offered again when that is undone."""

    def __init__(self, keeper: Keeper, ref: Ref, text: str) -> None:
        super().__init__("discard text")
        self._keeper, self._ref, self._text = keeper, ref, text

    def redo(self) -> None:
        self._keeper.keep_draft(self._ref, None)
        self._keeper.changed.emit()

    def undo(self) -> None:
        self._keeper.keep_draft(self._ref, self._text)
        self._keeper.changed.emit()


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
        refused: nothing can be changed; (words).
        taken_in: what another window or a command wrote is shown as well.
    """

    opened = Signal()
    changed = Signal()
    saved = Signal(str)
    failed = Signal(str)
    refused = Signal(str)
    taken_in = Signal()
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
        self._base = OwnData()  # what is on the disk, without what is unsaved
        self._writing = 0
        self._met = 0  # how often the file was read anew without anything being written
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._done.connect(self._answer)

    def _answer(self, then: Callable[[Any], None], found: object) -> None:
        then(found)

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
            self._database, self._base, self.drafts = found
            self.data = apply_all(self._base, self._unsaved)
            self.read_only = self._database.read_only
            self.trouble = self._database.only_read
        else:
            self.trouble = _words(found)
        self.opened.emit()
        self.changed.emit()
        if self._unsaved and not self.trouble:  # what was done before the file was read
            self._write(())

    def settle(self) -> str:
        """Wait until all is written. Gives why something is not, "" where everything is."""
        words: list[str] = []
        self.failed.connect(words.append)
        if self._unsaved and not self._writing:
            self._write(())
        while self.busy or self._writing:
            self._pool.waitForDone()
            QCoreApplication.sendPostedEvents(self)
        self.failed.disconnect(words.append)
        return words[-1] if words and self._unsaved else ""

    def close(self) -> None:
        """Wait until all is written, and let go of the file."""
        self.settle()
        if self._database is not None:
            self._database.close()
            self._database = None

    # -- changing

    def do(self, words: str, edits: Sequence[Edit]) -> bool:
        """Change the data; ``words`` name it in the menu. False where nothing may be changed."""
        if self.is_open and self.trouble:
            self.refused.emit(self.trouble)
            return False
        if edits:
            self.undo_stack.push(_Step(self, words, edits))
        return True

    def discard(self, ref: Ref, text: str) -> None:
        """Give up what was being typed; it can be undone."""
        if text.strip():
            self.undo_stack.push(_Discard(self, ref, text))
        else:
            self.keep_draft(ref, None)

    def _apply(self, edits: Sequence[Edit]) -> None:
        self.data = apply_all(self.data, edits)
        self.changed.emit()
        self._write(edits)

    def try_again(self) -> None:
        """Write what could not be written."""
        self._met = 0
        self._write(())

    def _write(self, edits: Sequence[Edit]) -> None:
        self._unsaved.extend(edits)
        if self._database is None:
            if self.is_open:
                self.failed.emit(self.trouble or "Your notes are not open.")
        elif not self._writing and self._unsaved:
            self._write_batch(self._database)

    def _write_batch(self, database: Database) -> None:
        batch = tuple(self._unsaved)
        self._writing = len(batch)

        def written(found: object) -> None:
            done, self._writing = self._writing, 0
            if isinstance(found, ChangedElsewhereError | GoneError) and self._met < MEET_MOST:
                self._meet(database, found)
                return
            if isinstance(found, Exception):
                self.failed.emit(_words(found))
                return
            self._met = 0
            self._base = apply_all(self._base, batch)
            del self._unsaved[:done]
            if self._unsaved:  # what came meanwhile
                self._write_batch(database)
            else:
                self.saved.emit("Saved")

        self._run(lambda: database.write(batch), written)

    def _meet(self, database: Database, why: StoreError) -> None:
        """Read the file anew, and put what is unsaved on top of what others made of it."""

        def work() -> tuple[Database, OwnData]:
            if isinstance(why, ChangedElsewhereError):
                return database, database.read_anew()
            new = Database.open(self.folder, create=False)
            data = new.read()
            database.close()
            return new, data

        def met(found: object) -> None:
            self._writing = 0
            if not isinstance(found, tuple):
                self.failed.emit(_words(found))
                return
            self._database, theirs = found
            mine = rebased(self._unsaved, self._base, theirs)
            self._base, self._unsaved = theirs, list(mine)
            self.data = apply_all(theirs, mine)
            self.undo_stack.clear()  # its steps lead back to before the others'
            self.changed.emit()
            self.taken_in.emit()
            if self._database.only_read:
                self.failed.emit(self._database.only_read)
            elif self._unsaved:
                self._write_batch(self._database)
            else:
                self.saved.emit("Saved")

        self._met += 1
        self._writing = len(self._unsaved) or 1
        self._run(work, met)

    def keep_draft(self, ref: Ref, text: str | None) -> None:
        """Keep what is being typed, in case the app does not end by itself."""
        self.drafts.pop(ref, None)
        if text is not None:
            self.drafts[ref] = text
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
        """Close the file, do something to it, and read it again, whether that could be done or not."""
        self.close()
        self._unsaved.clear()

        def work() -> object:
            try:
                between()
            except StoreError as error:
                return self._read(), error
            return self._read(), None

        def done(found: Any) -> None:
            if isinstance(found, Exception):
                self._opened(found)
                return
            read, error = found
            self._opened(read)
            if error is not None:
                self.refused.emit(_words(error))

        self._run(work, done)

    def _run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self._pool.start(_Job(self, work, then))


def _words(error: object) -> str:
    return str(error) if isinstance(error, StoreError) else f"Your notes cannot be kept: {error}"
