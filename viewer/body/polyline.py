"""Lines of points: length, even steps, and how far a point is from them."""

from __future__ import annotations

import numpy as np

from viewer.body.frame import Floats

_CHUNK = 4096


def arc_length(line: Floats) -> Floats:
    """Millimetres from the first point to each point of ``line`` (k, 3): (k,)."""
    steps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(steps)])


def resampled(line: Floats, step_mm: float) -> Floats:
    """``line`` (k, 3) again in even steps of at most ``step_mm``, ends kept."""
    length = arc_length(line)
    count = max(2, int(np.ceil(length[-1] / step_mm)) + 1)
    return point_at(line, np.linspace(0.0, length[-1], count))


def point_at(line: Floats, mm: Floats | float) -> Floats:
    """The points of ``line`` that many millimetres from its start: (…, 3)."""
    length = arc_length(line)
    return np.stack([np.interp(mm, length, line[:, axis]) for axis in range(3)], axis=-1)


def margin(points: Floats, line: Floats, radii: Floats) -> tuple[Floats, Floats]:
    """How far each point lies from a band about a line.

    Args:
        points: (k, 3) mm.
        line: (m, 3) mm.
        radii: (m,) half widths of the band at the points of the line.

    Returns:
        Distance minus half width in mm (k,), and the half width there (k,).
    """
    if len(line) == 1:
        distance = np.linalg.norm(points - line[0], axis=1)
        return distance - radii[0], np.full(len(points), radii[0])
    nearest = _nearest_vertex(points, line, radii)
    best = np.full(len(points), np.inf)
    radius = np.empty(len(points))
    for offset in (-1, 0):  # the two segments that meet at the nearest point
        i = np.clip(nearest + offset, 0, len(line) - 2)
        edge = line[i + 1] - line[i]
        squared = np.maximum(np.einsum("ij,ij->i", edge, edge), 1e-12)
        t = np.clip(np.einsum("ij,ij->i", points - line[i], edge) / squared, 0.0, 1.0)
        here = radii[i] + t * (radii[i + 1] - radii[i])
        distance = np.linalg.norm(points - line[i] - t[:, None] * edge, axis=1) - here
        nearer = distance < best
        best = np.where(nearer, distance, best)
        radius = np.where(nearer, here, radius)
    return best, radius


def _nearest_vertex(points: Floats, line: Floats, radii: Floats) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    # Single precision is enough to choose between points that lie millimetres apart,
    # once the origin is near them.
    centre = line.mean(axis=0)
    p, q = (points - centre).astype(np.float32), (line - centre).astype(np.float32)
    q_squared = np.einsum("ij,ij->i", q, q)
    tapers = bool(np.ptp(radii) > 1e-6)
    nearest = np.empty(len(p), dtype=np.intp)
    for start in range(0, len(p), _CHUNK):
        part = p[start : start + _CHUNK]
        gap = q_squared - 2.0 * (part @ q.T)
        if tapers:
            gap += np.einsum("ij,ij->i", part, part)[:, None]
            gap = np.sqrt(np.maximum(gap, 0.0)) - radii.astype(np.float32)
        nearest[start : start + _CHUNK] = gap.argmin(axis=1)
    return nearest
