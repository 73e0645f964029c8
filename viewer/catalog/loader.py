"""A catalog from its main file: read, laid over, checked, and every problem told at once.

A record with an error is withheld and named in ``Loaded.withheld``; it is never repaired or
shown in part. Whoever reloads keeps the old ``Loaded`` if the new one has errors.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from viewer.catalog import cache, schema
from viewer.catalog.body_data import BodyData, load_body_data
from viewer.catalog.files import FileProblem, ParsedFile, digest, included_path, parse_file, read_bytes
from viewer.catalog.issues import Issue, has_errors, limited
from viewer.catalog.model import Catalog, Muscle
from viewer.catalog.overlay import Layer, Merged, merge
from viewer.catalog.rules import RULES, is_known
from viewer.catalog.world import World

_PACKAGE = Path(__file__).resolve().parents[1]
_DATA = next((one for one in (_PACKAGE / "_data",) if one.is_dir()), _PACKAGE.parent / "data")
SHIPPED = _DATA / "trigger_points.yaml"
"""The catalog that comes with the app: inside the installed package, else beside it."""
BODY_DATA = _DATA / "body"
"""The body data that come with the app."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one load has found.

    Attributes:
        catalog: every record without an error, and the shapes without a record.
        issues: every problem, errors and warnings, in order of file and line.
        files: the catalog's files, main files first in each layer (to watch for changes).
        withheld: ids of the records that have an error, to the place where each was written.
        body_data: the words of the body that the catalog was checked against.
        from_cache: whether the compiled form served, so that nothing had to be read again.
        body_issues: the issues of the body data alone.
        parsed: by path and hash, each file as it was read (none after a load from the cache).
    """

    catalog: Catalog
    issues: tuple[Issue, ...]
    files: tuple[Path, ...]
    withheld: MappingProxyType[str, str]
    body_data: BodyData
    from_cache: bool = False
    body_issues: tuple[Issue, ...] = ()
    parsed: MappingProxyType[tuple[str, str], ParsedFile] = field(
        default_factory=lambda: MappingProxyType({}), repr=False, compare=False
    )

    @property
    def ok(self) -> bool:
        """No errors; there may be warnings."""
        return not has_errors(self.issues)


def load(
    main: Path | str | None = None,
    overlays: Sequence[Path | str] = (),
    previous: Loaded | None = None,
    *,
    body_folder: Path | None = None,
    use_cache: bool = True,
) -> Loaded:
    """Load a catalog and whatever is laid over it.

    Args:
        main: the main file; without it, the shipped catalog.
        overlays: main files of overlays, the later over the earlier.
        previous: an earlier load; of it, files that have not changed are not read again.
        body_folder: the body data to check against; without it, the shipped ones.
        use_cache: whether the compiled form on the disk may serve and may be written.

    Never raises for what a file holds: a catalog that cannot be read at all is an empty one
    with issues.
    """
    paths = [Path(main) if main is not None else shown(SHIPPED), *(Path(overlay) for overlay in overlays)]
    folder = body_folder or shown(BODY_DATA)
    with collector_paused():
        if use_cache and previous is None:
            compiled = cache.find(paths, folder)
            if compiled is not None:
                return Loaded(
                    catalog=compiled.catalog,
                    issues=compiled.issues,
                    files=compiled.files,
                    withheld=MappingProxyType({}),
                    body_data=compiled.body_data,
                    from_cache=True,
                )
        loaded = _load(paths, folder, previous)
        if use_cache and loaded.ok:
            cache.store(paths, folder, loaded.catalog, loaded.issues, loaded.files, loaded.body_data)
    return loaded


def shown(path: Path) -> Path:
    """A path as a person would write it here: relative where it lies beneath the current folder."""
    try:
        return path.relative_to(Path.cwd())
    except (ValueError, OSError):
        return path


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the cyclic collector, which makes bulk loading superlinear."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if not gc.get_freeze_count():
                # What was loaded stays: it is old from the start, and the next collection of
                # young objects need not walk through all of it.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


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


def _load(paths: Sequence[Path], body_folder: Path, previous: Loaded | None) -> Loaded:
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
