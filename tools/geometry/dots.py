"""Points spread over the skin so that every prefix of them is evenly spread."""

from __future__ import annotations

import numba
import numpy as np

from viewer.body.surface import Surface

COUNT = 120_000
COARSEST = 400
"""How many points the first, widest spacing would hold."""
SHRINK = 0.88
CANDIDATES = 5
SEED = 7


def spread(surface: Surface, count: int = COUNT) -> tuple[np.ndarray, np.ndarray]:
    """Throw darts with a slowly shrinking spacing.

    Returns:
        the face (count,) and the barycentric weights (count, 3) of each point, in order.
    """
    generator = np.random.default_rng(SEED)
    corner = surface.vertices[surface.faces]
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    area = np.linalg.norm(normal, axis=1) / 2
    normal /= np.maximum(2 * area, 1e-12)[:, None]
    face = generator.choice(len(area), count * CANDIDATES, p=area / area.sum())
    root, share = np.sqrt(generator.random(len(face))), generator.random(len(face))
    weights = np.stack([1 - root, root * (1 - share), root * share], 1)
    points = np.einsum("ij,ijk->ik", weights, corner[face])
    spacing = float(np.sqrt(area.sum() / COARSEST))
    order = _thrown(points, normal[face], spacing, SHRINK, count)
    return face[order], weights[order]


@numba.njit(cache=True)
def _thrown(points, normals, spacing, shrink, count):  # type: ignore[no-untyped-def]
    """Indices of the chosen points; those that face away do not see each other (fingers, ears)."""
    n = len(points)
    taken = np.zeros(n, numba.boolean)
    chosen = np.empty(count, np.int64)
    following = np.full(n, -1, np.int64)
    low = np.array([points[:, k].min() for k in range(3)])
    size = np.array([points[:, k].max() for k in range(3)]) - low
    cell = np.empty((n, 3), np.int64)
    found = 0
    while found < count:
        for i in range(n):
            for k in range(3):
                cell[i, k] = int((points[i, k] - low[k]) / spacing) + 1
        first = np.full(
            (int(size[0] / spacing) + 3, int(size[1] / spacing) + 3, int(size[2] / spacing) + 3), -1, np.int64
        )
        for c in range(found):
            i = chosen[c]
            following[i] = first[cell[i, 0], cell[i, 1], cell[i, 2]]
            first[cell[i, 0], cell[i, 1], cell[i, 2]] = i
        for i in range(n):
            if taken[i]:
                continue
            if found >= count:
                break
            free = True
            for a in range(cell[i, 0] - 1, cell[i, 0] + 2):
                for b in range(cell[i, 1] - 1, cell[i, 1] + 2):
                    for c in range(cell[i, 2] - 1, cell[i, 2] + 2):
                        j = first[a, b, c] if free else -1
                        while j >= 0:
                            gap = 0.0
                            facing = 0.0
                            for k in range(3):
                                gap += (points[i, k] - points[j, k]) ** 2
                                facing += normals[i, k] * normals[j, k]
                            if gap < spacing * spacing and facing > -0.2:
                                free = False
                                break
                            j = following[j]
            if free:
                taken[i] = True
                chosen[found] = i
                found += 1
                following[i] = first[cell[i, 0], cell[i, 1], cell[i, 2]]
                first[cell[i, 0], cell[i, 1], cell[i, 2]] = i
        spacing *= shrink
    return chosen
