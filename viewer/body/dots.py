"""Dots fixed on the skin: every prefix of them is evenly spread, so a zoom shows a longer prefix."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np

from viewer.body.frame import Floats, Floats32, Ints, unit
from viewer.body.surface import Surface


class Dots:
    """Progressive blue-noise points of the skin.

    Attributes:
        face: (k,) the triangle of each.
        weights: (k, 3) its barycentric weights.
    """

    def __init__(self, surface: Surface, face: Ints, weights: Floats32) -> None:
        self._surface = surface
        self.face = np.asarray(face, dtype=np.int32)
        self.weights = np.asarray(weights, dtype=np.float32)

    @classmethod
    def load(cls, surface: Surface, path: Path) -> Dots:
        """Read ``dots.npz``."""
        with np.load(path) as stored:
            return cls(surface, stored["face"], stored["weights"].astype(np.float32))

    def __len__(self) -> int:
        return len(self.face)

    @cached_property
    def xyz(self) -> Floats:
        """(k, 3) mm."""
        return self._surface_value(self._surface.vertices)

    @cached_property
    def normals(self) -> Floats:
        """(k, 3) outward unit normals of their triangles, as drawn."""
        return unit(self._surface_value(self._surface.normals))

    def values(self, of_vertices: Floats | Floats32, which: Ints | None = None) -> Floats32:
        """What a quantity of the vertices (n,) is at each dot, (k,), or at some of them alone."""
        chosen = slice(None) if which is None else which
        corners = np.asarray(of_vertices, dtype=np.float32)[self._surface.faces[self.face[chosen]]]
        return np.asarray(np.einsum("ij,ij->i", corners, self.weights[chosen]))

    def _surface_value(self, of_vertices: Floats) -> Floats:
        corners = of_vertices[self._surface.faces[self.face]]
        return np.asarray(np.einsum("ijk,ij->ik", corners, self.weights.astype(np.float64)))
