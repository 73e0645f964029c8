"""The user's file: opened safely, read whole, written in transactions.

SQLite with a write-ahead log and full synchronisation: what is acknowledged survives a kill.
One connection, used by one thread at a time.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType

from viewer.store import backups
from viewer.store.connection import (
    FILE,
    checked_version,
    connected,
    connected_to_read,
    copied_to_memory,
    has_log,
    identity_of,
    nothing,
    refuse_newer,
    telling,
)
from viewer.store.errors import (
    DAMAGED_WORDS,
    ChangedElsewhereError,
    DamagedError,
    DeniedError,
    FullError,
    GoneError,
    LockedError,
    StoreError,
)
from viewer.store.own_data import Collection, Edit, OwnData, OwnNote, Ref, SetBookmark, SetNote
from viewer.store.restoring import ASIDE, READY, finish, restore
from viewer.store.schema import VERSION, migrate, version_of

__all__ = ["FILE", "Database", "now", "restore"]
NOT_ALLOWED = "Your notes can be read but not changed: their folder may not be written to."
NO_ROOM = "Your notes can be read but not changed: the disk is full. Make room, then start again."


def now() -> str:
    """The time, UTC, as it is kept."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Database:
    """An open file of own data.

    Attributes:
        folder: where it lies, its backups beside it.
        only_read: why nothing can be written, in words; "" where it can.
        backup_trouble: why the backup of this start could not be made, or None.

    Raises (``open``):
        StoreError: one of its kinds; the file is untouched.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, only_read: str = "") -> None:
        self.folder, self.only_read = folder, only_read
        self.backup_trouble: StoreError | None = None
        self._connection = connection
        self._file = None if only_read else identity_of(self.path)
        self._seen: str | None = None

    @property
    def path(self) -> Path:
        return self.folder / FILE

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return bool(self.only_read)

    @classmethod
    def open(
        cls, folder: Path, *, create: bool = True, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> Database:
        """Open the file in a folder; make both where they are missing, unless ``create`` is False.

        An older file is led to today's version, after a backup; a newer one is refused. Where
        something changed since the last backup, one is made. Where nothing can be written, what is
        there is read.
        """
        path = folder / FILE
        with telling():
            if not create and not path.exists():
                raise GoneError("The file of your notes is not there any more. Is its disk still there?")
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError:
                if not path.is_file():
                    raise
            if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
                return cls._open_to_read(folder, NOT_ALLOWED)
            try:
                with telling():
                    finish(folder, clock())
                    return cls._open_to_write(folder, clock())
            except (DeniedError, FullError) as error:
                if not path.exists() or not path.stat().st_size:
                    raise
                return cls._open_to_read(folder, NO_ROOM if isinstance(error, FullError) else NOT_ALLOWED)

    @classmethod
    def _open_to_write(cls, folder: Path, at: datetime) -> Database:
        path = folder / FILE
        if path.exists() and not path.stat().st_size and backups.found(folder):
            raise DamagedError(
                "The file of your notes is empty, though there are backups. It was left as it is; "
                "a backup can be restored."
            )
        fresh = not path.exists()
        if fresh:
            path.touch(mode=0o600)
        else:
            refuse_newer(path)
            if path.stat().st_mode & 0o077:
                with suppress(OSError):
                    path.chmod(0o600)
        connection = connected(path)
        try:
            made = cls(folder, connection)
            made._take_over(at)
        except BaseException:
            connection.close()
            if fresh:
                with suppress(OSError):
                    if not path.stat().st_size:
                        path.unlink()
            raise
        return made

    @classmethod
    def _open_to_read(cls, folder: Path, why: str) -> Database:
        path = folder / FILE
        if not path.exists() or not path.stat().st_size:
            connection = nothing()
        elif has_log(path):
            connection = copied_to_memory(path)
        else:
            # Without a place for its side files SQLite reads the file alone, as nobody changes it.
            connection = connected_to_read(path, alone=True)
        try:
            if not checked_version(version_of(connection)):
                connection.close()
                connection = nothing()
                migrate(connection)
        except BaseException:
            connection.close()
            raise
        return cls(folder, connection, why)

    def _take_over(self, at: datetime) -> None:
        found = checked_version(version_of(self._connection))
        if self._connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise DamagedError(DAMAGED_WORDS)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        if 0 < found < VERSION:
            backups.make(self._connection, self.folder, at)
        migrate(self._connection)
        if any(self.read().counts):
            try:
                self.back_up_if_changed(at)
            except StoreError as error:  # what is written can be read and changed all the same
                self.backup_trouble = error

    def close(self) -> None:
        """Put the log into the file and let go of it."""
        with suppress(sqlite3.Error):
            if not self.read_only:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- reading

    def read(self) -> OwnData:
        """Everything in the file. Raises StoreError."""
        with telling():
            run = self._connection.execute
            run("BEGIN")
            try:
                data = self._read()
                if self._seen is None:
                    self._seen = self._revision()
            finally:
                with suppress(sqlite3.Error):
                    run("ROLLBACK")
        return data

    def read_anew(self) -> OwnData:
        """The same, and from now on it is known what others wrote meanwhile. Raises StoreError."""
        self._seen = None
        return self.read()

    def _read(self) -> OwnData:
        run = self._connection.execute
        notes = {
            (kind, id): OwnNote(text, created, changed)
            for kind, id, text, created, changed in run(
                "SELECT kind, id, text, created, changed FROM own_notes ORDER BY created, kind, id"
            )
        }
        marks = {
            (kind, id): created
            for kind, id, created in run("SELECT kind, id, created FROM bookmarks ORDER BY created, kind, id")
        }
        if version_of(self._connection) < 2:
            return OwnData(MappingProxyType(notes), MappingProxyType(marks))
        items: dict[str, list[Ref]] = {}
        for collection, kind, id in run(
            "SELECT collection, kind, id FROM collection_items ORDER BY collection, position"
        ):
            items.setdefault(collection, []).append((kind, id))
        collections = tuple(
            Collection(id, name, tuple(items.get(id, ())), created)
            for id, name, created in run("SELECT id, name, created FROM collections ORDER BY position, id")
        )
        return OwnData(MappingProxyType(notes), MappingProxyType(marks), collections)

    def drafts(self) -> dict[Ref, str]:
        """What was being typed and never saved."""
        with telling():
            rows = self._connection.execute("SELECT kind, id, text FROM drafts")
            return {(kind, id): text for kind, id, text in rows}

    # -- writing

    def write(self, edits: Iterable[Edit]) -> None:
        """Write edits in one transaction: all of them or none.

        Raises:
            ChangedElsewhereError: another one wrote since this one read; see ``read_anew``.
            StoreError: they could not be written.
        """
        with self._transaction():
            found = self._revision()
            if self._seen is not None and found != self._seen:
                raise ChangedElsewhereError(
                    "Your notes were changed in another window or by a command meanwhile."
                )
            for edit in edits:
                self._write(edit)
            self._count_up()
            seen = self._revision()
        self._seen = seen

    def keep_draft(self, ref: Ref, text: str | None) -> None:
        """Keep what is being typed, or forget it with None. Raises StoreError."""
        with self._transaction():
            self._connection.execute("DELETE FROM drafts WHERE kind = ? AND id = ?", ref)
            if text is not None:
                self._connection.execute("INSERT INTO drafts VALUES (?, ?, ?, ?)", (*ref, text, now()))

    def _write(self, edit: Edit) -> None:
        run = self._connection.execute
        if isinstance(edit, SetNote):
            run("DELETE FROM own_notes WHERE kind = ? AND id = ?", edit.ref)
            if edit.note is not None:
                note = edit.note
                run(
                    "INSERT INTO own_notes VALUES (?, ?, ?, ?, ?)",
                    (*edit.ref, note.text, note.created, note.changed),
                )
            run("DELETE FROM drafts WHERE kind = ? AND id = ?", edit.ref)
        elif isinstance(edit, SetBookmark):
            run("DELETE FROM bookmarks WHERE kind = ? AND id = ?", edit.ref)
            if edit.created:
                run("INSERT INTO bookmarks VALUES (?, ?, ?)", (*edit.ref, edit.created))
        else:
            run("DELETE FROM collections")
            run("DELETE FROM collection_items")  # also those that belong to no collection
            for position, c in enumerate(edit.collections):
                run("INSERT INTO collections VALUES (?, ?, ?, ?)", (c.id, c.name, position, c.created))
                for place, (kind, id) in enumerate(c.items):
                    run("INSERT INTO collection_items VALUES (?, ?, ?, ?)", (c.id, place, kind, id))

    def _revision(self) -> str:
        return backups.revision(self._connection)

    def _count_up(self) -> None:
        self._connection.execute(
            "INSERT INTO meta VALUES ('revision', '1') "
            "ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)"
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with telling():
            self._check_place()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def _check_place(self) -> None:
        """Whether what is written now would be found again. Raises StoreError, OSError."""
        if self.only_read:
            raise DeniedError(self.only_read)
        if identity_of(self.path) != self._file:
            raise GoneError("Another file was put in the place of your notes meanwhile.")

    # -- keeping it well

    def back_up(self) -> Path:
        """Make a backup now. Raises StoreError."""
        with telling():
            return backups.make(self._connection, self.folder, datetime.now(UTC))

    def back_up_if_changed(self, at: datetime | None = None) -> None:
        """Make a backup unless the newest one holds the same. Raises StoreError."""
        with telling():
            if backups.outdated(self._connection, self.folder):
                backups.make(self._connection, self.folder, at or datetime.now(UTC))

    def problems_of_file(self) -> list[str]:
        """What SQLite itself finds wrong with the file, in its words."""
        with telling():
            rows = [row[0] for row in self._connection.execute("PRAGMA integrity_check(20)")]
            return [row for row in rows if row != "ok"]

    def loose_rows(self) -> int:
        """How many rows belong to a collection that is not there. Raises StoreError."""
        with telling():
            return len(self._connection.execute("PRAGMA foreign_key_check").fetchall())

    def forget(self) -> None:
        """Make what was deleted gone for good: from the file, its log, and every backup.

        Raises:
            StoreError: some of it may still be there.
        """
        with telling():
            self._check_place()
            self._connection.execute("VACUUM")
            if self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise LockedError(
                    "Another window or program has your notes open. Close it, then try again: "
                    "what was deleted may still be in the file."
                )
            backups.remove_all(self.folder)
            for path in (*self.folder.glob(f"{ASIDE}*"), self.folder / READY):
                path.unlink(missing_ok=True)

    def delete_everything(self) -> None:
        """Delete all that the user wrote, backups as well. Raises StoreError."""
        with self._transaction():
            for table in ("own_notes", "bookmarks", "collections", "collection_items", "drafts"):
                self._connection.execute(f"DELETE FROM {table}")
            self._count_up()
        self.forget()
