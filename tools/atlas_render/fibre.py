"""The grain of muscle: noise drawn out along the fibres, in millimetres."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

_ALONG, _ACROSS = 256, 2048


def tables() -> NDArray[np.float32]:
    """Two wrapping noise tables ``(2, along, across)`` of unit spread: fine and broad strands."""
    random = np.random.default_rng(20)
    both = []
    for spread in ((4.0, 1.0), (7.0, 3.2)):
        noise = ndimage.gaussian_filter(random.random((_ALONG, _ACROSS)), spread, mode="wrap")
        both.append((noise - noise.mean()) / noise.std())
    return np.asarray(both, dtype=np.float32)


@numba.njit(cache=True, nogil=True, inline="always")
def at(table, along, across):  # type: ignore[no-untyped-def]
    """Bilinear value of one table; both coordinates in cells, wrapping."""
    a0, c0 = int(np.floor(along)), int(np.floor(across))
    fa, fc = along - a0, across - c0
    a0 &= _ALONG - 1
    c0 &= _ACROSS - 1
    a1, c1 = (a0 + 1) & (_ALONG - 1), (c0 + 1) & (_ACROSS - 1)
    low = table[a0, c0] + (table[a0, c1] - table[a0, c0]) * fc
    high = table[a1, c0] + (table[a1, c1] - table[a1, c0]) * fc
    return low + (high - low) * fa


@numba.njit(cache=True, nogil=True)
def strands(table, across_mm, along_mm, seed, fine):  # type: ignore[no-untyped-def]
    """Height of the grain, about -2 to 2: fascicles, bundles of them, and hair-fine strands.

    Args:
        fine: 0 to 1, how much of the finest strands; less where a fan runs together.
    """
    shift = seed * 97.0
    wander = 0.9 * at(table[1], along_mm / 9.0 + shift, across_mm / 4.0 + shift)
    across = across_mm + wander
    hair = at(table[0], along_mm / 5.0 + shift, across / 0.30 + shift)
    bundle = at(table[1], along_mm / 8.0 + shift * 3.0, across / 0.42 + shift * 5.0)
    broad = at(table[1], along_mm / 10.0 + shift * 7.0, across / 1.5 + shift * 2.0)
    return fine * 0.55 * hair + (0.4 + 0.6 * fine) * 0.62 * bundle + 0.5 * broad
