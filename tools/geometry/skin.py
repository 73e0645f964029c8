"""The skin: the posed base mesh as one closed, exactly symmetric surface in body millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from tools.geometry.human import Human, RigBone, load_human
from tools.geometry.meshes import (
    boundary_loops,
    components,
    edges_of,
    face_neighbours,
    split_long_edges,
    vertex_normals,
)
from tools.geometry.pose import anatomical_position
from tools.geometry.raster import seen_faces

HEIGHT_MM = 1750.0
LONGEST_EDGE_MM = 12.0
HEEL_DEPTH_MM = 25.0
"""The origin lies this far in front of the backs of the heels."""
LID_RINGS = 4
"""How much of the lids about an open eye is drawn tight over it."""
BAG_QUADS = 60
"""Unseen patches of at least so many faces are bags (mouth, eye sockets), not folds."""
PARTS = (
    "head", "neck", "trunk", "arm_l", "arm_r", "hand_l", "hand_r", "leg_l", "leg_r", "foot_l", "foot_r",
)  # fmt: skip


@dataclass(frozen=True)
class Skin:
    """The skin in the body frame, millimetres.

    Attributes:
        vertices: (n, 3), the right side the exact mirror of the left.
        faces: (m, 3), counter-clockwise from outside.
        mirror: (n,) vertex of the other side.
        part: (n,) index into ``PARTS``.
        rig: joints of the posed source rig, in the same frame.
    """

    vertices: np.ndarray
    faces: np.ndarray
    mirror: np.ndarray
    part: np.ndarray
    rig: dict[str, RigBone]

    def joint(self, name: str) -> np.ndarray:
        """The head of a rig bone of the left side or the midline."""
        return (self.rig[f"{name}.L"] if f"{name}.L" in self.rig else self.rig[name]).head

    def tip(self, name: str) -> np.ndarray:
        """The tail of a rig bone of the left side."""
        return self.rig[f"{name}.L"].tail


def build_skin(mpfb2: Path) -> Skin:
    """Pose the base mesh, take out what is inside, close it, and refine it."""
    human = load_human(mpfb2)
    posed, rig = anatomical_position(human)
    quads = _outer_quads(human, posed)
    used = np.unique(quads)
    low, high = posed[used, 1].min(), posed[used, 1].max()
    scale = HEIGHT_MM / (high - low)
    heel = posed[used][posed[used, 1] < low + 0.3][:, 2].min() * scale + HEEL_DEPTH_MM

    def to_mm(xyz: np.ndarray) -> np.ndarray:
        return (xyz - [0, low, 0]) * scale - [0, 0, heel]

    renumber = np.full(len(posed), -1)
    renumber[used] = np.arange(len(used))
    vertices, mirror = to_mm(posed[used]), renumber[human.mirror[used]]
    vertices = symmetrised(vertices, mirror)
    faces = _triangles(vertices, renumber[quads], mirror)
    part = _parts(human)[used]
    part[(mirror == np.arange(len(part))) & (part >= PARTS.index("arm_l"))] = PARTS.index("trunk")

    vertices, faces, mirror, part = _closed(vertices, faces, mirror, part)
    vertices, faces, mirror, part = split_long_edges(vertices, faces, mirror, part, LONGEST_EDGE_MM)
    # the new vertices bulge a little beyond the sole and the crown
    base, stretch = vertices[:, 1].min(), HEIGHT_MM / np.ptp(vertices[:, 1])
    vertices[:, 1] = (vertices[:, 1] - base) * stretch

    def final(xyz: np.ndarray) -> np.ndarray:
        x, y, z = to_mm(xyz)
        return np.array([x, (y - base) * stretch, z])

    bones = {name: RigBone(final(bone.head), final(bone.tail), bone.parent) for name, bone in rig.items()}
    return Skin(symmetrised(vertices, mirror), faces, mirror, part, bones)


def symmetrised(vertices: np.ndarray, mirror: np.ndarray) -> np.ndarray:
    """The mean of each vertex and the mirror image of its partner; exact, also in float32."""
    mean = (vertices + vertices[mirror] * [-1, 1, 1]) / 2
    mean = mean.astype(np.float32).astype(np.float64)
    lower = np.arange(len(mirror)) > mirror
    mean[lower] = mean[mirror[lower]] * [-1, 1, 1]
    mean[mirror == np.arange(len(mirror)), 0] = 0
    return mean


def _outer_quads(human: Human, posed: np.ndarray) -> np.ndarray:
    """The faces of the body without the bags of the mouth and the eyes."""
    quads = human.quads
    seen = seen_faces(posed, np.r_[quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]], scale=90.0)
    seen = seen[: len(quads)] | seen[len(quads) :]
    number = {frozenset(quad): k for k, quad in enumerate(quads.tolist())}
    image = np.array([number[frozenset(quad)] for quad in human.mirror[quads].tolist()])
    seen |= seen[image]
    pairs = face_neighbours(quads)
    keep = seen.copy()
    patch = components(len(quads), pairs, ~seen)
    sizes = np.bincount(patch[patch >= 0])
    keep[(patch >= 0) & (sizes[patch] < BAG_QUADS)] = True
    patch = components(len(quads), pairs, keep)
    return quads[patch == np.bincount(patch[patch >= 0]).argmax()]


def _triangles(vertices: np.ndarray, quads: np.ndarray, mirror: np.ndarray) -> np.ndarray:
    """Cut each quadrilateral along its shorter diagonal, its image along the image of that."""
    own = np.minimum(np.arange(len(mirror)), mirror)
    ends = [(quads[:, 0], quads[:, 2]), (quads[:, 1], quads[:, 3])]
    across, along = (np.linalg.norm(vertices[a] - vertices[b], axis=1) for a, b in ends)
    lowest = [np.minimum(own[a], own[b]) for a, b in ends]
    even = np.isclose(across, along, atol=1e-6)
    first = np.where(even, lowest[0] < lowest[1], across < along)
    a, b = quads[first], quads[~first]
    return np.r_[a[:, [0, 1, 2]], a[:, [0, 2, 3]], b[:, [0, 1, 3]], b[:, [1, 2, 3]]]


def _parts(human: Human) -> np.ndarray:
    """(n,) the part of the body each vertex of the source mostly moves with."""
    weight = np.zeros((len(human.vertices), len(PARTS)))
    for bone, (ids, w) in human.weights.items():
        weight[ids, PARTS.index(_part_of(bone))] += w
    return weight.argmax(1)


def _part_of(bone: str) -> str:
    side = "_l" if bone.endswith(".L") else "_r"
    for part, names in (
        ("arm", ("upperarm", "lowerarm")),
        ("hand", ("wrist", "finger", "metacarpal")),
        ("leg", ("upperleg", "lowerleg")),
        ("foot", ("foot", "toe")),
    ):
        if bone.startswith(names):
            return part + side
    if bone.startswith("neck"):
        return "neck"
    if bone.startswith(("spine", "pelvis", "root", "breast", "clavicle", "shoulder")):
        return "trunk"
    return "head"


def _closed(vertices, faces, mirror, part):  # type: ignore[no-untyped-def]
    """Close the lids and the lips."""
    for loop in sorted(boundary_loops(faces), key=lambda loop: abs(vertices[loop, 0].mean()), reverse=True):
        centre = vertices[loop].mean(0)
        if abs(centre[0]) < 5:
            faces = np.r_[faces, _zipped(vertices, loop, mirror)]
        elif centre[0] > 0:
            vertices, faces, mirror, part = _eye_closed(vertices, faces, mirror, part, loop)
    return vertices, faces, mirror, part


def _eye_closed(vertices, faces, mirror, part, loop):  # type: ignore[no-untyped-def]
    """Fill the left lids with rings drawn tight between them, and the right ones with their image."""
    centre = vertices[loop].mean(0)
    rings, added = [loop], []
    for share in (0.7, 0.4):
        ring = centre + share * (vertices[loop] - centre)
        rings.append(len(vertices) + np.arange(len(loop)) + len(added) * len(loop))
        added.append(ring)
    points = np.r_[np.concatenate(added), centre[None]]
    n, k = len(vertices), len(points)
    new = []
    for outer, inner in pairwise(rings):
        a, b, c, d = outer, np.roll(outer, -1), np.roll(inner, -1), inner
        new += [np.stack([b, a, d], 1), np.stack([b, d, c], 1)]
    tip = np.full(len(loop), n + k - 1)
    new.append(np.stack([np.roll(rings[-1], -1), rings[-1], tip], 1))
    left = np.concatenate(new)
    image = np.r_[mirror, n + k + np.arange(k), n + np.arange(k)]
    right = image[left][:, ::-1]
    vertices = np.r_[vertices, points, points * [-1, 1, 1]]
    vertices = _relaxed(vertices, np.r_[faces, left, right], np.r_[loop, n + np.arange(k)])
    head = np.full(2 * k, PARTS.index("head"))
    return vertices, np.r_[faces, left, right], image, np.r_[part, head]


def _relaxed(vertices: np.ndarray, faces: np.ndarray, free: np.ndarray) -> np.ndarray:
    """The same mesh with ``free`` and the two rings about them drawn tight between the others."""
    pairs = edges_of(faces)
    pairs = np.r_[pairs, pairs[:, ::-1]]
    for _ in range(LID_RINGS):
        free = np.unique(pairs[np.isin(pairs[:, 0], free)])
    pairs = pairs[np.isin(pairs[:, 0], free)]
    degree = np.bincount(pairs[:, 0], minlength=len(vertices))[free, None]
    vertices = vertices.copy()
    for _ in range(120):
        total = np.zeros_like(vertices)
        np.add.at(total, pairs[:, 0], vertices[pairs[:, 1]])
        vertices[free] = total[free] / degree
    return vertices


def _zipped(vertices: np.ndarray, loop: np.ndarray, mirror: np.ndarray) -> np.ndarray:
    """Triangles between the two sides of a slit that crosses the midline, from the middle outwards."""
    middle = [k for k, v in enumerate(loop) if mirror[v] == v]
    if len(middle) != 2:
        raise ValueError("the slit should cross the midline twice")
    run = np.roll(loop, -middle[0])
    other = int(np.flatnonzero(run == loop[middle[1]])[0])
    halves = [run[: other + 1], np.r_[run[other:], run[0]]]
    half = next(h for h in halves if vertices[h, 0].mean() > 0)
    low, high = 0, len(half) - 1
    faces = []
    while high - low > 1:
        up = np.linalg.norm(vertices[half[low + 1]] - vertices[half[high]])
        down = np.linalg.norm(vertices[half[low]] - vertices[half[high - 1]])
        if up <= down:
            faces.append((half[low + 1], half[low], half[high]))
            low += 1
        else:
            faces.append((half[low], half[high], half[high - 1]))
            high -= 1
    left = np.array(faces)
    return np.r_[left, mirror[left][:, ::-1]]


def check_skin(skin: Skin) -> None:
    """Raise ValueError unless the surface is closed, symmetric and turned outwards."""
    if boundary_loops(skin.faces):
        raise ValueError("the skin has holes")
    if not (skin.mirror[skin.mirror] == np.arange(len(skin.mirror))).all():
        raise ValueError("the mirror table is not an involution")
    if np.abs(skin.vertices - skin.vertices[skin.mirror] * [-1, 1, 1]).max() > 0:
        raise ValueError("the skin is not symmetric")
    there = {frozenset(f) for f in skin.faces.tolist()}
    if any(frozenset(f) not in there for f in skin.mirror[skin.faces].tolist()):
        raise ValueError("the faces are not symmetric")
    corner = skin.vertices[skin.faces]
    if np.einsum("ij,ij->", corner[:, 0], np.cross(corner[:, 1], corner[:, 2])) < 0:
        raise ValueError("the faces look inwards")
    if components(len(skin.vertices), edges_of(skin.faces)).max() > 0:
        raise ValueError("the skin is in pieces")


def normals_of(skin: Skin) -> np.ndarray:
    """(n, 3) outward unit normals."""
    return vertex_normals(skin.vertices, skin.faces)
