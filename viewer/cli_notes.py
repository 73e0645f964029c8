"""``viewer notes``: what the user wrote, listed, taken along, brought in, checked. Needs no Qt."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from viewer.body.folders import user_folder
from viewer.cli_output import counted, load_catalog, print_json, records, say, write_file

if TYPE_CHECKING:
    from viewer.store.database import Database


def notes(options: argparse.Namespace) -> int:
    """Do what is asked with the file of own data."""
    from viewer.store.database import FILE, Database
    from viewer.store.errors import StoreError
    from viewer.store.restoring import READY

    run = {"list": _list, "export": _export, "import": _import, "check": _check}[options.what]
    if options.what in ("export", "import") and options.file is None:
        say(f"say which file: viewer notes {options.what} FILE.json")
        return 2
    folder = options.data_dir.expanduser() if options.data_dir else user_folder("data")
    if options.what != "import" and not (folder / FILE).exists() and not (folder / READY).exists():
        say(f"nothing was written yet: there are no notes in {folder}")
        return 1
    try:
        with Database.open(folder) as database:
            return run(options, database)
    except StoreError as error:
        say(str(error))
        return 1


def _list(options: argparse.Namespace, database: Database) -> int:
    data = database.read()
    if options.json:
        import json

        from viewer.store.exchange import to_bytes

        print_json(json.loads(to_bytes(data)))
        return 0
    for (kind, id), note in data.notes.items():
        lines = [_for_terminals(line) for line in note.text.split("\n")]
        print(f"note  {kind}:{id}  {note.changed}\n    " + "\n    ".join(lines))
    for kind, id in data.bookmarks:
        print(f"bookmark  {kind}:{id}")
    for c in data.collections:
        print(f"collection  {c.name}: {', '.join(f'{kind}:{id}' for kind, id in c.items)}")
    return 0


def _for_terminals(line: str) -> str:
    """A line without what a terminal would obey instead of showing it."""
    from viewer.store.own_data import one_line

    return one_line(line.replace("\t", "    "))


def _export(options: argparse.Namespace, database: Database) -> int:
    from viewer.store.exchange import to_bytes

    data = database.read()
    if not write_file(options.file, to_bytes(data)):
        return 1
    print(options.file, file=sys.stderr)
    return 0


def _import(options: argparse.Namespace, database: Database) -> int:
    from viewer.store.exchange import ExchangeError, content_of, from_bytes, merged

    try:
        edits = merged(database.read(), from_bytes(content_of(options.file)))
    except OSError as error:
        say(f"{options.file} cannot be read: {error.strerror}")
        return 1
    except ExchangeError as error:
        say(f"{options.file} was not imported: {error}")
        return 1
    database.write(edits)
    say(counted(len(edits), "change") if edits else "everything in it was here already")
    return 0


def _check(options: argparse.Namespace, database: Database) -> int:
    from viewer.store.checks import check
    from viewer.store.database import now

    loaded = load_catalog(options)
    if loaded is None:
        return 1
    by_kind = records(loaded)
    report = check(database, lambda ref: ref[1] in by_kind.get(ref[0], {}), now())
    if options.json:
        print_json({"damage": report.damage, "faults": report.faults, "unknown": report.unknown})
    else:
        for line in report.lines:
            print(line)
    return 1 if report.damage or report.faults else 0
