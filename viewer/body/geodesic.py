"""The graph of the skin: neighbours, distance fields and shortest routes along it.

Besides the mesh's edges, the graph joins the two vertices that face each other across an
edge, as far apart as in the two triangles laid flat. That brings its distances to within
some per cent of those over the surface.

Distances are found by relaxing a whole front of vertices at a time, which in numpy is
quicker than a heap and needs no compiler.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from viewer.body.frame import Floats, Ints, Mask
from viewer.body.grid import expand


class SkinGraph:
    """Neighbours of each vertex in compressed rows.

    Attributes:
        start: (n + 1,) where each vertex's neighbours begin.
        neighbour: (e,) vertex ids.
        length_mm: (e,) length of each link.
        edge_start, edge_neighbour: the same for the mesh's edges alone.
    """

    def __init__(self, vertices: Floats, faces: Ints) -> None:
        self._vertices = vertices
        n = len(vertices)
        edges, across = _edges(faces, n)
        length = np.linalg.norm(vertices[edges[:, 0]] - vertices[edges[:, 1]], axis=1)
        pairs, pair_length = _second_neighbours(vertices, edges, across)
        self.edge_start, self.edge_neighbour, _ = _rows(n, edges, length)
        self.start, self.neighbour, self.length_mm = _rows(
            n, np.concatenate([edges, pairs]), np.concatenate([length, pair_length])
        )

    def field(self, sources: Ints, start_mm: Floats, limit_mm: float) -> tuple[Ints, Floats]:
        """Distances along the skin from several sources.

        Args:
            sources: (k,) vertex ids, perhaps repeated.
            start_mm: (k,) distance each source starts with.
            limit_mm: where to stop.

        Returns:
            The vertices within the limit and their distances in mm.
        """
        distance = np.full(len(self._vertices), np.inf)
        np.minimum.at(distance, sources, start_mm)
        front = np.unique(sources[start_mm <= limit_mm])
        while front.size:
            reached, mm = self._relax(front, distance)
            better = (mm < distance[reached]) & (mm <= limit_mm)
            front = self._improve(distance, reached[better], mm[better])
        ids = np.flatnonzero(distance <= limit_mm)
        return ids, distance[ids]

    def route(self, sources: Ints, start_mm: Floats, goals: Ints, goal_mm: Floats) -> Ints:
        """The vertices of a shortest route from any source to any goal, in order.

        Args:
            sources, start_mm: (k,) vertices and the distance each starts with.
            goals, goal_mm: (g,) vertices and the distance that remains from each.

        Raises:
            ValueError: the two lie on pieces that are not joined.
        """
        target = self._vertices[goals].mean(axis=0)
        slack = float(np.linalg.norm(self._vertices[goals] - target, axis=1).max())
        straight = float(np.linalg.norm(self._vertices[sources] - target, axis=1).min()) + slack
        # Only what lies in an ellipse about the two ends is searched; the ellipse grows
        # until it holds the route.
        for bound in (1.15 * straight + 20.0, 1.6 * straight + 60.0, 3.0 * straight + 200.0, np.inf):
            distance = self._toward(sources, start_mm, goals, goal_mm, target, slack, bound)
            total = distance[goals] + goal_mm
            if np.isfinite(total).any():
                return self._back(distance, sources, start_mm, int(goals[np.argmin(total)]))
        raise ValueError("the two places are not joined by skin")

    def flood(self, seeds: Ints, open_to: Mask) -> Mask:
        """The vertices that can be reached from ``seeds`` along edges through ``open_to`` (n,)."""
        reached = np.zeros(len(self._vertices), dtype=bool)
        for front in self.flood_steps(seeds, open_to):
            reached[front] = True
        return reached

    def flood_steps(self, seeds: Ints, open_to: Mask) -> Iterator[Ints]:
        """Yield the fronts of a flood, one ring of vertices at a time."""
        closed = ~open_to
        front = np.unique(seeds)
        closed[front] = True
        while front.size:
            yield front
            counts = self.edge_start[front + 1] - self.edge_start[front]
            next_ids = self.edge_neighbour[expand(self.edge_start[front], counts)]
            next_ids = next_ids[~closed[next_ids]]
            closed[next_ids] = True
            front = np.unique(next_ids)

    def ring(self, ids: Ints) -> Ints:
        """``ids`` and all their neighbours, each once."""
        counts = self.start[ids + 1] - self.start[ids]
        return np.union1d(ids, self.neighbour[expand(self.start[ids], counts)])

    def _toward(
        self,
        sources: Ints,
        start_mm: Floats,
        goals: Ints,
        goal_mm: Floats,
        target: Floats,
        slack: float,
        bound: float,
    ) -> Floats:
        distance = np.full(len(self._vertices), np.inf)
        np.minimum.at(distance, sources, start_mm)
        front = np.unique(sources)
        while front.size:
            reached, mm = self._relax(front, distance)
            found = float((distance[goals] + goal_mm).min())
            most = min(bound, found + 2.0 * slack)
            ahead = np.linalg.norm(self._vertices[reached] - target, axis=1) - slack
            better = (mm < distance[reached]) & (mm + ahead <= most)
            front = self._improve(distance, reached[better], mm[better])
        return distance

    def _relax(self, front: Ints, distance: Floats) -> tuple[Ints, Floats]:
        counts = self.start[front + 1] - self.start[front]
        links = expand(self.start[front], counts)
        return self.neighbour[links], np.repeat(distance[front], counts) + self.length_mm[links]

    def _improve(self, distance: Floats, ids: Ints, mm: Floats) -> Ints:
        np.minimum.at(distance, ids, mm)
        return np.unique(ids)

    def _back(self, distance: Floats, sources: Ints, start_mm: Floats, goal: int) -> Ints:
        start = dict(zip(sources.tolist(), start_mm.tolist(), strict=True))
        route = [goal]
        while True:
            here = route[-1]
            if here in start and start[here] <= distance[here] + 1e-9:
                return np.array(route[::-1], dtype=np.intp)
            links = slice(int(self.start[here]), int(self.start[here + 1]))
            before = distance[self.neighbour[links]] + self.length_mm[links]
            route.append(int(self.neighbour[links][np.argmin(before)]))


def _edges(faces: Ints, n: int) -> tuple[Ints, Ints]:
    """Each edge once (e, 2), and the vertices across it (e, 2), -1 at a border."""
    corners = faces.astype(np.int64)
    a = corners[:, [0, 1, 2]].ravel()
    b = corners[:, [1, 2, 0]].ravel()
    opposite = corners[:, [2, 0, 1]].ravel()
    key = np.minimum(a, b) * n + np.maximum(a, b)
    order = np.argsort(key, kind="stable")
    key, opposite = key[order], opposite[order]
    first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    count = np.diff(np.concatenate([first, [len(key)]]))
    edges = np.stack([key[first] // n, key[first] % n], axis=1)
    second = np.minimum(first + 1, len(key) - 1)
    across = np.stack([opposite[first], np.where(count == 2, opposite[second], -1)], axis=1)
    return edges, across


def _second_neighbours(vertices: Floats, edges: Ints, across: Ints) -> tuple[Ints, Floats]:
    inner = across[:, 1] >= 0
    (i, j), (a, b) = edges[inner].T, across[inner].T
    axis = vertices[j] - vertices[i]
    length = np.linalg.norm(axis, axis=1)
    axis = axis / np.maximum(length, 1e-9)[:, None]
    along, height = [], []
    for corner in (a, b):
        arm = vertices[corner] - vertices[i]
        x = np.einsum("ij,ij->i", arm, axis)
        along.append(x)
        height.append(np.linalg.norm(arm - x[:, None] * axis, axis=1))
    crossing = along[0] + (along[1] - along[0]) * height[0] / np.maximum(height[0] + height[1], 1e-9)
    through = (crossing > 0.0) & (crossing < length)  # else the straight line leaves the triangles
    pairs = np.stack([a, b], axis=1)[through]
    return pairs, np.hypot(along[0] - along[1], height[0] + height[1])[through]


def _rows(n: int, pairs: Ints, length: Floats) -> tuple[Ints, Ints, Floats]:
    here = np.concatenate([pairs[:, 0], pairs[:, 1]])
    there = np.concatenate([pairs[:, 1], pairs[:, 0]])
    order = np.argsort(here, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(here, minlength=n))])
    return start.astype(np.int32), there[order].astype(np.int32), np.concatenate([length, length])[order]
