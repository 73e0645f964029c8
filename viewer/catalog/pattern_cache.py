"""Resolved trigger points, kept by the hash of all that they were made from.

First the file that ships with the atlas, then the user's cache folder. What cannot be read,
or does not match, is as if it were not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from viewer.body.atlas import Atlas, Polygon
from viewer.body.body import Body
from viewer.body.folders import user_folder
from viewer.body.frame import Floats32
from viewer.body.regions import RegionShare
from viewer.body.surface import SkinPoint
from viewer.body.views import ViewId
from viewer.catalog.disk import replace_file
from viewer.catalog.model import TriggerPoint
from viewer.catalog.resolve import ResolvedPoint, SparseField, ZoneOutlines

_VERSION = 1
"""Raise it whenever the same records on the same body would resolve to something else."""
_KEPT = 1000
_PREFIX = "pattern-"
_Rings = list[bytes]


class _Stored(msgspec.Struct, array_like=True):
    """A resolved point as bytes: arrays in the machine's smallest fitting type, little-endian."""

    id: str
    face: int
    weights: tuple[float, float, float]
    places: bytes
    in_muscle_mm: float
    essential: tuple[bytes, bytes]
    spillover: tuple[bytes, bytes]
    cells: int
    essential_vector: tuple[bytes, bytes]
    spillover_vector: tuple[bytes, bytes]
    essential_shares: list[tuple[str, str, float]]
    spillover_shares: list[tuple[str, str, float]]
    dots: bytes
    outlines: dict[str, tuple[_Rings, _Rings, float]]


class _File(msgspec.Struct, array_like=True):
    key: str
    checksum: int
    data: bytes


class PatternCache:
    """Resolved points by the hash of their records, the body and this code.

    Args:
        assets: the folder that holds ``patterns.npz``.
        folder: where to keep what is resolved here; the user's cache folder where left out.
    """

    def __init__(self, assets: Path, body: Body, atlas: Atlas, folder: Path | None = None) -> None:
        self._shipped_path = assets / "patterns.npz"
        self._body, self._atlas = body, atlas
        self._folder = folder if folder is not None else user_folder("cache")

    def key(self, point: TriggerPoint, sheet: str = "") -> str:
        """The hash under which a point is kept."""
        written = repr((point.id, sheet, point.at, point.pain.essential, point.pain.spillover))
        return hashlib.blake2b(f"{self._ground}{written}".encode(), digest_size=16).hexdigest()

    def get(self, point: TriggerPoint, sheet: str = "") -> ResolvedPoint | None:
        """The resolved point if exactly this has been resolved before."""
        key = self.key(point, sheet)
        data = self._shipped.get(key)
        if data is None:
            with contextlib.suppress(OSError):
                data = self._path(key).read_bytes()
        return _read(data, key) if data is not None else None

    def put(self, point: TriggerPoint, sheet: str, resolved: ResolvedPoint) -> None:
        """Keep a resolved point; a folder that cannot be written to is no problem."""
        key = self.key(point, sheet)
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_file(self._path(key), _packed(key, resolved))
            self._prune()

    def ship(self, entries: Iterable[tuple[TriggerPoint, str, ResolvedPoint]]) -> int:
        """Write ``patterns.npz`` for the atlas. Returns how many points it holds."""
        packed = {}
        for point, sheet, resolved in entries:
            key = self.key(point, sheet)
            packed[key] = _packed(key, resolved)
        lengths = [len(data) for data in packed.values()]
        with tempfile.TemporaryDirectory(dir=self._shipped_path.parent) as folder:
            made = Path(folder) / "patterns.npz"
            np.savez(
                made,
                keys=np.array(list(packed), dtype="U32"),
                ends=np.cumsum(lengths, dtype=np.int64),
                data=np.frombuffer(b"".join(packed.values()), dtype=np.uint8),
            )
            os.replace(made, self._shipped_path)
        self.__dict__.pop("_shipped", None)
        return len(packed)

    @cached_property
    def _ground(self) -> str:
        """The hash of the body, of what its views see and of this code's version."""
        state = hashlib.blake2b(f"{_VERSION}{self._body.digest}".encode(), digest_size=16)
        for view in self._atlas.views:
            path = self._atlas.folder / view / "ids.npz"
            state.update(path.read_bytes() if path.is_file() else b"-")
        with contextlib.suppress(OSError):
            state.update((self._atlas.folder / "atlas.json").read_bytes())
        return state.hexdigest()

    @cached_property
    def _shipped(self) -> Mapping[str, bytes]:
        try:
            with np.load(self._shipped_path) as stored:
                keys, ends, data = stored["keys"].tolist(), stored["ends"].tolist(), stored["data"].tobytes()
        except (OSError, ValueError, KeyError, EOFError):
            return {}
        return {key: data[start:end] for key, start, end in zip(keys, [0, *ends], ends, strict=False)}

    def _path(self, key: str) -> Path:
        return self._folder / f"{_PREFIX}{key}.bin"

    def _prune(self) -> None:
        kept = list(self._folder.glob(f"{_PREFIX}*.bin"))
        if len(kept) > _KEPT:
            for old in sorted(kept, key=lambda path: path.stat().st_mtime)[: -_KEPT * 3 // 4]:
                old.unlink(missing_ok=True)


def _packed(key: str, found: ResolvedPoint) -> bytes:
    stored = _Stored(
        id=found.id,
        face=found.skin.face,
        weights=found.skin.weights,
        places=_bytes(np.stack([found.skin_xyz, found.normal, found.xyz]), "<f8"),
        in_muscle_mm=found.in_muscle_mm,
        essential=_sparse(found.essential),
        spillover=_sparse(found.spillover),
        cells=len(found.essential_vector),
        essential_vector=_vector(found.essential_vector),
        spillover_vector=_vector(found.spillover_vector),
        essential_shares=[(s.region, s.side, s.share) for s in found.essential_shares],
        spillover_shares=[(s.region, s.side, s.share) for s in found.spillover_shares],
        dots=_bytes(found.dots, "<i4"),
        outlines={
            view: (_rings(each.essential), _rings(each.spillover), each.share)
            for view, each in found.outlines.items()
        },
    )
    data = zlib.compress(msgspec.msgpack.encode(stored), 6)
    return msgspec.msgpack.encode(_File(key, zlib.crc32(data), data))


def _read(data: bytes, key: str) -> ResolvedPoint | None:
    try:
        file = msgspec.msgpack.decode(data, type=_File)
        if file.key != key or file.checksum != zlib.crc32(file.data):
            return None
        stored = msgspec.msgpack.decode(zlib.decompress(file.data), type=_Stored)
        return _unpacked(stored)
    except (msgspec.MsgspecError, zlib.error, ValueError, IndexError):
        return None


def _unpacked(stored: _Stored) -> ResolvedPoint:
    skin_xyz, normal, xyz = np.frombuffer(stored.places, dtype="<f8").reshape(3, 3).astype(np.float64)
    return ResolvedPoint(
        id=stored.id,
        skin=SkinPoint(stored.face, stored.weights),
        skin_xyz=skin_xyz,
        normal=normal,
        xyz=xyz,
        in_muscle_mm=stored.in_muscle_mm,
        essential=_field(stored.essential),
        spillover=_field(stored.spillover),
        essential_vector=_whole(stored.essential_vector, stored.cells),
        spillover_vector=_whole(stored.spillover_vector, stored.cells),
        essential_shares=_shares(stored.essential_shares),
        spillover_shares=_shares(stored.spillover_shares),
        dots=np.frombuffer(stored.dots, dtype="<i4").astype(np.int32),
        outlines={
            cast(ViewId, view): ZoneOutlines(_polygons(essential), _polygons(spillover), share)
            for view, (essential, spillover, share) in stored.outlines.items()
        },
    )


def _bytes(values: NDArray[Any], kind: str) -> bytes:
    return np.ascontiguousarray(values, dtype=kind).tobytes()


def _sparse(found: SparseField) -> tuple[bytes, bytes]:
    return _bytes(found.ids, "<i4"), _bytes(found.mm, "<f2")


def _field(stored: tuple[bytes, bytes]) -> SparseField:
    ids, mm = np.frombuffer(stored[0], dtype="<i4"), np.frombuffer(stored[1], dtype="<f2")
    return SparseField(ids.astype(np.int32), mm.astype(np.float16))


def _vector(values: Floats32) -> tuple[bytes, bytes]:
    ids = np.flatnonzero(values)
    return _bytes(ids, "<i4"), _bytes(values[ids], "<f4")


def _whole(stored: tuple[bytes, bytes], count: int) -> Floats32:
    whole = np.zeros(count, dtype=np.float32)
    whole[np.frombuffer(stored[0], dtype="<i4")] = np.frombuffer(stored[1], dtype="<f4")
    return whole


def _shares(stored: list[tuple[str, str, float]]) -> tuple[RegionShare, ...]:
    return tuple(
        RegionShare(region, cast(Literal["same", "opposite", "midline"], side), share)
        for region, side, share in stored
    )


def _rings(rings: tuple[Polygon, ...]) -> _Rings:
    return [_bytes(ring, "<f4") for ring in rings]


def _polygons(stored: _Rings) -> tuple[Polygon, ...]:
    return tuple(np.frombuffer(ring, dtype="<f4").reshape(-1, 2).astype(np.float32) for ring in stored)
