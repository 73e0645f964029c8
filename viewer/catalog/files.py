"""One file of a catalog: the records read from its bytes, and their problems."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from typing import Any

from viewer.catalog import schema
from viewer.catalog.disk import digest
from viewer.catalog.fields import INVALID, Reader, Reference, Table
from viewer.catalog.issues import Issue, nearest
from viewer.catalog.model import Header
from viewer.catalog.source import Mapping, Scalar, Sequence, read_nodes


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One record of a list as it was read.

    Attributes:
        list: the list it stands in (``muscles``, …).
        id: as written; empty where there is none.
        record: None where it has an error of its own.
        made: it and all records within it, each with its node.
        declared: its id and the ids of its trigger points, also where it has an error.
    """

    file: str
    list: str
    id: str
    record: Any
    node: Mapping | Scalar | Sequence
    made: tuple[tuple[Any, Mapping], ...]
    references: tuple[Reference, ...]
    declared: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ParsedFile:
    """A file's records and problems, reused as long as its bytes stay the same.

    Attributes:
        readable: whether the YAML could be read to its end; if not, it may hold unknown ids.
    """

    file: str
    digest: str
    header: Header | None
    header_node: Mapping | None
    entries: tuple[Entry, ...]
    issues: tuple[Issue, ...]
    readable: bool


def parse_file(file: str, data: bytes, tables: MappingType[str, Table], header: Table | None) -> ParsedFile:
    """Read one file's bytes by the tables of the lists it may hold.

    Args:
        file: its name in issues.
        tables: key of a list to the table of its records.
        header: the table of the keys beside the lists, for a main file; None for the others.
    """
    reader = Reader(file)
    root, problems = read_nodes(data)
    for problem in problems:
        reader.issues.append(
            Issue(file, problem.line, problem.column, "error", problem.rule, problem.message)
        )
    key = digest(data)
    if not isinstance(root, Mapping):
        if root is not None and not root.broken:
            reader.error(root, "wrong-type", "a catalog file is a mapping of lists: muscles, sources, …")
        return ParsedFile(file, key, None, None, (), tuple(reader.issues), False)
    entries: list[Entry] = []
    head = Mapping(root.line, root.column)
    head.broken = root.broken
    known = {*tables, *(field.key for field in header.fields)} if header else set(tables)
    for word, (key_node, node) in root.entries.items():
        if word in tables:
            if isinstance(node, Sequence):
                entries += (_entry(word, tables[word], item, reader) for item in node.items)
            elif not node.broken and not (isinstance(node, Scalar) and node.plain and not node.text):
                reader.error(node, "wrong-type", f"'{word}' is a list of records")
        elif word in known:
            head.entries[word] = (key_node, node)
        else:
            hint = nearest(word, known)
            main_only = header is None and any(word == field.key for field in schema.HEADER.fields)
            reason = "belongs in the main file" if main_only else "is no key of a catalog file"
            reader.error(key_node, "unknown-key", f"'{word[:60]}' {reason}", "" if main_only else hint)
    found = _header(header, head, reader) if header else None
    return ParsedFile(file, key, found, head, tuple(entries), tuple(reader.issues), not root.broken)


def _header(table: Table, node: Mapping, reader: Reader) -> Header | None:
    version = node.entries.get("format")
    if version is not None and isinstance(version[1], Scalar) and version[1].text.isdigit():
        written = int(version[1].text[:9])
        if written > schema.FORMAT:
            message = f"format {written} is newer than this app, which reads format {schema.FORMAT}"
            reader.error(version[1], "newer-format", message)
            return None
    header = table.read(node, reader)
    return None if header is INVALID else header


def _entry(name: str, table: Table, node: Any, reader: Reader) -> Entry:
    made, references, declared = len(reader.made), len(reader.references), len(reader.declared)
    record = table.read(node, reader)
    own = reader.declared[declared:]
    record_id = next((one.id for one in own if one.kind != "point"), "")
    return Entry(
        file=reader.file,
        list=name,
        id=record_id,
        record=None if record is INVALID else record,
        node=node,
        made=tuple(reader.made[made:]),
        references=tuple(reader.references[references:]),
        declared=tuple(own),
    )
