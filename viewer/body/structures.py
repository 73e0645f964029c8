"""The closed shapes of what a needle must respect."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from viewer.body.frame import Floats, Ints, unit
from viewer.body.triangles import first_hit


@dataclass(frozen=True)
class Structure:
    """A closed mesh in the body frame: vertices (n, 3) mm, faces (m, 3).

    Attributes:
        right: (m,) which faces are the right side's; None where the file does not say.
    """

    id: str
    vertices: Floats
    faces: Ints
    right: NDArray[np.bool_] | None = None

    def hit(self, origin: Floats, direction: Floats) -> float | None:
        """Millimetres from a point along a direction to the structure, None where it is not met."""
        hit = first_hit(np.asarray(origin, dtype=np.float64), unit(direction), self.vertices[self.faces])
        return None if hit is None else hit[2]


def load_structures(path: Path) -> MappingProxyType[str, Structure]:
    """Read ``structures.npz``: the structures whose shape is drawn, by id."""
    found = {}
    with np.load(path) as stored:
        for name in stored.files:
            if name.endswith("/vertices"):
                key = name.removesuffix("/vertices")
                vertices = stored[name].astype(np.float64)
                right = stored[f"{key}/right"] if f"{key}/right" in stored.files else None
                found[key] = Structure(key, vertices, stored[f"{key}/faces"].astype(np.int32), right)
    return MappingProxyType(found)
