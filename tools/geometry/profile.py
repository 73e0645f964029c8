"""What the skin says about the bones beneath it."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import cKDTree

from tools.geometry.skin import PARTS, Skin, normals_of


class SkinProfile:
    """The midline's front and back, and the signed depth of points beneath the skin."""

    def __init__(self, skin: Skin) -> None:
        self._points, self._normals = skin.vertices, normals_of(skin)
        self._tree = cKDTree(self._points)
        trunk = skin.part < PARTS.index("arm_l")
        middle = skin.vertices[trunk & (np.abs(skin.vertices[:, 0]) < 6)]
        self._y = np.arange(860.0, 1700.0, 5.0)
        near = [middle[np.abs(middle[:, 1] - y) < 12][:, 2] for y in self._y]
        self._front = gaussian_filter1d(np.array([z.max() for z in near]), 2)
        self._back = gaussian_filter1d(np.array([z.min() for z in near]), 2)

    def front(self, y: np.ndarray | float) -> np.ndarray:
        """z of the skin on the midline in front, at height ``y``."""
        return np.interp(y, self._y, self._front)

    def back(self, y: np.ndarray | float) -> np.ndarray:
        """z of the skin on the midline behind, at height ``y``."""
        return np.interp(y, self._y, self._back)

    def held_inside(self, points: np.ndarray, margin_mm: float, together_mm: float) -> np.ndarray:
        """The points, those less than ``margin_mm`` beneath the skin pushed in until they are.

        What lies within ``together_mm`` moves along, so that a thin bone is not pressed flat.
        """
        distance, nearest = self._tree.query(points, k=6)
        weight = 1 / (distance + 1.0) ** 2
        weight /= weight.sum(1, keepdims=True)
        away = points[:, None] - self._points[nearest]
        height = (np.einsum("ikj,ikj->ik", away, self._normals[nearest]) * weight).sum(1)
        normal = (self._normals[nearest] * weight[..., None]).sum(1)
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
        push = np.maximum(height + margin_mm, 0)
        out = np.flatnonzero(push > 0.05)
        if not len(out):
            return points
        tree = cKDTree(points[out])
        away, which = tree.query(points, k=min(16, len(out)), distance_upper_bound=together_mm)
        away, which = away.reshape(len(points), -1), which.reshape(len(points), -1)
        near = np.isfinite(away)
        fade = np.where(near, 1 - 0.5 * np.where(near, away, 0) / together_mm, 0)
        shared = np.append(push[out], 0)[which] * fade
        strongest = shared.argmax(1)
        rows = np.arange(len(points))
        along = np.vstack([normal[out], np.zeros(3)])[which[rows, strongest]]
        move = along * shared[rows, strongest][:, None]
        return points - move
