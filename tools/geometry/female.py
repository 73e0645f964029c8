"""The female reference body: the same surface with its vertices elsewhere, and all that lies in it.

The two builds of the source share one mesh. How each of its vertices moves from the one to the other
carries the refined skin along; what lies inside is carried by the skin about it. So a place that is a
triangle with weights, a muscle's fibres, a landmark and a nerve are the same on both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numba
import numpy as np
from scipy.spatial import cKDTree

from tools.geometry.human import load_human
from tools.geometry.pose import anatomical_position
from tools.geometry.skin import HEEL_DEPTH_MM, HEIGHT_MM, symmetrised
from viewer.body.surface import Surface

FEMALE_HEIGHT_MM = 1630.0
THINNER = 0.9
"""Muscles are so much thinner than on the male body."""
_SOURCES, _FINE_SOURCES = 7000, 30000
_BREAST_MM = (1195.0, 1395.0)
_BREASTBONE_MM = 16.0


@dataclass(frozen=True)
class Carry:
    """Takes points inside the male body to the female one, as the skin about them moves.

    Attributes:
        places, moves: (n, 3) points of the male skin, and how far each moves.
        areas: (n,) how much of the skin each stands for.
    """

    places: np.ndarray
    moves: np.ndarray
    areas: np.ndarray

    def __call__(self, points: np.ndarray) -> np.ndarray:
        """(..., 3) body millimetres of the one to those of the other; the midline stays in the middle."""
        flat = np.ascontiguousarray(np.asarray(points, np.float64).reshape(-1, 3))
        out = np.empty_like(flat)
        _carried(flat, self.places, self.moves, self.areas, out)
        out[np.abs(flat[:, 0]) < 1e-6, 0] = 0.0
        return out.reshape(np.shape(points))


@numba.njit(cache=True, fastmath=False)  # type: ignore[untyped-decorator]
def _carried(points, places, moves, areas, out):  # type: ignore[no-untyped-def]
    for i in range(points.shape[0]):
        total = 0.0
        x, y, z = 0.0, 0.0, 0.0
        for j in range(places.shape[0]):
            dx = points[i, 0] - places[j, 0]
            dy = points[i, 1] - places[j, 1]
            dz = points[i, 2] - places[j, 2]
            square = dx * dx + dy * dy + dz * dz + 9.0
            weight = areas[j] / (square * square)
            total += weight
            x += weight * moves[j, 0]
            y += weight * moves[j, 1]
            z += weight * moves[j, 2]
        out[i, 0] = points[i, 0] + x / total
        out[i, 1] = points[i, 1] + y / total
        out[i, 2] = points[i, 2] + z / total


def female_skin(mpfb2: Path, male: Surface, mirror: np.ndarray) -> np.ndarray:
    """Where the vertices of the male surface lie on the female body, (n, 3) millimetres."""
    (one, quads), (other, _) = (_posed(mpfb2, sex) for sex in ("male", "female"))
    triangles = np.r_[quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]
    used = np.unique(quads)
    scale = HEIGHT_MM / np.ptp(one[used, 1])
    one = _in_frame(one, used, scale)
    other = _in_frame(other, used, FEMALE_HEIGHT_MM / np.ptp(other[used, 1]))
    moved = male.vertices + _interpolated(male.vertices, one, triangles, other - one)
    moved[:, 1] = (moved[:, 1] - moved[:, 1].min()) * FEMALE_HEIGHT_MM / np.ptp(moved[:, 1])
    return symmetrised(moved, mirror)


def _posed(mpfb2: Path, sex: str) -> tuple[np.ndarray, np.ndarray]:
    human = load_human(mpfb2, sex)  # type: ignore[arg-type]
    return anatomical_position(human)[0], human.quads


def _in_frame(posed: np.ndarray, used: np.ndarray, scale: float) -> np.ndarray:
    low = posed[used, 1].min()
    heel = posed[used][posed[used, 1] < low + 0.3][:, 2].min() * scale + HEEL_DEPTH_MM
    placed: np.ndarray = (posed - [0, low, 0]) * scale - [0, 0, heel]
    return placed


def _interpolated(
    points: np.ndarray, vertices: np.ndarray, triangles: np.ndarray, values: np.ndarray
) -> np.ndarray:
    """Values at the nearest places of a mesh, (n, 3)."""
    corners = vertices[triangles]
    _, candidates = cKDTree(corners.mean(1)).query(points, k=12)
    a, ab, ac = corners[:, 0], corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    best = np.full(len(points), np.inf)
    found = np.zeros_like(points)
    for k in range(candidates.shape[1]):
        face = candidates[:, k]
        e1, e2, p = ab[face], ac[face], points - a[face]
        d11, d12, d22 = (e1 * e1).sum(1), (e1 * e2).sum(1), (e2 * e2).sum(1)
        p1, p2 = (p * e1).sum(1), (p * e2).sum(1)
        area = np.maximum(d11 * d22 - d12 * d12, 1e-12)
        v, w = (d22 * p1 - d12 * p2) / area, (d11 * p2 - d12 * p1) / area
        weights = np.clip(np.stack([1 - v - w, v, w], 1), 0, 1)
        weights /= weights.sum(1, keepdims=True)
        place = (corners[face] * weights[..., None]).sum(1)
        off = np.linalg.norm(place - points, axis=1)
        nearer = off < best
        best[nearer] = off[nearer]
        found[nearer] = (values[triangles[face]] * weights[..., None]).sum(1)[nearer]
    return found


def carrier(male: Surface, moved: np.ndarray, folder: Path) -> Carry:
    """What carries the inside: points spread over the skin, denser on head, hands and feet.

    The breasts are left out: they lie before the muscles of the chest and move none of them.
    """
    with np.load(folder / "dots.npz") as dots, np.load(folder / "surface.npz") as stored:
        face, weights = dots["face"].astype(np.int64), dots["weights"].astype(np.float64)
        names = np.array([str(n) for n in stored["part_names"]])[stored["part"]]
    weights /= weights.sum(1, keepdims=True)
    corners = male.faces[face]
    fine = np.isin(np.array([n.split("_")[0] for n in names])[corners[:, 0]], ["head", "hand", "foot"])
    rank = np.arange(len(face))
    places = (male.vertices[corners] * weights[..., None]).sum(1)
    breast = (
        (places[:, 1] > _BREAST_MM[0]) & (places[:, 1] < _BREAST_MM[1])
        & (male.normals[corners[:, 0], 2] > 0.25) & (np.abs(places[:, 0]) > _BREASTBONE_MM)
        & (names[corners[:, 0]] == "trunk")
    )  # fmt: skip
    kept = ((rank < _SOURCES) | (fine & (rank < _FINE_SOURCES))) & ~breast
    places, moves = places[kept], ((moved - male.vertices)[corners[kept]] * weights[kept][..., None]).sum(1)
    areas = np.where(fine[kept], _SOURCES / _FINE_SOURCES, 1.0)
    # Every point and its mirror image, so that what is symmetric stays so.
    flip = np.array([-1.0, 1.0, 1.0])
    both = np.concatenate([places, places * flip]), np.concatenate([moves, moves * flip])
    return Carry(both[0], both[1], np.concatenate([areas, areas]))


def build_female(mpfb2: Path, male_folder: Path, write: Callable[[str, dict[str, np.ndarray]], None]) -> None:
    """Every file of the female body, from those of the male one.

    Args:
        male_folder: the folder ``assets/body``.
        write: told the name of each file and its arrays.
    """
    male = Surface.load(male_folder / "surface.npz")
    with np.load(male_folder / "surface.npz") as stored:
        surface = {name: stored[name] for name in stored.files}
    moved = female_skin(mpfb2, male, surface["mirror"])
    carry = carrier(male, moved, male_folder)
    axes = surface["limb_axes"].astype(np.float64)
    write("surface", surface | {"vertices": moved.astype(np.float32),
                                "limb_axes": carry(axes).astype(surface["limb_axes"].dtype)})  # fmt: skip
    for name in ("skeleton", "structures", "landmarks", "sheets"):
        with np.load(male_folder / f"{name}.npz") as stored:
            arrays = {key: stored[key] for key in stored.files}
        write(name, {key: _moved(key, value, carry) for key, value in arrays.items() if _kept(name, key)})
    for name in ("regions", "dots"):
        with np.load(male_folder / f"{name}.npz") as stored:
            write(name, {key: stored[key] for key in stored.files})
    with np.load(male_folder / "cells.npz") as stored:
        cell = stored["cell"]
    female = Surface(moved, male.faces, male.part, male.part_names, male.mirror)
    area = np.bincount(cell, female.vertex_area_mm2)
    write("cells", {"cell": cell, "area_mm2": area.astype(np.float32)})


def _kept(file: str, key: str) -> bool:
    """Silhouettes of structures are of the male body and are made when they are needed."""
    return file != "structures" or key.endswith(("/vertices", "/faces", "/right"))


def _moved(key: str, value: np.ndarray, carry: Carry) -> np.ndarray:
    if (key in ("vertices", "bone") and value.ndim == 2) or key.endswith(("/vertices", "/grid")):
        return carry(value).astype(value.dtype)
    if key.endswith("/thickness"):
        return (value * THINNER).astype(value.dtype)
    return value
