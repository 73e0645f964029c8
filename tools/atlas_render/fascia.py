"""The white lines of the midline, which no muscle sheet holds: linea alba and the nuchal ligament."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

_STEP_MM = 3.0
# From, to, whether at the front, millimetres beneath the skin, half the width.
_LINES = (
    ("pubic_symphysis", "xiphoid_process", True, 10.0, 14.0),
    ("s2_spinous_process", "external_occipital_protuberance", False, 8.0, 8.0),
)


def lines(
    assets: Path, skin: NDArray[np.float32]
) -> list[tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int32]]]:
    """Vertices, normals and triangles of a ribbon for each line, a little beneath the skin."""
    marks = np.load(assets / "body/landmarks.npz")
    bone = {str(name): place for name, place in zip(marks["ids"], marks["bone"], strict=True)}
    made = []
    middle = skin[np.abs(skin[:, 0]) < 8.0]
    for low, high, front, beneath, half in _LINES:
        y = np.arange(bone[low][1], bone[high][1], _STEP_MM)
        sign = 1.0 if front else -1.0
        z = np.array([
            np.max(sign * near[:, 2]) if len(near := middle[np.abs(middle[:, 1] - v) < 9.0]) else np.nan
            for v in y
        ])  # fmt: skip
        z = np.interp(y, y[np.isfinite(z)], z[np.isfinite(z)])
        z = sign * (ndimage.gaussian_filter1d(z, 4.0, mode="nearest") - beneath)
        across = np.linspace(-1.0, 1.0, 7)
        from_end = np.minimum(y - y[0], y[-1] - y)
        width = half * (0.15 + 0.85 * np.clip(from_end / 30.0, 0.0, 1.0))[:, None]
        # Its sides fall away from the skin, so that muscle edges lie over it.
        sag = sign * 5.0 * across**2
        grid = np.stack(np.broadcast_arrays(across * width, y[:, None], z[:, None] - sag), axis=-1)
        index = np.arange(grid.size // 3).reshape(grid.shape[:2])
        a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
        faces = np.concatenate([np.stack(t, -1).reshape(-1, 3) for t in ((a, b, c), (a, c, d))])
        tilt = np.gradient(z, y)[:, None]
        normal = np.stack(np.broadcast_arrays(0.3 * across[None], -sign * tilt, np.float64(sign)), axis=-1)
        normal = normal / np.linalg.norm(normal, axis=-1, keepdims=True)
        made.append((grid.reshape(-1, 3).astype(np.float32), normal.reshape(-1, 3).astype(np.float32),
                     faces.astype(np.int32)))  # fmt: skip
    return made
