"""The body that the sheets are laid into: its skin, its bones, landmarks and limb axes."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tools.sheets.raster import vertex_normals

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# The left half and a little more, so that no sheet is drawn toward the skin of the other side.
_MIDLINE_MARGIN_MM = 4.0
# of the samples that are asked whether a point is inside bone: how many, and the least share of the
# distance that is depth
_NEAREST, _AS_DEEP = 6, 0.6


class Samples:
    """Points of a surface with outward normals, to be asked for the nearest ones."""

    def __init__(self, points: Floats, normals: Floats) -> None:
        self.points, self.normals = points, normals
        self._tree = cKDTree(points)
        self._low, self._high = points.min(0), points.max(0)

    def comes_near(self, xyz: Floats, mm: float) -> bool:
        """Whether the boxes about the samples and about some points (…, 3) are so near each other."""
        points = xyz.reshape(-1, 3)
        apart = np.maximum(points.min(0) - self._high, self._low - points.max(0))
        return bool((apart <= mm).all())

    def nearest(self, xyz: Floats, k: int = 1) -> tuple[Floats, Ints]:
        """Distances and indices of the k nearest samples, (…,) or (…, k)."""
        distance, index = self._tree.query(xyz, k=k)
        return distance, index

    def height(self, xyz: Floats) -> tuple[Floats, Floats]:
        """Signed height over the surface (negative inside) and its normals, by the nearest sample."""
        _, index = self.nearest(xyz)
        normal = self.normals[index]
        height: Floats = ((xyz - self.points[index]) * normal).sum(-1)
        return height, normal


def _sampled(vertices: Floats, faces: Ints, edge_mm: float) -> Samples:
    """Vertices and points inside large faces, with normals that are smooth over the faces."""
    normals = vertex_normals(vertices, faces)
    points, directions = [vertices], [normals]
    corner, corner_normal = vertices[faces], normals[faces]
    length = np.linalg.norm(corner - np.roll(corner, 1, axis=1), axis=2).max(1)
    for step in (1, 2, 4):
        use = length > edge_mm * step
        weights = _WEIGHTS[step]
        points.append(np.einsum("wk,fkc->fwc", weights, corner[use]).reshape(-1, 3))
        directions.append(np.einsum("wk,fkc->fwc", weights, corner_normal[use]).reshape(-1, 3))
    normal = np.concatenate(directions)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    return Samples(np.concatenate(points), normal)


def _lattice(n: int) -> Floats:
    cells = [(i, j, n - i - j) for i in range(n + 1) for j in range(n + 1 - i)]
    inner = [c for c in cells if max(c) < n]
    return np.array(inner, float) / n


_WEIGHTS = {1: np.full((1, 3), 1 / 3), 2: _lattice(3), 4: _lattice(6)}


@dataclass(frozen=True)
class Ground:
    """Skin, skeleton, landmarks and limbs of the reference body, in body millimetres."""

    skin_vertices: Floats
    skin_faces: Ints
    bone_vertices: Floats
    bone_faces: Ints
    bone_of_vertex: Ints
    bone_names: tuple[str, ...]
    landmark_bone: dict[str, Floats]
    landmark_skin: dict[str, Floats]
    limb_axes: dict[str, tuple[Floats, Floats]]

    @classmethod
    def load(cls, assets: Path) -> Ground:
        """From ``assets/body``: surface, skeleton and landmarks."""
        surface = np.load(assets / "body/surface.npz")
        skeleton = np.load(assets / "body/skeleton.npz")
        vertices = surface["vertices"].astype(float)
        faces = surface["faces"].astype(np.int64)
        bone_names = tuple(str(n) for n in skeleton["bone_names"])
        marks = np.load(assets / "body/landmarks.npz")
        on_skin = (vertices[faces[marks["face"]]] * marks["weights"][..., None].astype(float)).sum(1)
        ids = [str(i) for i in marks["ids"]]
        bone = skeleton["bone"].astype(np.int64)
        bone_faces = skeleton["faces"].astype(np.int64)
        if len(bone) == len(bone_faces) and len(bone) != len(skeleton["vertices"]):
            of_vertex = np.zeros(len(skeleton["vertices"]), np.int64)
            of_vertex[bone_faces.ravel()] = np.repeat(bone, 3)
            bone = of_vertex
        return cls(
            vertices,
            faces,
            skeleton["vertices"].astype(float),
            bone_faces,
            bone,
            bone_names,
            dict(zip(ids, marks["bone"].astype(float), strict=True)),
            dict(zip(ids, on_skin, strict=True)),
            {
                str(n): (a[0].astype(float), a[1].astype(float))
                for n, a in zip(surface["limb_names"], surface["limb_axes"], strict=True)
            },
        )

    @cached_property
    def skin(self) -> Samples:
        """The left half of the skin."""
        near = (self.skin_vertices[self.skin_faces][:, :, 0] > -_MIDLINE_MARGIN_MM).any(1)
        return _sampled(self.skin_vertices, self.skin_faces[near], 5.0)

    @cached_property
    def bone(self) -> Samples:
        """Every bone of the left half and the midline."""
        return self._bones(range(len(self.bone_names)))

    def bones(self, patterns: tuple[str, ...]) -> Samples:
        """The bones of the left and the midline whose names fit one of the patterns, as ``rib_*``.

        Raises:
            KeyError: when a pattern fits none.
        """
        names = [name.removesuffix("_l") for name in self.bone_names]
        chosen: list[int] = []
        for pattern in patterns:
            fits = [i for i, name in enumerate(names) if fnmatchcase(name, pattern)]
            if not fits:
                raise KeyError(f"no bone is called {pattern}")
            chosen += fits
        return self._bones(chosen)

    def bone_words(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the words that name a bone."""
        names = [name.removesuffix("_l") for name in self.bone_names]
        return tuple(word for word in words if any(fnmatchcase(name, word) for name in names))

    def _bones(self, chosen: range | list[int]) -> Samples:
        corner_bone = self.bone_of_vertex[self.bone_faces[:, 0]]
        corners = self.bone_vertices[self.bone_faces]
        keep = np.isin(corner_bone, list(chosen)) & (corners[:, :, 0] > -_MIDLINE_MARGIN_MM).any(1)
        faces = self.bone_faces[keep].copy()
        # some meshes are wound inside out: a closed one then has a negative volume
        for bone in np.unique(corner_bone[keep]):
            of_bone = corner_bone[keep] == bone
            whole = self.bone_vertices[self.bone_faces[corner_bone == bone]]
            if np.einsum("fc,fc->f", whole[:, 0], np.cross(whole[:, 1], whole[:, 2])).sum() < 0:
                faces[of_bone] = faces[of_bone][:, ::-1]
        used = np.unique(faces)
        renumber = np.zeros(len(self.bone_vertices), np.int64)
        renumber[used] = np.arange(len(used))
        return _sampled(self.bone_vertices[used], renumber[faces], 4.0)

    def inside_bone(self, points: Floats) -> tuple[Floats, Floats]:
        """Depth inside bone in millimetres, 0 outside, by agreement of the nearest samples; the way out.

        What is inside is about as deep as its nearest sample is far; beside the edge of something thin
        the heights say nothing.
        """
        distance, index = self.bone.nearest(points, k=_NEAREST)
        normals = self.bone.normals[index]
        height = ((points[..., None, :] - self.bone.points[index]) * normals).sum(-1)
        deep = (height < 0).all(-1) & (-height[..., 0] > _AS_DEEP * distance[..., 0])
        return np.where(deep, -height.max(-1), 0.0), normals[..., 0, :]

    def limb_frame(self, limb: str) -> tuple[Floats, Floats, Floats, Floats]:
        """Start, end, anterior and lateral unit vectors of a left limb's axis."""
        start, end = self.limb_axes[limb]
        along = (end - start) / np.linalg.norm(end - start)
        anterior = np.array([0.0, 0.0, 1.0]) - along * along[2]
        anterior /= np.linalg.norm(anterior)
        lateral = np.cross(anterior, along)
        return start, end, anterior, lateral if lateral[0] > 0 else -lateral
