"""A backup put in the place of the file, whole or not at all, whenever it is broken off."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from viewer.store import backups
from viewer.store.connection import FILE, checked_version, connected, connected_to_read, log_of, telling
from viewer.store.errors import DamagedError, LockedError
from viewer.store.schema import version_of

READY = f"{FILE}.restored"
"""A backup that only has to be moved into place: once it is there, it will be."""
ASIDE = f"{FILE}.before-"
"""How a damaged file is called that a backup took the place of."""


def restore(folder: Path, backup: Path, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
    """Put a backup in the place of the file, which must be closed.

    What was there is backed up first, or kept beside it where it is damaged.

    Raises:
        StoreError: the backup cannot be read, or there is no room; nothing was changed.
    """
    with telling():
        with closing(connected_to_read(backup)) as connection:
            if not checked_version(version_of(connection)):
                raise DamagedError("There is nothing in this backup. Choose another one.")
            if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise DamagedError("This backup is damaged. Choose another one.")
            backups.copy(connection, folder / READY)
        try:
            finish(folder, clock())
        except BaseException:
            with suppress(OSError):
                (folder / READY).unlink(missing_ok=True)
            raise


def finish(folder: Path, at: datetime) -> None:
    """Do the rest of a restoring that was broken off; nothing where there is none.

    Raises:
        StoreError: what is there could not be kept.
    """
    ready, path = folder / READY, folder / FILE
    if not ready.exists():
        return
    with telling():
        if path.exists() and path.stat().st_size and not _backed_up(path, folder, at):
            _put_aside(path, at)
        log = log_of(path)
        if path.exists() and log.exists() and log.stat().st_size:
            raise LockedError("Another window or program has your notes open. Close it, then try again.")
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        ready.replace(path)


def _backed_up(path: Path, folder: Path, at: datetime) -> bool:
    """Back the file up and close its log; False where it is damaged."""
    try:
        with closing(connected(path)) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return False
            if version_of(connection) and backups.outdated(connection, folder):
                backups.make(connection, folder, at)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError as error:
        if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return False
        raise
    return True


def _put_aside(path: Path, at: datetime) -> None:
    stamp, number = f"{at:%Y%m%d-%H%M%S}", 1
    while path.with_name(f"{ASIDE}{stamp}").exists():
        number += 1
        stamp = f"{at:%Y%m%d-%H%M%S}-{number}"
    # The log first: it must never lie beside another file than its own.
    for suffix in ("-wal", ""):
        side = path.with_name(path.name + suffix)
        if side.exists():
            side.replace(path.with_name(f"{ASIDE}{stamp}{suffix}"))
