"""How thick a muscle is at each place of its sheet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from viewer.body.records import SheetPart

Floats = NDArray[np.float64]

_TENDON_SHARE, _TENDON_MIN_MM, _TENDON_MAX_MM = 0.15, 1.2, 4.0
_SHORTEST_TAPER = 0.16
_EDGE_SHARE = 0.15


def _smoothstep(x: Floats) -> Floats:
    x = np.clip(x, 0.0, 1.0)
    return x * x * (3.0 - 2.0 * x)


def along_profile(part: SheetPart, t: Floats) -> Floats:
    """Thickness in millimetres down the middle of the part at fractions t, tapering to the tendons."""
    start, end = part.tendon
    if end <= start:  # tendon all along
        return np.full_like(t, part.thickness_mm)
    tendon = np.clip(_TENDON_SHARE * part.thickness_mm, _TENDON_MIN_MM, _TENDON_MAX_MM)
    tendon = min(float(tendon), part.thickness_mm)
    rise = _smoothstep((t - 0.4 * start) / max(1.2 * start, _SHORTEST_TAPER))
    fall = _smoothstep((1.0 - t - 0.4 * (1.0 - end)) / max(1.2 * (1.0 - end), _SHORTEST_TAPER))
    middle = np.clip((t - start) / max(end - start, 1e-6), 0.0, 1.0)
    swell = 1.0 - 0.25 * part.roundness * (1.0 - np.sin(np.pi * middle))
    return tendon + (part.thickness_mm - tendon) * rise * fall * swell


def across_profile(part: SheetPart, u: Floats) -> Floats:
    """Share of that thickness at fractions u from edge to edge: an ellipse, or a strap with round edges."""
    power = 2.0 + 10.0 * (1.0 - part.roundness)
    return np.maximum(_EDGE_SHARE, np.sqrt(np.clip(1.0 - np.abs(2.0 * u - 1.0) ** power, 0.0, 1.0)))
