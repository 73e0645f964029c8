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
from viewer.store.errors import DAMAGED_WORDS, DamagedError, NewerError, StoreError, told
from viewer.store.own_data import Collection, Edit, OwnData, OwnNote, Ref, SetBookmark, SetNote
from viewer.store.schema import VERSION, migrate, version_of

FILE = "own.sqlite3"
BUSY_MS = 3000


def now() -> str:
    """The time, UTC, as it is kept."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Database:
    """An open file of own data.

    Attributes:
        folder: where it lies, its backups beside it.
        read_only: nothing can be written there.

    Raises (``open``):
        StoreError: one of its kinds; the file is untouched.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, read_only: bool) -> None:
        self.folder, self.read_only = folder, read_only
        self._connection = connection

    @property
    def path(self) -> Path:
        return self.folder / FILE

    @classmethod
    def open(cls, folder: Path, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Database:
        """Open the file in a folder; make both where they are missing.

        An older file is led to today's version, after a backup; a newer one is refused. Where
        something changed since the last backup, one is made.
        """
        path = folder / FILE
        with _telling():
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError:
                if not path.is_file():
                    raise
            if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
                return cls._open_to_read(folder)
            if path.exists() and not path.stat().st_size and backups.found(folder):
                raise DamagedError(
                    "The file of your notes is empty, though there are backups. It was left as it is; "
                    "a backup can be restored."
                )
            fresh = not path.exists()
            if fresh:
                path.touch(mode=0o600)
            connection = _connected(str(path))
            made = cls(folder, connection, False)
            try:
                made._take_over(clock())
            except BaseException:
                connection.close()
                if fresh:
                    with suppress(OSError):
                        path.unlink()
                raise
        return made

    @classmethod
    def _open_to_read(cls, folder: Path) -> Database:
        path = folder / FILE
        if not path.exists():
            connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            migrate(connection)
            return cls(folder, connection, True)
        # Without a place for its side files SQLite reads the file alone, as nobody changes it.
        connection = _connected(f"file:{path.as_posix()}?mode=ro&immutable=1", uri=True)
        if version_of(connection) > VERSION:
            connection.close()
            raise _newer()
        return cls(folder, connection, True)

    def _take_over(self, at: datetime) -> None:
        found = version_of(self._connection)
        if found > VERSION:
            raise _newer()
        if self._connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise DamagedError(DAMAGED_WORDS)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        if 0 < found < VERSION:
            backups.make(self._connection, self.folder, at)
        migrate(self._connection)
        if any(self.read().counts) and backups.outdated(self._connection, self.folder):
            backups.make(self._connection, self.folder, at)

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
        with _telling():
            run = self._connection.execute
            notes = {
                (kind, id): OwnNote(text, created, changed)
                for kind, id, text, created, changed in run(
                    "SELECT kind, id, text, created, changed FROM own_notes ORDER BY created, kind, id"
                )
            }
            marks = {
                (kind, id): created
                for kind, id, created in run(
                    "SELECT kind, id, created FROM bookmarks ORDER BY created, kind, id"
                )
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
                for id, name, created in run(
                    "SELECT id, name, created FROM collections ORDER BY position, id"
                )
            )
        return OwnData(MappingProxyType(notes), MappingProxyType(marks), collections)

    def drafts(self) -> dict[Ref, str]:
        """What was being typed and never saved."""
        with _telling():
            rows = self._connection.execute("SELECT kind, id, text FROM drafts")
            return {(kind, id): text for kind, id, text in rows}

    # -- writing

    def write(self, edits: Iterable[Edit]) -> None:
        """Write edits in one transaction: all of them or none. Raises StoreError."""
        with self._transaction():
            for edit in edits:
                self._write(edit)
            self._count_up()

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
            for position, c in enumerate(edit.collections):
                run("INSERT INTO collections VALUES (?, ?, ?, ?)", (c.id, c.name, position, c.created))
                for place, (kind, id) in enumerate(c.items):
                    run("INSERT INTO collection_items VALUES (?, ?, ?, ?)", (c.id, place, kind, id))

    def _count_up(self) -> None:
        self._connection.execute(
            "INSERT INTO meta VALUES ('revision', '1') "
            "ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)"
        )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _telling():
            if not self.path.exists() and not self.read_only:
                raise FileNotFoundError(2, "it is not there any more")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    # -- keeping it well

    def back_up(self) -> Path:
        """Make a backup now. Raises StoreError."""
        with _telling():
            return backups.make(self._connection, self.folder, datetime.now(UTC))

    def problems_of_file(self) -> list[str]:
        """What SQLite itself finds wrong with the file, in its words."""
        with _telling():
            rows = [row[0] for row in self._connection.execute("PRAGMA integrity_check(20)")]
            found = [row for row in rows if row != "ok"]
            loose = self._connection.execute("PRAGMA foreign_key_check").fetchall()
            return found + [f"a row of {row[0]} belongs to nothing" for row in loose]

    def forget(self) -> None:
        """Make what was deleted gone for good: from the file, its log, and every backup."""
        with _telling():
            self._connection.execute("DELETE FROM drafts")
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            for backup in backups.found(self.folder):
                backup.path.unlink(missing_ok=True)

    def delete_everything(self) -> None:
        """Delete all that the user wrote, backups as well."""
        with self._transaction():
            for table in ("own_notes", "bookmarks", "collections", "drafts", "meta"):
                self._connection.execute(f"DELETE FROM {table}")
        self.forget()


def restore(folder: Path, backup: Path) -> None:
    """Put a backup in the place of the file; what was there is kept beside it. The file must be closed.

    Raises:
        StoreError: the backup cannot be read; nothing was changed.
    """
    with _telling():
        connection = _connected(f"file:{backup.as_posix()}?mode=ro", uri=True)
        try:
            if version_of(connection) > VERSION:
                raise _newer()
            if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise DamagedError("This backup is damaged. Choose another one.")
            path = folder / FILE
            if path.exists() and path.stat().st_size:
                stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
                for suffix in ("", "-wal"):
                    side = path.with_name(path.name + suffix)
                    if side.exists():
                        side.replace(side.with_name(f"{FILE}.before-{stamp}{suffix}"))
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            backups.copy(connection, path)
        finally:
            connection.close()


def _connected(name: str, *, uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(
        name, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False, uri=uri
    )
    for pragma in ("foreign_keys = ON", "trusted_schema = OFF", f"busy_timeout = {BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _newer() -> NewerError:
    return NewerError(
        "Your notes were written by a newer version of the app. They were not touched; please update the app."
    )


@contextmanager
def _telling() -> Iterator[None]:
    """Errors of SQLite and of the system as our own."""
    try:
        yield
    except StoreError:
        raise
    except (sqlite3.Error, OSError) as error:
        raise told(error) from error
