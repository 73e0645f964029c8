"""What the commands share: a loaded catalog, finding an id in it, writing a file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from viewer.catalog.loader import Loaded

KINDS = ("muscle", "point", "technique", "topic", "red_flag", "source", "region", "landmark", "structure")
OF_THE_BODY = KINDS[-3:]
"""The kinds that no catalog brings along."""


def say(text: str) -> None:
    """A line for the person at the terminal, apart from the output."""
    print(text, file=sys.stderr)


def counted(number: int, what: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def load_catalog(options: argparse.Namespace) -> Loaded | None:
    """The catalog a command works with; its errors are told, and None stands for an unusable one."""
    from viewer.catalog.loader import load

    loaded = load(options.catalog, options.overlay)
    errors = [issue for issue in loaded.issues if issue.severity == "error"]
    for issue in errors[:20]:
        say(str(issue))
    if len(errors) > 20:
        say(f"… and {len(errors) - 20} more; `viewer check` lists all")
    if not loaded.catalog.title:
        return None
    if loaded.withheld:
        say(f"left out because of errors: {counted(len(loaded.withheld), 'record')}")
    return loaded


def records(loaded: Loaded) -> dict[str, dict[str, Any]]:
    """Every record by kind and id."""
    catalog, body = loaded.catalog, loaded.body_data
    return {
        "muscle": dict(catalog.muscles),
        "point": catalog.points(),
        "technique": dict(catalog.techniques),
        "topic": dict(catalog.education),
        "red_flag": dict(catalog.red_flags),
        "source": dict(catalog.sources),
        "region": dict(body.regions),
        "landmark": dict(body.landmarks),
        "structure": dict(body.structures),
    }


def find(loaded: Loaded, written: str) -> tuple[str, Any] | None:
    """The kind and record of an id; tells the nearest if there is none.

    ``kind:id`` chooses between records of one name; without it the catalog comes first.
    """
    from viewer.catalog.issues import nearest

    by_kind = records(loaded)
    kind, colon, name = written.rpartition(":")
    if colon and kind not in KINDS:
        say(f"'{kind}' is no kind of record: {', '.join(KINDS)}")
        return None
    wanted = loaded.catalog.current_id(name) or name
    found = [(one, by_kind[one][wanted]) for one in ([kind] if colon else KINDS) if wanted in by_kind[one]]
    if not found:
        known = {name for one in ([kind] if colon else KINDS) for name in by_kind[one]}
        hint = nearest(name, known)
        say(f"nothing has the id '{written}'" + (f" (did you mean '{hint}'?)" if hint else ""))
        if name in loaded.catalog.deleted:
            say("the catalog, or what is laid over it, has taken that record away")
        if name in loaded.withheld:
            say(f"it is left out because of an error: {loaded.withheld[name]}")
        return None
    if name in loaded.withheld:
        say(f"its record is left out because of an error: {loaded.withheld[name]}")
    if len(found) > 1:
        others = ", ".join(f"{one}:{name}" for one, _ in found[1:])
        say(f"this is {found[0][0]}:{name}; there is also {others}")
    return found[0]


def find_ids(loaded: Loaded, written: Iterable[str], kinds: Collection[str], rule: str) -> list[str] | None:
    """The ids of records of some kinds; None after saying which is none, by the rule that says so."""
    ids = []
    for each in written:
        found = find(loaded, each)
        if found is None:
            return None
        kind, record = found
        if kind not in kinds:
            say(f"'{each}' is a {kind}: {rule}")
            return None
        ids.append(record.id)
    return ids


def laid_over(loaded: Loaded, record_id: str) -> str:
    """The title of the overlay that a record comes from; empty for one of the catalog itself."""
    catalog = loaded.catalog
    owner = record_id if record_id in catalog.origin else record_id.rpartition(".")[0]
    origin = catalog.origin.get(owner, "")
    return "" if origin == catalog.title else origin


def print_json(value: Any) -> None:
    """Plain data as readable JSON on stdout."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    print()


def write_file(path: Path, data: bytes) -> bool:
    """Replace a file by new bytes, whole or not at all; tells why it cannot be written."""
    from viewer.catalog.disk import replace_file

    try:
        replace_file(path, data)
    except OSError as error:
        say(f"{path} cannot be written: {error.strerror}")
        return False
    return True
