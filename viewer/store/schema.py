"""The tables of the user's file, version by version. A step never changes once it was released."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

_V1 = (
    """CREATE TABLE own_notes (
        kind TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL,
        created TEXT NOT NULL, changed TEXT NOT NULL,
        PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE bookmarks (
        kind TEXT NOT NULL, id TEXT NOT NULL, created TEXT NOT NULL,
        PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
)
_V2 = (
    """CREATE TABLE collections (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, position INTEGER NOT NULL, created TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE collection_items (
        collection TEXT NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
        position INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
        PRIMARY KEY (collection, kind, id)) STRICT""",
    """CREATE TABLE drafts (
        kind TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, changed TEXT NOT NULL,
        PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID""",
)


def _run(statements: tuple[str, ...]) -> Callable[[sqlite3.Connection], None]:
    def step(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return step


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (_run(_V1), _run(_V2))
"""What leads from version n to n + 1. Collections and drafts came with version 2."""
# The items have row ids: SQLite 3.40 finds faults that are none in tables without them whose key
# is not in the order of their columns.
VERSION = len(STEPS)


def version_of(connection: sqlite3.Connection) -> int:
    """The version of an open file; 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Lead a file to today's version, each step in a transaction of its own."""
    for number in range(version_of(connection), VERSION):
        connection.execute("BEGIN IMMEDIATE")
        try:
            STEPS[number](connection)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
