"""Where the landmarks are on this body."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from viewer.body.frame import Floats
from viewer.body.surface import SkinPoint


@dataclass(frozen=True)
class Landmark:
    """A landmark of the left side or the midline.

    Attributes:
        skin: where one feels for it.
        bone: (3,) mm, the point on the bone.
    """

    id: str
    skin: SkinPoint
    bone: Floats
    midline: bool


def load_landmarks(path: Path) -> MappingProxyType[str, Landmark]:
    """Read ``landmarks.npz``: landmarks by id, in file order."""
    with np.load(path) as stored:
        faces, weights = stored["face"].tolist(), stored["weights"].astype(np.float64)
        bone, midline = stored["bone"].astype(np.float64), stored["midline"].tolist()
        ids = [str(name) for name in stored["ids"]]
    found = {}
    for i, name in enumerate(ids):
        a, b, c = (float(w) for w in weights[i] / weights[i].sum())
        found[name] = Landmark(name, SkinPoint(int(faces[i]), (a, b, c)), bone[i], bool(midline[i]))
    return MappingProxyType(found)
