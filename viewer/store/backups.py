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

from viewer.store.connection import connected_to_read

FOLDER = "backups"
LAST, DAYS, WEEKS = 10, 7, 4
"""So many of the last ones are kept, one for each of so many days, and of so many weeks."""
_NAME = re.compile(r"own-(\d{8}-\d{6})(?:-(\d{1,6}))?\.sqlite3\Z")
_TIME = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup, when it was made (UTC), and which one of that second it is."""

    path: Path
    made: datetime
    number: int = 1

    def counts(self) -> tuple[int, int, int] | None:
        """How many notes, bookmarks and collections are in it; None where it cannot be read."""
        try:
            with closing(connected_to_read(self.path)) as connection:
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
            with suppress(ValueError):  # a name that only looks like one of ours
                at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
                made.append(Backup(path, at, int(match[2] or 1)))
    return sorted(made, key=lambda b: (b.made, b.number), reverse=True)


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
        with closing(connected_to_read(newest.path)) as other:
            return revision(other) != revision(connection)
    except sqlite3.Error:
        return True


def revision(connection: sqlite3.Connection) -> str:
    """What is different after each thing that was written."""
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


def remove_all(folder: Path) -> None:
    """Remove every backup, and what was left of one that was broken off. Raises OSError."""
    for path in (folder / FOLDER).glob("own-*"):
        path.unlink(missing_ok=True)
