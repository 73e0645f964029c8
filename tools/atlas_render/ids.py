"""Id buffers, a pixel or two a millimetre: what is seen, which triangle of the skin, which region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from tools.atlas_render.camera import Camera
from tools.atlas_render.layers import Drawn, ViewScene
from tools.atlas_render.raster import Samples, weights
from tools.atlas_render.scene import BONE, CUT, MUSCLE, SKIN, STRUCTURE, Scene, Thing
from viewer.body.records import SheetRecord


def ids_px_per_mm(camera: Camera) -> int:
    """How fine the buffers of a view are: a millimetre, in the views of single places half of one."""
    return 1 if camera.view.whole else 2


LAYERS = ("skin", "superficial", "intermediate", "deep", "skeleton")


@dataclass(frozen=True, slots=True)
class Table:
    """The things an id can name, and the code of each thing that is drawn."""

    entries: list[dict[str, Any]]
    code: NDArray[np.uint16]

    @classmethod
    def of(
        cls, scene: Scene, records: Sequence[SheetRecord], names: Mapping[str, str] | None = None
    ) -> Table:
        """Muscles in the order of their records, then bones, then structures, then the skin.

        Args:
            names: of the structures.
        """
        entries: list[dict[str, Any]] = [
            {"id": r.id, "kind": "muscle", "name": r.name, "layer": r.layer} for r in records
        ]
        sided: dict[str, set[bool]] = {}
        for thing in scene.things:
            if thing.kind == BONE:
                sided.setdefault(thing.owner, set()).add(thing.right)
        for owner, sides in sided.items():
            name = owner.replace("_", " ")
            entry: dict[str, Any] = {"id": owner, "kind": "bone", "name": name[0].upper() + name[1:]}
            if sides == {False}:
                entry["midline"] = True
            entries.append(entry)
        sided = {}
        for thing in scene.things:
            if thing.kind == STRUCTURE:
                sided.setdefault(thing.owner, set()).add(thing.right)
        for owner, sides in sided.items():
            entry = {"id": owner, "kind": "structure", "name": (names or {}).get(owner, owner)}
            entries.append(entry | {"midline": True} if sides == {False} else entry)
        entries.append({"id": "skin", "kind": "skin", "name": "Skin"})
        return cls(entries, np.array([_code(entries, t) for t in scene.things], dtype=np.uint16))

    def codes_of(self, scene: Scene) -> NDArray[np.uint16]:
        """The code of each thing of a scene that has more things than the table was made of."""
        return np.array([_code(self.entries, t) for t in scene.things], dtype=np.uint16)

    def mirrored(self, ids: NDArray[np.uint16]) -> NDArray[np.uint16]:
        """The same buffer seen from the other side: flipped, left and right exchanged."""
        sided = np.array([not e.get("midline", False) for e in self.entries])
        flat = ids[:, ::-1].astype(np.int32) - 1
        swapped = np.where((flat >= 0) & sided[flat >> 1], flat ^ 1, flat) + 1
        return np.where(flat >= 0, swapped, 0).astype(np.uint16)


_WORDS = {BONE: "bone", MUSCLE: "muscle", CUT: "muscle", SKIN: "skin", STRUCTURE: "structure"}


def _code(entries: list[dict[str, Any]], thing: Thing) -> int:
    """0 for what cannot be picked; the cut face of a muscle is of the muscle."""
    if thing.layer == "smooth" or thing.kind not in _WORDS:
        return 0
    for number, entry in enumerate(entries):
        if entry["id"] == thing.owner and entry["kind"] == _WORDS[thing.kind]:
            return 1 + 2 * number + thing.right
    return 0


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest regions of each vertex.

    Attributes:
        region: ``(n, k)`` the best few, 2 · region + right, -1 for none.
        mm: ``(n, k)`` distances, ascending.
        midline: for each region, whether it has no right.
    """

    region: NDArray[np.int32]
    mm: NDArray[np.float32]
    midline: NDArray[np.bool_]

    @classmethod
    def load(cls, assets: Path) -> Nearest:
        """From ``body/regions.npz``."""
        data = np.load(assets / "body/regions.npz")
        region = data["vertex_region"].astype(np.int32)
        used = np.bincount(region[region >= 0], minlength=2 * len(data["ids"]))
        return cls(region, data["vertex_mm"].astype(np.float32), used[1::2] == 0)


@numba.njit(cache=True, nogil=True)
def _vote(face, step, code_of_face, out):  # type: ignore[no-untyped-def]
    seen = np.zeros(step * step, dtype=np.int64)
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            n = 0
            for sy in range(step):
                for sx in range(step):
                    f = face[y * step + sy, x * step + sx]
                    seen[n] = code_of_face[f] if f >= 0 else 0
                    n += 1
            best, most = 0, 0
            for a in range(n):
                count = 0
                for b in range(n):
                    if seen[b] == seen[a]:
                        count += 1
                if count > most or (count == most and best == 0):
                    best, most = seen[a], count
            out[y, x] = best


def vote(samples: Samples, code_of_face: NDArray[np.uint16], step: int) -> NDArray[np.uint16]:
    """What most of each ``step`` x ``step`` samples show."""
    out = np.zeros((samples.face.shape[0] // step, samples.face.shape[1] // step), dtype=np.uint16)
    _vote(samples.face, step, code_of_face, out)
    return out


@numba.njit(cache=True, nogil=True)
def _places(face, step, allowed, points, faces, near_region, near_mm, out_face, out_region):  # type: ignore[no-untyped-def]
    half, best_few = step // 2, near_region.shape[1]
    for y in range(out_face.shape[0]):
        for x in range(out_face.shape[1]):
            py, px = y * step + half, x * step + half
            f = face[py, px]
            if f < 0 or not allowed[f]:
                continue
            out_face[y, x] = f
            i, j, k = faces[f, 0], faces[f, 1], faces[f, 2]
            w = weights(points, i, j, k, px + 0.5, py + 0.5)
            best, least = 0, np.float64(1e18)
            for c in range(3 * best_few):
                v = i if c < best_few else (j if c < 2 * best_few else k)
                region = near_region[v, c % best_few]
                if region < 0:
                    continue
                total = 0.0
                for q in range(3):
                    u = i if q == 0 else (j if q == 1 else k)
                    # A region that is not among a vertex's best lies beyond the last of them.
                    mm = near_mm[u, best_few - 1] + 4.0
                    for s in range(best_few):
                        if near_region[u, s] == region:
                            mm = near_mm[u, s]
                    total += w[q] * mm
                if total < least:
                    least, best = total, region + 1
            out_region[y, x] = best


def buffers(view: ViewScene, drawn: Drawn, table: Table, nearest: Nearest) -> dict[str, NDArray[Any]]:
    """Every buffer of a view: one for each of ``LAYERS``, ``face`` and ``region``."""
    scene, step = view.scene, view.camera.samples_per_mm // ids_px_per_mm(view.camera)
    code = table.codes_of(scene)[scene.thing]
    skin = scene.skin
    centre = scene.vertices[scene.faces[skin.first : skin.last], 0].mean(axis=1)
    code[skin.first : skin.last] += (centre < 0).astype(np.uint16)
    made: dict[str, NDArray[Any]] = {
        layer: vote(drawn.surface if layer == "skin" else drawn.layers[layer], code, step) for layer in LAYERS
    }
    if drawn.structures is not None or drawn.veils is not None:
        made["structures"] = structure_buffer(view, drawn.structures, drawn.veils, table)
    faces = scene.faces[skin.first : skin.last]
    allowed = np.ones(len(faces), dtype=bool)
    if view.aside:
        # The rounded end is no place on the body: those triangles are the arm that stepped aside.
        gone = scene.arm.beyond(scene.vertices[: len(scene.part)], np.inf) > 0
        allowed = ~(gone & scene.on_arm())[faces].any(axis=1)
    shape = made["skin"].shape
    face, region = np.full(shape, -1, dtype=np.int32), np.zeros(shape, dtype=np.uint16)
    # A cut face is no place on the body.
    on_skin = np.where(drawn.surface.face < skin.last, drawn.surface.face, -1).astype(np.int32)
    _places(
        on_skin, step, allowed, view.points, faces,
        nearest.region, nearest.mm, face, region,
    )  # fmt: skip
    made["face"], made["region"] = face, region
    return made


def structure_buffer(
    view: ViewScene, solid: Samples | None, veils: Samples | None, table: Table
) -> NDArray[np.uint16]:
    """Which structure is seen; what is seen through is picked where nothing else is."""
    seen = (
        solid if solid is not None else Samples.empty(view.camera.shape(view.camera.samples_per_mm))
    ).copy()
    if veils is not None:
        bare = seen.face < 0
        seen.face[bare] = veils.face[bare]
    step = view.camera.samples_per_mm // ids_px_per_mm(view.camera)
    return vote(seen, table.codes_of(view.scene)[view.scene.thing], step)


def mirror(
    made: dict[str, NDArray[Any]], table: Table, nearest: Nearest, scene: Scene
) -> dict[str, NDArray[Any]]:
    """The buffers of the mirrored view."""
    skin = scene.faces[scene.skin.first : scene.skin.last]
    key = np.sort(skin, axis=1).astype(np.int64)
    other = np.sort(scene.mirror[skin], axis=1).astype(np.int64)
    base = np.int64(len(scene.part) + 1)
    packed, packed_other = (k[:, 0] * base * base + k[:, 1] * base + k[:, 2] for k in (key, other))
    order = np.argsort(packed)
    twin = order[np.searchsorted(packed[order], packed_other).clip(0, len(order) - 1)]
    if not np.array_equal(packed[twin], packed_other):
        raise ValueError("the surface's triangles are not symmetric")
    result: dict[str, NDArray[Any]] = {
        layer: table.mirrored(made[layer]) for layer in LAYERS
    }  # the organs are not alike
    face = made["face"][:, ::-1]
    result["face"] = np.where(face >= 0, twin[face], -1).astype(np.int32)
    region = made["region"][:, ::-1].astype(np.int32) - 1
    swapped = np.where(nearest.midline[region >> 1], region, region ^ 1)
    result["region"] = np.where(region >= 0, swapped + 1, 0).astype(np.uint16)
    return result


def save(folder: Path, made: dict[str, NDArray[Any]]) -> None:
    """Write ``ids.npz``; the triangles as differences along the rows, which pack far better."""
    packed = dict(made)
    packed["face"] = np.diff(made["face"], axis=1, prepend=np.int32(0)).astype(np.int32)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "ids.npz", **packed)
