"""Ways to reach the user's file: to write, only to read, or to look without leaving a trace."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from viewer.store.errors import DAMAGED_WORDS, DamagedError, NewerError, StoreError, told
from viewer.store.schema import VERSION, version_of

FILE = "own.sqlite3"
BUSY_MS = 3000
_MAGIC, _VERSION_AT = b"SQLite format 3\x00", slice(60, 64)


@contextmanager
def telling() -> Iterator[None]:
    """Errors of SQLite and of the system as our own."""
    try:
        yield
    except StoreError:
        raise
    except (sqlite3.Error, OSError) as error:
        raise told(error) from error


def connected(path: Path) -> sqlite3.Connection:
    """The file, to be read and written. Text that was cut from it is kept in memory, not in other files."""
    return _with_pragmas(_open(str(path)))


def connected_to_read(path: Path, *, alone: bool = False) -> sqlite3.Connection:
    """The file, only to be read; ``alone`` where SQLite can put no files of its own beside it."""
    # As an address, since a name may hold characters that mean something in one.
    address = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    return _with_pragmas(_open(address, uri=True))


def nothing() -> sqlite3.Connection:
    """A file in memory, where there is none to read."""
    return _open(":memory:")


def copied_to_memory(path: Path) -> sqlite3.Connection:
    """What the file and its log hold, with nothing left of either open or changed."""
    memory = _open(":memory:")
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / FILE
        shutil.copyfile(path, copy)
        shutil.copyfile(log_of(path), log_of(copy))
        with closing(connected(copy)) as connection:
            connection.backup(memory)
    return memory


def _open(name: str, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(
        name, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False, uri=uri
    )


def _with_pragmas(connection: sqlite3.Connection) -> sqlite3.Connection:
    for pragma in (
        "foreign_keys = ON", "trusted_schema = OFF", "temp_store = MEMORY", f"busy_timeout = {BUSY_MS}",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")
    return connection


def log_of(path: Path) -> Path:
    """Where SQLite keeps what is written and not yet in the file."""
    return path.with_name(f"{path.name}-wal")


def has_log(path: Path) -> bool:
    """Whether something is in the log that may not be in the file."""
    log = log_of(path)
    return log.is_file() and log.stat().st_size > 0


def refuse_newer(path: Path) -> None:
    """Refuse a file that a newer version of the app wrote, before anything is opened to write.

    Who opens a file to write also tidies its log away when closing it. Raises StoreError.
    """
    if has_log(path):
        with closing(connected_to_read(path)) as connection:
            version = version_of(connection)
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise DamagedError(DAMAGED_WORDS)
    else:
        with open(path, "rb") as file:
            head = file.read(100)
        if not head.startswith(_MAGIC):
            return
        version = int.from_bytes(head[_VERSION_AT], "big", signed=True)
    checked_version(version)


def checked_version(version: int) -> int:
    """A version that can be worked with. Raises StoreError."""
    if version > VERSION:
        raise NewerError(
            "Your notes were written by a newer version of the app. They were not touched; "
            "please update the app."
        )
    if version < 0:
        raise DamagedError(DAMAGED_WORDS)
    return version


def identity_of(path: Path) -> tuple[int, int]:
    """What tells a file from another one of the same name."""
    found = os.stat(path)
    return found.st_dev, found.st_ino
