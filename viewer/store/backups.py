"""Backups of the user's file: made, listed, thinned to a few of each age."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

FOLDER = "backups"
LAST, DAYS, WEEKS = 10, 7, 4
"""So many of the last ones are kept, one for each of so many days, and of so many weeks."""
_NAME = re.compile(r"own-(\d{8}-\d{6})(?:-\d+)?\.sqlite3\Z")
_TIME = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup and when it was made (UTC)."""

    path: Path
    made: datetime

    def counts(self) -> tuple[int, int, int] | None:
        """How many notes, bookmarks and collections are in it; None where it cannot be read."""
        try:
            with closing(sqlite3.connect(f"file:{self.path.as_posix()}?mode=ro", uri=True)) as connection:
                tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
                numbers = [
                    int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
                    if table in tables
                    else 0
                    for table in ("own_notes", "bookmarks", "collections")
                ]
        except sqlite3.Error:
            return None
        return numbers[0], numbers[1], numbers[2]


def found(folder: Path) -> list[Backup]:
    """The backups of a data folder, the newest first."""
    made = []
    for path in (folder / FOLDER).glob("own-*.sqlite3"):
        match = _NAME.match(path.name)
        if match:
            made.append(Backup(path, datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)))
    return sorted(made, key=lambda b: (b.made, b.path.name), reverse=True)


def make(connection: sqlite3.Connection, folder: Path, at: datetime) -> Path:
    """Copy an open file, whole or not at all, and thin the older backups.

    Raises:
        sqlite3.Error, OSError: it could not be written.
    """
    place = folder / FOLDER
    place.mkdir(exist_ok=True, mode=0o700)
    path = place / f"own-{at.strftime(_TIME)}.sqlite3"
    number = 1
    while path.exists():
        number += 1
        path = place / f"own-{at.strftime(_TIME)}-{number}.sqlite3"
    copy(connection, path)
    thin(folder, at)
    return path


def copy(connection: sqlite3.Connection, path: Path) -> None:
    """Copy an open file to a path, whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=0o600)
        with closing(sqlite3.connect(part)) as target:
            connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        with open(part, "rb") as file:
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def outdated(connection: sqlite3.Connection, folder: Path) -> bool:
    """Whether something was written since the newest backup."""
    newest = next(iter(found(folder)), None)
    if newest is None:
        return True
    try:
        with closing(sqlite3.connect(f"file:{newest.path.as_posix()}?mode=ro", uri=True)) as other:
            return _revision(other) != _revision(connection)
    except sqlite3.Error:
        return True


def _revision(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
    return str(row[0]) if row else ""


def kept(times: Iterable[datetime], at: datetime) -> set[datetime]:
    """Which of some times are kept: the last ten, and the last one of each of 7 days and 4 weeks."""
    order = sorted((time for time in times if time <= at + timedelta(days=1)), reverse=True)
    stay = set(order[:LAST])
    # Days and weeks of the calendar: with spans counted back from now, none would grow old.
    days: dict[date, datetime] = {}
    weeks: dict[tuple[int, int], datetime] = {}
    for time in order:
        days.setdefault(time.date(), time)
        weeks.setdefault(time.isocalendar()[:2], time)
    stay |= {days[day] for day in list(days)[:DAYS]}
    stay |= {weeks[week] for week in list(weeks)[:WEEKS]}
    return stay


def thin(folder: Path, at: datetime) -> None:
    """Remove the backups that need not be kept."""
    there = found(folder)
    stay = kept((b.made for b in there), at)
    for backup in there:
        if backup.made <= at and backup.made not in stay:
            with suppress(OSError):
                backup.path.unlink(missing_ok=True)
