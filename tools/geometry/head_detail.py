"""What the source's skull and jaw lack or lose when they are smoothed: crowns of teeth, openings, the nose.

All places are in this body's head, the left half.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.geometry.bone_shape import Mesh, averaging, joined, left_half, mirrored, remodelled, welded
from tools.geometry.orbit import with_orbits
from tools.geometry.refine import evened, refined

HEAD = ("skull", "mandible")
EDGE_MM = 3.5
ROUNDS = 2
_EVEN_ROUNDS = 12
TEETH_MM = {"skull": (1575.0, 110.0), "mandible": (1553.0, 118.0)}
"""The crowns lie below (the skull's) or above (the jaw's) this height, and before this depth."""


@dataclass(frozen=True)
class Opening:
    """A canal or foramen pressed into a surface.

    Attributes:
        centre: a place in its mouth.
        inward: the way it goes, as long as it is deep (mm).
        radii: along the two other axes of the body, in the order x, y, z.
        reach: how far from the centre, along the way, the surface may lie.
    """

    centre: tuple[float, float, float]
    inward: tuple[float, float, float]
    radii: tuple[float, float]
    reach: float = 8.0


OPENINGS = {
    "skull": (
        Opening((0, 1602, 55.0), (0, 34, 3), (9.6, 14.5), 12.0),  # foramen magnum
        Opening((46, 1615.6, 72.6), (-15, 0, 1.0), (3.1, 2.6), 9.0),  # external ear canal
        Opening((26.4, 1611.4, 156.5), (-0.5, 1.5, -5), (1.9, 1.4), 5.0),  # infraorbital foramen
    ),
    "mandible": (Opening((22.6, 1541.0, 152.0), (-1, -1, -4), (1.5, 1.3), 5.0),),  # mental foramen
}


def head_bone(name: str, mesh: Mesh) -> Mesh:
    """The skull or the mandible as it is shown, from the fitted mesh of the source."""
    vertices, faces = left_half(remodelled(mesh, True, EDGE_MM, ROUNDS, lambda p: _crowns(name, p)))
    if name == "skull":
        vertices, faces = _with_nose((vertices, faces))
        vertices, faces = _with_cheek(with_orbits((vertices, faces)))
    for opening in OPENINGS[name]:
        vertices, faces = _opened((vertices, faces), opening)
    half = vertices, faces
    return welded(joined([half, mirrored(half)]), 1e-4)


def evenly(name: str, before: np.ndarray, after: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Vertices moved from ``before`` to ``after``; teeth and nose together, so that they keep their form."""
    mean, move = averaging(len(before), faces), after - before
    for _ in range(_EVEN_ROUNDS):
        move = mean @ move
    delicate = _crowns(name, before)
    if name == "skull":
        delicate = np.maximum(delicate, _nose(before))
    return after + delicate[:, None] * (before + move - after)


def _nose(points: np.ndarray) -> np.ndarray:
    """1 on the nasal bones, about the upper end of their opening and on the maxilla below the orbit."""
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    nose = np.clip((16 - x) / 3, 0, 1) * np.clip((y - 1616) / 3, 0, 1) * np.clip((1652 - y) / 4, 0, 1)
    cheek = np.clip((14 - np.hypot(x - 26, y - 1616)) / 4, 0, 1)
    return np.asarray(np.maximum(nose, cheek) * np.clip((z - 146) / 6, 0, 1))


def _crowns(name: str, points: np.ndarray) -> np.ndarray:
    """1 on the crowns of the teeth, which keep their form, falling to 0 at their necks."""
    height, depth = TEETH_MM[name]
    into = (height - points[:, 1]) * (1 if name == "skull" else -1)
    return np.clip(into / 2.0 + 0.5, 0, 1) * np.clip((points[:, 2] - depth) / 3.0, 0, 1)


def _with_nose(mesh: Mesh) -> Mesh:
    """Nasal bones beneath the bridge of the nose, and a spine below the aperture instead of a ledge."""

    def fine(p: np.ndarray) -> np.ndarray:
        near = (np.abs(p[:, 0]) < 10) & (p[:, 2] > 158)
        return np.where(near & (p[:, 1] > 1586) & (p[:, 1] < 1650), 1.2, np.inf)

    vertices, faces = refined(mesh, fine)
    x, y, z = vertices.T
    before = np.clip((z - 146) / 20, 0, 1)
    # the source's nasal bones end higher and further forward than this body's nose has room for
    narrow = before * np.exp(-((x / 6.0) ** 2))
    down = narrow * np.interp(y, [1616, 1622, 1633, 1636, 1643], [0, -3.0, -3.0, -2.0, 0])
    back = np.exp(-((x / 10.5) ** 2)) * np.interp(
        y, [1616, 1624, 1632, 1637, 1641, 1645, 1651], [0, -3.6, -5.8, -6.2, -3.7, -2.2, 0]
    )
    spine = 2.6 * np.exp(-((x / 2.0) ** 2) - ((y - 1599.0) / 2.2) ** 2)
    below = -2.0 * np.exp(-((x / 9.0) ** 2) - ((y - 1590.5) / 5.0) ** 2)
    moved = np.stack([x, y + down, z + before * (back + spine + below)], 1)
    inside = np.clip((10 - x) / 3, 0, 1) * np.clip((y - 1622) / 3, 0, 1) * np.clip((1652 - y) / 4, 0, 1)
    return evened((moved, faces), before * inside, 6, 12)


def _with_cheek(mesh: Mesh) -> Mesh:
    """The maxilla below the orbit without the step of the source about its foramen."""

    def away(p: np.ndarray) -> np.ndarray:
        return np.where(p[:, 2] > 146, np.linalg.norm(p[:, :2] - [25.0, 1612.0], axis=1), np.inf)

    fine = refined(mesh, lambda p: np.where(away(p) < 8, 1.2, np.inf))
    return evened(fine, np.exp(-((away(fine[0]) / 5.5) ** 4)), 30, 0)


def _opened(mesh: Mesh, opening: Opening) -> Mesh:
    """The mesh with an opening pressed in."""
    centre, inward = np.array(opening.centre), np.array(opening.inward, float)
    main = int(np.abs(inward).argmax())
    across = [axis for axis in range(3) if axis != main]
    radii = np.array(opening.radii)
    edge = 0.3 * radii.min() if radii.min() < 5 else 0.9

    def outside(p: np.ndarray) -> np.ndarray:
        """How far from its wall points of its mouth lie, negative within."""
        return (np.linalg.norm((p - centre)[:, across] / radii, axis=1) - 1) * radii.min()

    def near(p: np.ndarray) -> np.ndarray:
        return np.abs((p - centre)[:, main]) < opening.reach

    vertices, faces = refined(
        mesh, lambda p: np.where(near(p) & (np.abs(outside(p)) < 2.5 * edge), edge, np.inf)
    )
    mouth = outside(vertices)
    share = (np.abs((vertices - centre)[:, main]) < opening.reach) / (
        1 + np.exp(np.clip(mouth / (0.25 * edge), -30, 30))
    )
    # its floor is flat, whatever the form of the surface was
    floor = vertices + inward
    floor[:, main] = centre[main] + inward[main]
    pressed = vertices + share[:, None] * (floor - vertices)
    rim = (np.abs((vertices - centre)[:, main]) < opening.reach) * np.exp(
        -(((mouth - edge) / (2 * edge)) ** 2)
    )
    return evened((pressed, faces), 0.7 * rim, 1, 3)
