"""How much light reaches each pixel: ambient occlusion and soft shadow over the depth buffer."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

# Distances at which the surroundings are probed, in mm: creases first, then whole forms.
_REACH_MM = np.array([0.8, 1.6, 3.2, 6.0, 11.0, 20.0, 36.0, 60.0], dtype=np.float32)
_WEIGHT = np.array([1.0, 1.0, 1.0, 0.95, 0.85, 0.75, 0.6, 0.45], dtype=np.float32)
_DIRECTIONS = 8


@numba.njit(cache=True, nogil=True, fastmath=True)
def _ambient(z, normal, px_per_mm, reach, weight, out):  # type: ignore[no-untyped-def]
    rows, columns = z.shape
    for y in range(rows):
        for x in range(columns):
            if z[y, x] < -1e8:
                out[y, x] = 1.0
                continue
            nx, ny, nz = normal[y, x, 0], normal[y, x, 1], max(0.15, normal[y, x, 2])
            turn = ((x & 3) * 4 + (y & 3) * 7) % 16 / 16.0 * (2 * np.pi / _DIRECTIONS)
            total = 0.0
            for d in range(_DIRECTIONS):
                angle = turn + d * 2 * np.pi / _DIRECTIONS
                c, s = np.cos(angle), np.sin(angle)
                # Slope of the tangent plane this way; only what rises above it takes light.
                tangent = -(nx * c + ny * s) / nz
                tangent_sine = tangent / np.sqrt(1.0 + tangent * tangent)
                horizon = tangent_sine
                taken = 0.0
                for r in range(reach.shape[0]):
                    px = round(x + c * reach[r] * px_per_mm)
                    py = round(y - s * reach[r] * px_per_mm)
                    if px < 0 or py < 0 or px >= columns or py >= rows or z[py, px] < -1e8:
                        continue
                    rise = z[py, px] - z[y, x] - 0.06 * reach[r]
                    sine = rise / np.sqrt(rise * rise + reach[r] * reach[r])
                    if sine > horizon:
                        # What stands far in front hides less than what it belongs to.
                        near = 1.0 / (1.0 + max(0.0, rise - 25.0) / 40.0)
                        taken += (sine - horizon) * weight[r] * near
                        horizon = sine
                total += min(1.0, taken)
            out[y, x] = 1.0 - total / _DIRECTIONS


@numba.njit(cache=True, nogil=True, fastmath=True)
def _shadow(z, px_per_mm, lx, ly, lz, out):  # type: ignore[no-untyped-def]
    rows, columns = z.shape
    across = np.sqrt(lx * lx + ly * ly)
    for y in range(rows):
        for x in range(columns):
            lit = 1.0
            if z[y, x] > -1e8:
                jitter = 0.75 + 0.5 * (((x & 3) * 5 + (y & 3) * 3) % 16) / 16.0
                step = 1.2 * jitter
                for _ in range(22):
                    px = round(x + lx / across * step * px_per_mm)
                    py = round(y - ly / across * step * px_per_mm)
                    if px < 0 or py < 0 or px >= columns or py >= rows:
                        break
                    if z[py, px] > -1e8:
                        over = z[py, px] - z[y, x] - step * lz / across - 0.25
                        if 0.0 < over < 70.0:
                            lit = min(lit, 1.0 - min(1.0, over / (0.30 * step + 0.8)))
                            if lit <= 0.0:
                                break
                    step *= 1.22
            out[y, x] = lit


@numba.njit(cache=True, nogil=True, fastmath=True)
def _smooth(z, value, out):  # type: ignore[no-untyped-def]
    """Mean over the 4 x 4 pixels that together hold every direction, within one surface."""
    rows, columns = z.shape
    for y in range(rows):
        for x in range(columns):
            if z[y, x] < -1e8:
                out[y, x] = 1.0
                continue
            total, weight = 0.0, 0.0
            for dy in range(-2, 3):
                for dx in range(-2, 3):
                    py, px = y + dy, x + dx
                    if py < 0 or px < 0 or py >= rows or px >= columns or z[py, px] < -1e8:
                        continue
                    w = 1.0 if abs(z[py, px] - z[y, x]) < 2.0 else 0.02
                    if abs(dx) == 2:
                        w *= 0.5
                    if abs(dy) == 2:
                        w *= 0.5
                    total += w * value[py, px]
                    weight += w
            out[y, x] = total / weight


def light(
    z: NDArray[np.float32], normal: NDArray[np.float32], px_per_mm: float, key: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Ambient light and key light that reach each pixel, 0 to 1, both ``(rows, columns)``.

    Args:
        z: millimetres toward the viewer.
        normal: ``(rows, columns, 3)`` right, up, toward the viewer.
        key: unit vector toward the lamp, in the same axes.
    """
    raw = np.empty_like(z)
    ambient, direct = np.empty_like(z), np.empty_like(z)
    _ambient(z, normal, np.float32(px_per_mm), _REACH_MM, _WEIGHT, raw)
    _smooth(z, raw, ambient)
    _shadow(z, np.float32(px_per_mm), key[0], key[1], key[2], raw)
    _smooth(z, raw, direct)
    return ambient, direct
