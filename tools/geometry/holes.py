"""Closing the cracks and open ends of bone meshes."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

LONGEST_LOOP = 80


def filled(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """The faces (m, 3) with triangles of least area across every hole but very long ones."""
    added = [_least_area(vertices, loop) for loop in _loops(faces) if 3 <= len(loop) <= LONGEST_LOOP]
    return np.concatenate([faces, *(a for a in added if len(a))])


def _loops(faces: np.ndarray) -> list[list[int]]:
    """Open borders, turned so that the new faces agree with the old; meshes with defects are borne with."""
    there = {(int(a), int(b)) for k in range(3) for a, b in faces[:, [k, (k + 1) % 3]]}
    following: dict[int, list[int]] = defaultdict(list)
    for a, b in sorted(there):
        if (b, a) not in there:
            following[b].append(a)
    loops = []
    for first in sorted(following):
        while following[first]:
            run = [first]
            while following[run[-1]]:
                vertex = following[run[-1]].pop()
                if vertex in run:  # a loop closes, perhaps in the middle of the run
                    start = run.index(vertex)
                    loops.append(run[start:])
                    run = run[: start + 1]
                    if start == 0:
                        break
                else:
                    run.append(vertex)
            else:
                break
    return loops


def _least_area(vertices: np.ndarray, loop: list[int]) -> np.ndarray:
    """Triangulate a closed loop so that the area is least."""
    p = vertices[loop]
    n = len(loop)
    cost = np.zeros((n, n))
    choice = np.full((n, n), -1)
    for gap in range(2, n):
        for i in range(n - gap):
            j = i + gap
            middle = np.arange(i + 1, j)
            area = np.linalg.norm(np.cross(p[middle] - p[i], p[j] - p[i]), axis=1) / 2
            total = cost[i, middle] + cost[middle, j] + area
            best = int(total.argmin())
            cost[i, j], choice[i, j] = total[best], middle[best]
    triangles, pending = [], [(0, n - 1)]
    while pending:
        i, j = pending.pop()
        if j - i < 2:
            continue
        k = int(choice[i, j])
        triangles.append((loop[i], loop[k], loop[j]))
        pending += [(i, k), (k, j)]
    return np.array(triangles)
