"""Everything that is drawn, as one list of vertices and triangles with what each belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.atlas_render import fascia
from tools.atlas_render.arm import ArmCut
from tools.atlas_render.fine_skin import fine, neighbours
from tools.atlas_render.muscle_body import close, vertex_normals
from tools.geometry.skeleton import is_cartilage
from viewer.body.records import SheetRecord

BONE, MUSCLE, BACKING, CUT, SKIN, FASCIA, STRUCTURE = 0, 1, 2, 3, 4, 5, 6
IVORY, CARTILAGE = "EEE6D2", "CFD6CC"
STRUCTURE_COLOURS = {
    "artery": "C23B2E", "vein": "4C69A8", "nerve": "E0B93C", "canal": "D9C06A", "lung": "CFA3A0",
    "organ": "9C5A4E",
}  # fmt: skip
"""By the kind of a structure, as atlases colour them."""
CAP = "cap"
"""The layer of the cut faces, which are drawn with what they close and never by themselves."""
_EAR_MM = 18.0  # what stands out further from the jaw is the ear
_BACKING_MM = {"head": 12.0, "neck": 20.0, "trunk": 24.0, "arm": 15.0, "leg": 20.0, "hand": 5.0, "foot": 7.0}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is drawn: a part of a muscle of one side, a bone, the skin.

    Attributes:
        owner: id in the table: muscle, bone or ``skin``.
        right: it is the patient's right one.
        first, last: its triangles.
        tendon: fractions of the fibres that are tendon, at the origin and from the insertion.
        bands: fractions at which tendon crosses the fibres.
        pennation: tangents of the fibres' slant toward the middle, in either half.
        colour: of bone, cartilage and structures, hexadecimal.
    """

    kind: int
    owner: str
    right: bool
    first: int
    last: int
    layer: str = ""
    tendon: tuple[float, float] = (0.0, 1.0)
    bands: tuple[float, ...] = ()
    tone: float = 1.0
    seed: float = 0.0
    pennation: tuple[float, float] = (0.0, 0.0)
    colour: str = IVORY


@dataclass(slots=True)
class Scene:
    """All meshes, joined.

    Attributes:
        vertices, normals, across: ``(n, 3)``; fibre: ``(n, 5)``, see ``MuscleBody``.
        clip: ``(n,)`` positive where a mesh is not drawn: beyond the edge of the backing.
        faces: ``(m, 3)``; thing: ``(m,)`` which of ``things`` a triangle belongs to.
    """

    vertices: NDArray[np.float32]
    normals: NDArray[np.float32]
    across: NDArray[np.float32]
    fibre: NDArray[np.float32]
    faces: NDArray[np.int32]
    thing: NDArray[np.int32]
    things: list[Thing]
    arm: ArmCut
    part: NDArray[np.uint8]
    part_names: tuple[str, ...]
    mirror: NDArray[np.int32]
    whole_skin: NDArray[np.float32]
    clip: NDArray[np.float32]

    def with_skin(self, skin: NDArray[np.float32]) -> Scene:
        """The same things with other places for the skin, and its smooth form as the last thing."""
        n = len(skin)
        vertices, normals = self.vertices.copy(), self.normals.copy()
        faces = self.faces[self.skin.first : self.skin.last]
        vertices[:n] = skin
        changed = np.abs(skin - self.vertices[:n]).max(axis=1) > 0
        normals[:n][changed] = vertex_normals(skin.astype(np.float64), faces).astype(np.float32)[changed]
        moved = replace(self, vertices=vertices, normals=normals)
        return moved.with_thing(Thing(SKIN, "skin", False, 0, 0, "smooth"), *fine(skin, faces))

    def with_thing(
        self, thing: Thing, vertices: NDArray[np.float32], normals: NDArray[np.float32],
        faces: NDArray[np.int32],
    ) -> Scene:  # fmt: skip
        """The scene with one thing more, which comes last."""
        more, first = len(vertices), len(self.faces)
        thing = replace(thing, first=first, last=first + len(faces))
        return replace(
            self,
            vertices=np.concatenate([self.vertices, vertices.astype(np.float32)]),
            normals=np.concatenate([self.normals, normals.astype(np.float32)]),
            across=np.concatenate([self.across, np.zeros((more, 3), np.float32)]),
            fibre=np.concatenate([self.fibre, np.zeros((more, 5), np.float32)]),
            faces=np.concatenate([self.faces, (faces + len(self.vertices)).astype(np.int32)]),
            thing=np.concatenate([self.thing, np.full(len(faces), len(self.things), np.int32)]),
            things=[*self.things, thing],
            clip=np.concatenate([self.clip, np.full(more, -1.0, np.float32)]),
        )

    @property
    def skin(self) -> Thing:
        return next(t for t in self.things if t.kind == SKIN)

    def of(self, kind: int, layer: str | None = None) -> list[int]:
        """Numbers of the things of a kind, of one layer or of all but the cut faces."""
        return [
            i for i, t in enumerate(self.things)
            if t.kind == kind and (t.layer != CAP if layer is None else t.layer == layer)
        ]  # fmt: skip

    def on_arm(self) -> NDArray[np.bool_]:
        """Which vertices of the skin are of an arm or a hand."""
        names = np.array([n.startswith(("arm", "hand")) for n in self.part_names])
        return names[self.part]


@dataclass(slots=True)
class _Joiner:
    vertices: list[NDArray[np.float32]] = field(default_factory=list)
    normals: list[NDArray[np.float32]] = field(default_factory=list)
    across: list[NDArray[np.float32]] = field(default_factory=list)
    fibre: list[NDArray[np.float32]] = field(default_factory=list)
    faces: list[NDArray[np.int32]] = field(default_factory=list)
    n_vertices: int = 0
    n_faces: int = 0

    def add(
        self,
        vertices: NDArray[np.float32],
        normals: NDArray[np.float32],
        faces: NDArray[np.int32],
        fibre: NDArray[np.float32] | None = None,
        across: NDArray[np.float32] | None = None,
    ) -> tuple[int, int]:
        """Returns the range of its triangles."""
        n = len(vertices)
        self.vertices.append(np.asarray(vertices, np.float32))
        self.normals.append(np.asarray(normals, np.float32))
        self.fibre.append(np.zeros((n, 5), np.float32) if fibre is None else fibre)
        self.across.append(np.zeros((n, 3), np.float32) if across is None else across)
        self.faces.append((faces + self.n_vertices).astype(np.int32))
        first = self.n_faces
        self.n_vertices += n
        self.n_faces += len(faces)
        return first, self.n_faces


def bone_owner(name: str) -> tuple[str, bool | None]:
    """Id and whether it is the right one (None on the midline) of a bone as the skeleton calls it."""
    for ending, right in (("_l", False), ("_r", True), ("_left", False), ("_right", True)):
        if name.endswith(ending):
            return name.removesuffix(ending), right
    for beginning, right in (("l_", False), ("r_", True), ("left_", False), ("right_", True)):
        if name.startswith(beginning):
            return name.removeprefix(beginning), right
    return name, None


def load(assets: Path, records: Sequence[SheetRecord], kinds: Mapping[str, str] | None = None) -> Scene:
    """Join the meshes under ``assets/body``.

    Args:
        records: the sheets as they are written, for their order and layers.
        kinds: the kind of each structure that is to be drawn.
    """
    joiner, things = _Joiner(), []
    body = np.load(assets / "body/surface.npz")
    skin, faces = body["vertices"].astype(np.float32), body["faces"].astype(np.int32)
    skin_normals = vertex_normals(skin.astype(np.float64), faces).astype(np.float32)
    # The skin comes first, so that a triangle of the scene is a triangle of the surface.
    things.append(Thing(SKIN, "skin", False, *joiner.add(skin, skin_normals, faces)))
    part_names = tuple(str(n) for n in body["part_names"])
    inset = np.array([_BACKING_MM[n.split("_")[0]] for n in part_names])[body["part"]]
    inner = _inset(skin, skin_normals, faces, inset)
    inner_normals = vertex_normals(inner.astype(np.float64), faces).astype(np.float32)
    edges: list[tuple[int, NDArray[np.float64]]] = []
    for group, names in (("trunk", ("neck", "trunk")), ("arms", ("arm",)), ("legs", ("leg",))):
        covered = np.array([n.split("_")[0] in names for n in part_names])[body["part"]]
        if group == "trunk":
            covered |= _behind_the_jaw(assets, skin)
        # Smoothed, so that the backing ends in a clean line and not along triangles.
        share = _smoothed(covered.astype(np.float64)[:, None], faces, 12)[:, 0]
        inner_faces = faces[(share[faces] > 0.3).any(axis=1)]
        edges.append((joiner.n_vertices, 0.5 - share))
        extent = joiner.add(inner, inner_normals, inner_faces)
        things.append(Thing(BACKING, "backing", False, *extent, layer=group))

    things += _bones(assets, joiner)
    things += _muscles(assets, records, joiner)
    things += _structures(assets, kinds or {}, joiner)

    for place, direction, triangles in fascia.lines(assets, skin):
        things.append(Thing(FASCIA, "fascia", False, *joiner.add(place, direction, triangles)))

    axes = {str(n): a for n, a in zip(body["limb_names"], body["limb_axes"].astype(np.float64), strict=True)}
    cut = ArmCut.below_deltoid(*axes["upper_arm"])
    arms = np.array([n.startswith("arm") for n in part_names])[body["part"]]
    disc, disc_faces = cut.disc(skin, arms, 6.0)
    normals = np.broadcast_to(cut.direction.astype(np.float32), disc.shape)
    things.append(Thing(CUT, "cut", False, *joiner.add(disc, normals, disc_faces)))

    clip = np.full(joiner.n_vertices, -1.0, dtype=np.float32)
    for start, values in edges:
        clip[start : start + len(values)] = values
    thing = np.repeat(np.arange(len(things)), [t.last - t.first for t in things]).astype(np.int32)
    return Scene(
        *(np.ascontiguousarray(np.concatenate(a)) for a in (
            joiner.vertices, joiner.normals, joiner.across, joiner.fibre, joiner.faces)),
        thing, things, cut, body["part"], part_names, body["mirror"], skin, clip,
    )  # fmt: skip


def _behind_the_jaw(assets: Path, skin: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The skin between the jaw and the ear, ``(n,)``: nothing that is drawn fills the hollow beneath it."""
    with np.load(assets / "body/skeleton.npz") as data:
        bone = list(data["bone_names"]).index("mandible")
        jaw = data["vertices"][np.unique(data["faces"][_bone_of_face(data) == bone])]
    low, high = jaw.min(axis=0), jaw.max(axis=0)
    lobe = np.abs(skin[:, 0]) > high[0] + _EAR_MM
    level = (skin[:, 1] > low[1]) & (skin[:, 1] < high[1])
    return np.asarray(level & ~lobe & (skin[:, 2] < (low[2] + high[2]) / 2))


def _smoothed(values: NDArray[np.float64], faces: NDArray[np.int32], rounds: int = 1) -> NDArray[np.float64]:
    """Each vertex's value ``(n, k)`` replaced by the mean of its neighbours', so many times."""
    mean = neighbours(faces, len(values))
    for _ in range(rounds):
        values = mean @ values
    return values


def _inset(
    skin: NDArray[np.float32], normals: NDArray[np.float32], faces: NDArray[np.int32],
    depth_mm: NDArray[np.float64],
) -> NDArray[np.float32]:  # fmt: skip
    """The skin moved inward and smoothed, so that nothing folds over."""
    depth = _smoothed(depth_mm[:, None], faces, 20)
    place, direction = skin.astype(np.float64), normals.astype(np.float64)
    for _ in range(8):
        direction = _smoothed(direction, faces)
        direction /= np.linalg.norm(direction, axis=1, keepdims=True).clip(1e-9)
    for _ in range(8):
        place = place - direction * depth / 8
        for _ in range(3):
            place = 0.5 * place + 0.5 * _smoothed(place, faces)
    return place.astype(np.float32)


def _bone_of_face(skeleton: Mapping[str, NDArray[Any]]) -> NDArray[np.uint16]:
    """The number of each triangle's bone, ``(m,)``, whether it is kept by vertex or by triangle."""
    bone, faces = skeleton["bone"], skeleton["faces"]
    return np.asarray(bone if len(bone) == len(faces) else bone[faces[:, 0]])


def _bones(assets: Path, joiner: _Joiner) -> list[Thing]:
    data = np.load(assets / "body/skeleton.npz")
    vertices, faces = data["vertices"].astype(np.float32), data["faces"].astype(np.int32)
    of_face = _bone_of_face(data)
    things = []
    for number, name in enumerate(data["bone_names"]):
        own = faces[of_face == number]
        if not len(own):
            continue
        used, local = np.unique(own, return_inverse=True)
        place, local = vertices[used], local.reshape(-1, 3).astype(np.int32)
        corner = place[local].astype(np.float64)
        if np.einsum("fc,fc->", corner[:, 0], np.cross(corner[:, 1], corner[:, 2])) < 0:
            local = local[:, ::-1]
        normals = vertex_normals(place.astype(np.float64), local)
        owner, right = bone_owner(str(name))
        extent = joiner.add(place, normals.astype(np.float32), local)
        colour = CARTILAGE if is_cartilage(owner) else IVORY
        things.append(Thing(BONE, owner, bool(right), *extent, colour=colour))
    return things


def _muscles(assets: Path, records: Sequence[SheetRecord], joiner: _Joiner) -> list[Thing]:
    things = []
    with np.load(assets / "body/sheets.npz") as data:
        made = set(data.files)
        for number, record in enumerate(records):
            for n, part in enumerate(record.parts):
                key = f"{record.id}/{part.id}"
                if f"{key}/grid" not in made:
                    continue
                mesh = close(data[f"{key}/grid"], data[f"{key}/thickness"])
                from_origin, to_insertion = data[f"{key}/tendon"]
                tendon = (float(from_origin), float(to_insertion))
                bands = tuple(float(v) for v in data[f"{key}/bands"])
                seed = float(number * 7 + n * 3 + 1)
                tone = 0.95 + 0.10 * ((number * 0.618 + n * 0.31) % 1.0)
                slant = np.tan(np.radians(data[f"{key}/pennation"])) if f"{key}/pennation" in made else (0, 0)
                for right in (False, True):
                    body = mesh.mirrored() if right else mesh
                    extent = joiner.add(body.vertices, body.normals, body.faces, body.fibre, body.across)
                    things.append(
                        Thing(MUSCLE, record.id, right, *extent, record.layer, tendon, bands,
                              tone, seed, (float(slant[0]), float(slant[1])))
                    )  # fmt: skip
    return things


def _structures(assets: Path, kinds: Mapping[str, str], joiner: _Joiner) -> list[Thing]:
    path = assets / "body/structures.npz"
    if not kinds or not path.exists():
        return []
    things = []
    with np.load(path) as data:
        for name in (n.removesuffix("/vertices") for n in data.files if n.endswith("/vertices")):
            kind = kinds.get(name, "organ")
            vertices, faces = data[f"{name}/vertices"], data[f"{name}/faces"].astype(np.int32)
            normals = vertex_normals(vertices.astype(np.float64), faces.astype(np.int64))
            right = data[f"{name}/right"].astype(bool)
            for side in (False, True):
                if (right == side).any():
                    extent = joiner.add(vertices, normals.astype(np.float32), faces[right == side])
                    colour = STRUCTURE_COLOURS.get(kind, STRUCTURE_COLOURS["organ"])
                    things.append(Thing(STRUCTURE, name, side, *extent, kind, colour=colour))
    return things
