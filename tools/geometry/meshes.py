"""Triangle meshes: normals, edges, boundaries, and splitting that keeps left and right alike."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix, csgraph


def face_normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """(m, 3), twice the area long."""
    corner = vertices[faces]
    return np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])


def vertex_normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """(n, 3) unit normals, the faces weighted by their area."""
    total = np.zeros_like(vertices)
    normals = face_normals(vertices, faces)
    for corner in range(3):
        np.add.at(total, faces[:, corner], normals)
    return total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12)


def edges_of(faces: np.ndarray) -> np.ndarray:
    """(e, 2) unique edges, the lower vertex first."""
    return np.unique(np.sort(_half_edges(faces), 1), axis=0)


def _half_edges(faces: np.ndarray) -> np.ndarray:
    return np.concatenate([faces[:, [k, (k + 1) % faces.shape[1]]] for k in range(faces.shape[1])])


def face_neighbours(faces: np.ndarray) -> np.ndarray:
    """(p, 2) pairs of faces (triangles or quads) that share an edge."""
    key = np.sort(_half_edges(faces), 1)
    face = np.tile(np.arange(len(faces)), faces.shape[1])
    order = np.lexsort(key.T)
    key, face = key[order], face[order]
    same = (key[1:] == key[:-1]).all(1)
    return np.stack([face[:-1][same], face[1:][same]], 1)


def components(count: int, pairs: np.ndarray, member: np.ndarray | None = None) -> np.ndarray:
    """(count,) the number of the connected piece of each item, -1 for those not in ``member``."""
    if member is None:
        member = np.ones(count, bool)
    pairs = pairs[member[pairs].all(1)]
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (count, count))
    label = csgraph.connected_components(graph, directed=False)[1].astype(np.int64)
    label[~member] = -1
    return label


def boundary_loops(faces: np.ndarray) -> list[np.ndarray]:
    """The open borders as closed runs of vertices, in the direction of the faces' own edges."""
    half = _half_edges(faces)
    there = {(int(a), int(b)) for a, b in half}
    after = {a: b for a, b in there if (b, a) not in there}
    loops = []
    while after:
        first, vertex = after.popitem()
        loop = [first]
        while vertex != first:
            loop.append(vertex)
            vertex = after.pop(vertex)
        loops.append(np.array(loop))
    return loops


def midpoint(vertices: np.ndarray, normals: np.ndarray, edges: np.ndarray, bulge: float = 0.6) -> np.ndarray:
    """Midpoints of edges, lifted towards the curve that the normals at both ends suggest (Phong)."""
    a, b = edges.T
    middle = (vertices[a] + vertices[b]) / 2

    def onto(k: np.ndarray) -> np.ndarray:
        height = np.einsum("ij,ij->i", middle - vertices[k], normals[k])
        return middle - height[:, None] * normals[k]

    return middle + bulge * ((onto(a) + onto(b)) / 2 - middle)


def split_long_edges(
    vertices: np.ndarray, faces: np.ndarray, mirror: np.ndarray, part: np.ndarray, longest: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Split every edge longer than ``longest``; an edge and its mirror image are split together.

    Args:
        mirror: (n,) an involution, under which the faces map to faces.
        part: (n,) of each vertex; a new one takes the lower of its edge's two.

    Returns:
        vertices, faces, mirror, part.
    """
    normals = vertex_normals(vertices, faces)
    while True:
        edges = edges_of(faces)
        length = np.linalg.norm(vertices[edges[:, 0]] - vertices[edges[:, 1]], axis=1)
        long = edges[length > longest]
        # rounding may call an edge long and its image short
        long = np.unique(np.r_[long, np.sort(mirror[long], 1)], axis=0)
        if not len(long):
            return vertices, faces, mirror, part
        n = len(vertices)
        keys = long[:, 0] * n + long[:, 1]
        image = np.sort(mirror[long], 1)
        image_of = np.searchsorted(keys, image[:, 0] * n + image[:, 1])

        def new_vertex(a: np.ndarray, b: np.ndarray, keys: np.ndarray = keys, n: int = n) -> np.ndarray:
            key = np.minimum(a, b) * n + np.maximum(a, b)
            at = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
            return np.where(keys[at] == key, n + at, -1)

        grown = normals[long[:, 0]] + normals[long[:, 1]]
        grown /= np.linalg.norm(grown, axis=1, keepdims=True)
        vertices = np.r_[vertices, midpoint(vertices, normals, long)]
        normals = np.r_[normals, grown]
        part = np.r_[part, np.minimum(part[long[:, 0]], part[long[:, 1]])]
        canonical = np.minimum(np.arange(len(vertices)), np.r_[mirror, n + image_of])
        mirror = np.r_[mirror, n + image_of]
        faces = _split_faces(vertices, faces, new_vertex, canonical)


def _split_faces(vertices, faces, new_vertex, canonical):  # type: ignore[no-untyped-def]
    middle = np.stack([new_vertex(faces[:, k], faces[:, (k + 1) % 3]) for k in range(3)], 1)
    count = (middle >= 0).sum(1)
    # turn each face so that a single split edge comes first, or a single whole edge last
    after_whole = ((middle < 0).argmax(1) + 1) % 3
    turn = np.select([count == 1, count == 2], [(middle >= 0).argmax(1), after_whole], 0)
    index = (np.arange(3) + turn[:, None]) % 3
    faces, middle = np.take_along_axis(faces, index, 1), np.take_along_axis(middle, index, 1)
    (i, j, k), (p, q, r) = faces.T, middle.T
    none, one, two, three = (count == c for c in range(4))

    def pick(where: np.ndarray, *corners: np.ndarray) -> np.ndarray:
        return np.stack([c[where] for c in corners], 1)

    # the quadrilateral i p q k is cut along its shorter diagonal; ties fall alike on both sides
    across = np.round(np.linalg.norm(vertices[i] - vertices[q], axis=1), 6)
    along = np.round(np.linalg.norm(vertices[p] - vertices[k], axis=1), 6)
    first = (across < along) | ((across == along) & (canonical[i] < canonical[k]))
    a, b = two & first, two & ~first
    return np.concatenate(
        [
            faces[none],
            pick(one, i, p, k), pick(one, p, j, k),
            pick(two, p, j, q),
            pick(a, i, p, q), pick(a, i, q, k),
            pick(b, i, p, k), pick(b, p, q, k),
            pick(three, i, p, r), pick(three, p, j, q), pick(three, r, q, k), pick(three, p, q, r),
        ]
    )  # fmt: skip
