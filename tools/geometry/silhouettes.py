"""Outlines of meshes in the planes of the views."""

from __future__ import annotations

import numpy as np
from skimage.measure import approximate_polygon, find_contours

from tools.geometry.raster import camera, rasterise

VIEWS = {
    "anterior": ((0, 0, 1.0), 0), "posterior": ((0, 0, -1.0), 0),
    "left_lateral": ((1.0, 0, 0), 2), "right_lateral": ((-1.0, 0, 0), 2),
}  # fmt: skip
"""View -> the way to its eye, and which axis of the body is the horizontal of its plane."""
SCALE = 2.0
TOLERANCE_MM = 0.4


def silhouettes(vertices: np.ndarray, faces: np.ndarray) -> dict[str, list[np.ndarray]]:
    """For each view closed polygons (k, 2), mm of the view's plane, of the mesh drawn alone."""
    outlines = {}
    for view, (toward, axis) in VIEWS.items():
        eye = camera(vertices, np.array(toward), SCALE, margin=5.0)
        _, face_at = rasterise(eye, vertices, faces)
        sign = float(eye.right[axis])
        rings = []
        for ring in find_contours((face_at >= 0).astype(float), 0.5):
            across = (eye.left + ring[:, 1] / SCALE) * sign
            up = eye.top - ring[:, 0] / SCALE
            rings.append(approximate_polygon(np.stack([across, up], 1), TOLERANCE_MM).astype(np.float32))
        outlines[view] = [ring for ring in rings if len(ring) > 3]
    return outlines
