"""The compiled form of a catalog, found again by the hash of everything it was made from.

It lies outside the repo and saves time, nothing else: what does not match byte for byte, or
cannot be read, is as if it were not there.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from viewer import __version__
from viewer.body import records
from viewer.body.folders import user_folder
from viewer.catalog import model, wire
from viewer.catalog.body_words import BodyData, body_files
from viewer.catalog.disk import FileProblem, digest, read_bytes, replace_file
from viewer.catalog.issues import Issue

_VERSION = "1"
_KEPT = 8
"""How many compiled catalogs stay on the disk."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A catalog as it was when it was loaded without an error."""

    catalog: model.Catalog
    issues: tuple[Issue, ...]
    files: tuple[Path, ...]
    body_data: BodyData


class _Stored(msgspec.Struct, array_like=True):
    """What a cache file holds.

    Attributes:
        included: for each layer, (path as written, digest) of each included file.
        issues: warnings, their file as an index into the catalog's files.
        checksum: CRC-32 of the records' bytes.
        records: the lists' bytes, by name of the list.
    """

    included: list[list[tuple[str, str]]]
    head: dict[str, Any]
    issues: list[tuple[int, Issue]]
    checksum: int
    records: dict[str, bytes]


def body_digest(folder: Path) -> str:
    """The hash of the body data in a folder, as ``BodyData.digest`` has it."""
    contents = []
    for path in body_files(folder):
        with contextlib.suppress(FileProblem):
            contents.append(read_bytes(path))
    return digest(*contents)


@lru_cache(maxsize=1)
def _own_code() -> bytes:
    """A stamp of the code that checks, so that a changed rule checks again."""
    stamp = [_VERSION, __version__]
    for path in (*sorted(Path(__file__).parent.glob("*.py")), Path(records.__file__)):
        with contextlib.suppress(OSError):
            found = path.stat()
            stamp.append(f"{path.name}:{found.st_size}:{found.st_mtime_ns}")
    return "\n".join(stamp).encode()


def _path(mains: Sequence[bytes], body: str) -> Path:
    return user_folder("cache") / f"catalog-{digest(_own_code(), body.encode(), *mains)}.msgpack"


def find(paths: Sequence[Path], body_folder: Path) -> Compiled | None:
    """The compiled form of exactly these files, or None."""
    try:
        mains = [read_bytes(path) for path in paths]
        body = body_digest(body_folder)
        stored = msgspec.msgpack.decode(_path(mains, body).read_bytes(), type=_Stored)
        files = _unchanged(paths, stored)
        if files is None or _checksum(stored.records) != stored.checksum:
            return None
        issues = tuple(replace(issue, file=str(files[index])) for index, issue in stored.issues)
        return Compiled(_catalog(stored), issues, tuple(files), _body(stored))
    except (FileProblem, OSError, msgspec.MsgspecError, ValueError, KeyError, TypeError, IndexError):
        return None


def _unchanged(paths: Sequence[Path], stored: _Stored) -> list[Path] | None:
    files: list[Path] = []
    for path, included in zip(paths, stored.included, strict=True):
        files.append(path)
        for written, known in included:
            # The path was found good when it was stored with these bytes of the main file.
            file = path.parent / written
            if digest(read_bytes(file)) != known:
                return None
            files.append(file)
    return files


def store(
    paths: Sequence[Path],
    body_folder: Path,
    catalog: model.Catalog,
    issues: Sequence[Issue],
    files: Sequence[Path],
    body: BodyData,
) -> None:
    """Keep a catalog that has no errors; a folder that cannot be written to is no problem."""
    try:
        mains = [read_bytes(path) for path in paths]
        written = {
            name: wire.encode(list(getattr(whole, name).values()))
            for whole, names in ((catalog, _CATALOG_LISTS), (body, _BODY_LISTS))
            for name in names
        }
        head = {
            **{name: getattr(catalog, name) for name in _HEAD},
            "renamed": dict(catalog.renamed),
            "origin": dict(catalog.origin),
            "missing": sorted(body.missing),
            "body_digest": body.digest,
        }
        names = [str(file) for file in files]
        stored = _Stored(
            included=_included(paths, files),
            head=head,
            issues=[(names.index(issue.file), issue) for issue in issues],
            checksum=_checksum(written),
            records=written,
        )
        path = _path(mains, body.digest)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(path, msgspec.msgpack.encode(stored))
        _prune(path.parent)
    except (FileProblem, OSError, ValueError):
        return


def _included(paths: Sequence[Path], files: Sequence[Path]) -> list[list[tuple[str, str]]]:
    layers: list[list[tuple[str, str]]] = []
    remaining = list(paths)
    for file in files:
        if remaining and file == remaining[0]:
            remaining.pop(0)
            layers.append([])
        else:
            main = paths[len(layers) - 1]
            layers[-1].append((file.relative_to(main.parent).as_posix(), digest(read_bytes(file))))
    return layers


def _prune(folder: Path) -> None:
    kept = sorted(folder.glob("catalog-*.msgpack"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[_KEPT:]:
        old.unlink(missing_ok=True)


_CATALOG_LISTS: dict[str, Any] = {
    "muscles": model.Muscle,
    "techniques": model.Technique,
    "education": model.Topic,
    "red_flags": model.RedFlag,
    "sources": model.Source,
}
_BODY_LISTS: dict[str, Any] = {
    "landmarks": records.LandmarkRecord,
    "regions": records.RegionRecord,
    "structures": records.StructureRecord,
    "sheets": records.SheetRecord,
}
_HEAD = ("title", "edition", "reviewed", "licence", "deleted", "digest")


def decode_catalog(data: bytes) -> model.Catalog:
    """The catalog of a cache file's bytes, typed, without asking whether it is still true.

    Raises:
        msgspec.MsgspecError: the bytes are no compiled catalog.
    """
    return _catalog(msgspec.msgpack.decode(data, type=_Stored))


def _checksum(records: dict[str, bytes]) -> int:
    checksum = 0
    for data in records.values():
        checksum = zlib.crc32(data, checksum)
    return checksum


def _catalog(stored: _Stored) -> model.Catalog:
    head: dict[str, Any] = {name: stored.head[name] for name in _HEAD}
    head["deleted"] = tuple(head["deleted"])
    for name, record in _CATALOG_LISTS.items():
        found = wire.decode(stored.records[name], record)
        head[name] = MappingProxyType({one.id: one for one in found})
    return model.Catalog(
        **head,
        renamed=MappingProxyType(stored.head["renamed"]),
        origin=MappingProxyType(stored.head["origin"]),
    )


def _body(stored: _Stored) -> BodyData:
    # Not all that is read needs the body's words, and nothing that runs needs the sheets' lines.
    words: dict[str, Any] = {
        name: wire.Lazy(stored.records[name], record) for name, record in _BODY_LISTS.items()
    }
    return BodyData(**words, missing=frozenset(stored.head["missing"]), digest=stored.head["body_digest"])
