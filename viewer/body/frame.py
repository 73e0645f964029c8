"""The body frame: millimetres, right-handed, x to the patient's left, y up, z forward.

The origin lies on the floor between the heels. The mirror plane is x = 0: whatever is
written for the left is turned to the right by changing the sign of x.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Floats32: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.integer[Any]]
Mask: TypeAlias = npt.NDArray[np.bool_]

LATERAL = np.array([1.0, 0.0, 0.0])
"""Lateral on the patient's left side, which is the side everything is written for."""
SUPERIOR = np.array([0.0, 1.0, 0.0])
ANTERIOR = np.array([0.0, 0.0, 1.0])
for _axis in (LATERAL, SUPERIOR, ANTERIOR):
    _axis.setflags(write=False)


def mirrored(xyz: Floats) -> Floats:
    """The same places on the other side of the body: (…, 3) mm to (…, 3) mm."""
    return np.asarray(xyz, dtype=np.float64) * (-1.0, 1.0, 1.0)


def unit(vector: Floats) -> Floats:
    """``vector`` (…, 3) scaled to length 1; a zero vector stays zero."""
    vector = np.asarray(vector, dtype=np.float64)
    length = np.linalg.norm(vector, axis=-1, keepdims=True)
    scaled: Floats = vector / np.maximum(length, 1e-12)
    return scaled
