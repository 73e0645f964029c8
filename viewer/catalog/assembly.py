"""From files to a checked catalog: everything a load does when the compiled form does not serve."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from viewer.catalog import cache, schema
from viewer.catalog.body_data import load_body_data
from viewer.catalog.body_words import BodyData
from viewer.catalog.disk import FileProblem, digest, included_path, read_bytes
from viewer.catalog.files import ParsedFile, parse_file
from viewer.catalog.issues import Issue, limited
from viewer.catalog.loaded import Loaded
from viewer.catalog.model import Catalog, Muscle
from viewer.catalog.overlay import Layer, Merged, merge
from viewer.catalog.rules import RULES, is_known
from viewer.catalog.world import World


class _Reading:
    """Reads the files of one load, taking from the earlier one what has not changed."""

    def __init__(self, previous: Loaded | None) -> None:
        self._known = previous.parsed if previous else {}
        self.parsed: dict[tuple[str, str], ParsedFile] = {}
        self.issues: list[Issue] = []
        self.paths: list[Path] = []
        self.complete = True

    def file(self, path: Path, read: Callable[[], bytes], is_main: bool) -> ParsedFile | None:
        try:
            data = read()
        except FileProblem as problem:
            self.issues.append(Issue(str(path), 0, 0, "error", problem.rule, str(problem)))
            self.complete = False
            return None
        key = (str(path), digest(data, b"main" if is_main else b""))
        parsed = self.parsed.get(key) or self._known.get(key)
        if parsed is None:
            parsed = parse_file(str(path), data, schema.RECORDS, schema.HEADER if is_main else None)
        self.parsed[key] = parsed
        self.paths.append(path)
        self.issues += parsed.issues
        return parsed

    def layer(self, path: Path) -> Layer | None:
        main = self.file(path, lambda: read_bytes(path), True)
        if main is None:
            return None
        files = [main]
        seen: set[str] = set()
        for number, written in enumerate(main.header.include if main.header else ()):
            if written in seen:
                self._include_problem(main, number, "included-twice", f"'{written}' is included already")
                continue
            seen.add(written)
            try:
                included = included_path(path.parent, written)
                data = read_bytes(included)
            except FileProblem as problem:
                self._include_problem(main, number, problem.rule, f"{written}: {problem}")
                self.complete = False
                continue
            parsed = self.file(included, lambda data=data: data, False)  # type: ignore[misc]
            if parsed is not None:
                files.append(parsed)
        return Layer(tuple(files))

    def _include_problem(self, main: ParsedFile, number: int, rule: str, message: str) -> None:
        assert main.header_node is not None
        node: Any = main.header_node.entries["include"][1]
        at = node.items[number]
        self.issues.append(Issue(main.file, at.line, at.column, "error", rule, message))


def assemble(paths: Sequence[Path], body_folder: Path, previous: Loaded | None) -> Loaded:
    """Read the main files and what they include, lay them over each other, and check all of it.

    Args:
        paths: the main file and those of the overlays.
        previous: of it, files with the same bytes are taken as they were.
    """
    reading = _Reading(previous)
    layers = [layer for path in paths if (layer := reading.layer(path)) is not None]
    body, body_issues = _body(body_folder, previous)
    merged = merge(layers)
    world = World(layers, merged, body)
    world.complete = world.complete and reading.complete
    found = [finding for rule in RULES for finding in rule(world)]
    issues = limited([*reading.issues, *body_issues, *(finding.issue for finding in found)])
    withheld = _withheld(
        world, (finding.entry for finding in found if finding.entry and finding.issue.severity == "error")
    )
    for layer in layers[:1]:
        if layer.header is None:
            merged.entries = []  # not a catalog of a format that is known: nothing of it is shown
    return Loaded(
        catalog=_catalog(layers, merged, withheld, body, reading),
        issues=issues,
        files=tuple(reading.paths),
        withheld=MappingProxyType(withheld),
        body_data=body,
        body_issues=body_issues,
        parsed=MappingProxyType(reading.parsed),
    )


def _body(folder: Path, previous: Loaded | None) -> tuple[BodyData, tuple[Issue, ...]]:
    if previous is not None and previous.body_data.digest == cache.body_digest(folder):
        return previous.body_data, previous.body_issues
    return load_body_data(folder)


def _withheld(world: World, failed: Iterable[Any]) -> dict[str, str]:
    """Every record with an error, and what it holds, by id."""
    bad = {id(entry): entry for entry in failed}
    for entry in world.merged.entries:
        if entry.record is None or not (
            world.complete or all(is_known(world, reference) for reference in entry.references)
        ):
            bad[id(entry)] = entry
    return {
        declared.id: f"{entry.file}:{declared.node.line}"
        for entry in bad.values()
        for declared in entry.declared
    }


def _catalog(
    layers: Sequence[Layer], merged: Merged, withheld: dict[str, str], body: BodyData, reading: _Reading
) -> Catalog:
    records: dict[str, dict[str, Any]] = {name: {} for name in schema.RECORDS}
    for entry in merged.entries:
        if entry.record is not None and entry.id and entry.id not in withheld:
            records[entry.list][entry.id] = entry.record
    shapes = {muscle.sheet or muscle.id for muscle in records["muscles"].values()}
    for sheet in body.sheets.values():
        if sheet.id not in shapes and sheet.id not in records["muscles"]:
            records["muscles"][sheet.id] = Muscle(
                sheet.id, sheet.name, sheet.latin, sheet.region, sheet.layer, described=False, sheet=sheet.id
            )
    header = layers[0].header if layers else None
    digests = [key[1].encode() for key in reading.parsed]
    return Catalog(
        title=header.title if header else "",
        edition=header.edition if header else "",
        reviewed=header.reviewed if header else "",
        licence=header.licence if header else "",
        muscles=MappingProxyType(records["muscles"]),
        techniques=MappingProxyType(records["techniques"]),
        education=MappingProxyType(records["education"]),
        red_flags=MappingProxyType(records["red_flags"]),
        sources=MappingProxyType(records["sources"]),
        renamed=MappingProxyType(dict(merged.renamed)),
        deleted=tuple(merged.deleted),
        origin=MappingProxyType({one: title for one, title in merged.origin.items() if one not in withheld}),
        digest=digest(body.digest.encode(), *digests),
    )
