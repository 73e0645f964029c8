"""What can go wrong with the user's file, each in words for whoever reads them."""

from __future__ import annotations

import errno
import sqlite3


class StoreError(Exception):
    """The user's data cannot be read or written; the text says why and what helps."""


class NewerError(StoreError):
    """The file was written by a newer version of the app; it is not touched."""


class DamagedError(StoreError):
    """The file is no database, or a damaged one; it is left as it is."""


class FullError(StoreError):
    """There is no room on the disk; what was saved before is untouched."""


class LockedError(StoreError):
    """Another program holds the file."""


class DeniedError(StoreError):
    """The folder or the file may not be written."""


class GoneError(StoreError):
    """The folder is not there any more."""


class ChangedElsewhereError(StoreError):
    """Another window or command wrote to the file since it was read here."""


_FULL_WORDS = "The disk is full. Make room, then try again; what was saved before is untouched."
DAMAGED_WORDS = "The file of your notes is damaged. It was left as it is; a backup can be restored."
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


def told(error: sqlite3.Error | OSError) -> StoreError:
    """An error of SQLite or of the system as one of ours."""
    if isinstance(error, OSError):
        if error.errno in _FULL:
            return FullError(_FULL_WORDS)
        if error.errno in _DENIED:
            return DeniedError("The folder of your notes may not be written to.")
        return GoneError(f"The folder of your notes cannot be reached: {error.strerror or error}.")
    code = getattr(error, "sqlite_errorcode", None) or 0
    words, primary = str(error).lower(), code & 0xFF
    if primary == sqlite3.SQLITE_FULL or "disk is full" in words:
        return FullError(_FULL_WORDS)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LockedError("Another program holds the file of your notes. Close it, then try again.")
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return DeniedError("The file of your notes may not be written to.")
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or words.startswith("could not decode"):
        return DamagedError(DAMAGED_WORDS)
    if primary in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return GoneError("The file of your notes cannot be reached. Is its disk still there?")
    return StoreError(f"Your notes cannot be saved: {error}.")
