"""A small orthographic z-buffer: what is seen from a direction, and pictures to check by eye."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np


@numba.njit(cache=True)
def _raster(points, faces, width, height, depth, face_at):  # type: ignore[no-untyped-def]
    for f in range(len(faces)):
        a, b, c = points[faces[f, 0]], points[faces[f, 1]], points[faces[f, 2]]
        area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
        if abs(area) < 1e-12:
            continue
        left = max(0, int(np.ceil(min(a[0], b[0], c[0]))))
        right = min(width - 1, int(np.floor(max(a[0], b[0], c[0]))))
        top = max(0, int(np.ceil(min(a[1], b[1], c[1]))))
        bottom = min(height - 1, int(np.floor(max(a[1], b[1], c[1]))))
        for y in range(top, bottom + 1):
            for x in range(left, right + 1):
                v = ((x - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (y - a[1])) / area
                w = ((b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1])) / area
                u = 1 - v - w
                if u < -1e-6 or v < -1e-6 or w < -1e-6:
                    continue
                z = u * a[2] + v * b[2] + w * c[2]
                if z > depth[y, x]:
                    depth[y, x] = z
                    face_at[y, x] = f


@dataclass(frozen=True, slots=True)
class Camera:
    """Orthographic: ``right``, ``up`` and ``toward`` the viewer, pixels a unit, and the left upper corner."""

    right: np.ndarray
    up: np.ndarray
    toward: np.ndarray
    scale: float
    left: float
    top: float
    width: int
    height: int

    def project(self, points: np.ndarray) -> np.ndarray:
        """(n, 3): pixel x, pixel y, and the height towards the viewer."""
        return np.stack(
            [
                (points @ self.right - self.left) * self.scale,
                (self.top - points @ self.up) * self.scale,
                points @ self.toward,
            ],
            1,
        )


def camera(points: np.ndarray, toward: np.ndarray, scale: float, margin: float = 0.0) -> Camera:
    """A camera that holds all ``points``, looked at from ``toward``; y of the picture is the body's y."""
    toward = np.asarray(toward, float) / np.linalg.norm(toward)
    right = np.cross([0.0, 1.0, 0.0], toward)
    right /= np.linalg.norm(right)
    up = np.cross(toward, right)
    h, v = points @ right, points @ up
    return Camera(
        right, up, toward, scale, float(h.min() - margin), float(v.max() + margin),
        int((np.ptp(h) + 2 * margin) * scale) + 2, int((np.ptp(v) + 2 * margin) * scale) + 2,
    )  # fmt: skip


def rasterise(view: Camera, vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Depth (h, w), -inf where nothing is, and the face (h, w) seen at each pixel, -1 for none."""
    depth = np.full((view.height, view.width), -np.inf)
    face_at = np.full((view.height, view.width), -1, np.int32)
    corners = np.ascontiguousarray(faces, np.int64)
    _raster(view.project(vertices), corners, view.width, view.height, depth, face_at)
    return depth, face_at


def seen_faces(vertices: np.ndarray, faces: np.ndarray, scale: float) -> np.ndarray:
    """(m,) bool: faces seen from at least one of 56 directions around the body."""
    seen = np.zeros(len(faces), bool)
    for elevation in np.radians((-50, -15, 15, 50)):
        for azimuth in np.linspace(0, 2 * np.pi, 14, endpoint=False):
            toward = np.array(
                [np.sin(azimuth) * np.cos(elevation), np.sin(elevation), np.cos(azimuth) * np.cos(elevation)]
            )
            _, face_at = rasterise(camera(vertices, toward, scale), vertices, faces)
            seen[np.unique(face_at[face_at >= 0])] = True
    return seen
