"""The arm that steps aside in the side views: cut below the deltoid, the stump rounded off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_CUT_ALONG = 0.56  # of the upper arm, shoulder to elbow: just below the deltoid's insertion
_DOME_MM = 15.0


@dataclass(frozen=True, slots=True)
class ArmCut:
    """Where the left arm is cut; the right one is its mirror.

    Attributes:
        middle: a point on the upper arm's axis.
        direction: unit vector down the arm.
    """

    middle: NDArray[np.float64]
    direction: NDArray[np.float64]

    @classmethod
    def below_deltoid(cls, shoulder: NDArray[np.float64], elbow: NDArray[np.float64]) -> ArmCut:
        """From the axis of the upper arm."""
        direction = elbow - shoulder
        return cls(shoulder + _CUT_ALONG * direction, direction / np.linalg.norm(direction))

    def beyond(self, vertices: NDArray[np.float32], lateral_mm: float = 60.0) -> NDArray[np.float32]:
        """Millimetres past the cut of each vertex, on whichever side it lies; -1e3 off the arms.

        The plane is endless; what is not lateral enough belongs to the trunk and the legs.
        """
        folded = vertices * np.array([1, 1, 1], dtype=np.float32)
        folded[:, 0] = np.abs(folded[:, 0])
        past = (folded - self.middle) @ self.direction
        axis_x = self.middle[0] + past * self.direction[0]
        off = np.abs(folded[:, 0] - axis_x) > lateral_mm + 0.14 * np.maximum(past, 0.0)
        return np.where(off & (past > 0), -1e3, past).astype(np.float32)

    def rounded(self, vertices: NDArray[np.float32], arm: NDArray[np.bool_]) -> NDArray[np.float32]:
        """The skin with each arm drawn together into a smooth end at the cut.

        Args:
            vertices: ``(n, 3)`` skin.
            arm: ``(n,)`` which of them belong to an arm or a hand.
        """
        out = vertices.astype(np.float64)
        sign = np.where(out[:, 0] < 0, -1.0, 1.0)
        out[:, 0] *= sign
        past = (out - self.middle) @ self.direction
        start = -0.35 * _DOME_MM  # the end begins to round off a little above the cut
        moved = arm & (past > start)
        s = past[moved] - start
        ring = out[arm & (np.abs(past - start) < 12)]
        radial_ring = ring - self.middle - ((ring - self.middle) @ self.direction)[:, None] * self.direction
        centre = self.middle + radial_ring.mean(axis=0)
        limit = np.percentile(np.linalg.norm(radial_ring - radial_ring.mean(axis=0), axis=1), 97)
        axial = _DOME_MM * np.tanh(s / (_DOME_MM * 1.15))
        offset = out[moved] - centre
        offset -= (offset @ self.direction)[:, None] * self.direction
        radius = np.maximum(np.linalg.norm(offset, axis=1), 1e-9)
        shrink = np.sqrt(np.clip(1.0 - (axial / _DOME_MM) ** 2, 0.0, 1.0))
        offset *= (np.minimum(radius, limit) / radius * shrink)[:, None]
        out[moved] = centre + offset + (start + axial)[:, None] * self.direction
        out[:, 0] *= sign
        return out.astype(np.float32)

    def disc(
        self, skin: NDArray[np.float32], arm: NDArray[np.bool_], inset_mm: float
    ) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """A closed end for what lies under the skin of the left arm: vertices and faces of a disc."""
        past = (skin - self.middle) @ self.direction
        ring = skin[arm & (np.abs(past) < 9) & (skin[:, 0] > 0)].astype(np.float64)
        ring -= ((ring - self.middle) @ self.direction)[:, None] * self.direction
        centre = ring.mean(axis=0)
        first = np.cross(self.direction, [0.0, 0.0, 1.0])
        first /= np.linalg.norm(first)
        second = np.cross(self.direction, first)
        spokes = 72
        angle = np.arctan2((ring - centre) @ second, (ring - centre) @ first)
        reach = np.linalg.norm(ring - centre, axis=1)
        turns = np.linspace(-np.pi, np.pi, spokes, endpoint=False)
        apart = np.abs((angle[None] - turns[:, None] + np.pi) % (2 * np.pi) - np.pi)
        weight = np.exp(-((apart / 0.25) ** 2))
        radius = (weight * reach).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-9) - inset_mm
        rim = centre + radius[:, None] * (np.cos(turns)[:, None] * first + np.sin(turns)[:, None] * second)
        faces = np.stack(
            [np.zeros(spokes), 1 + np.arange(spokes), 1 + (np.arange(spokes) + 1) % spokes], axis=1
        )
        return np.vstack([centre, rim]).astype(np.float32), faces.astype(np.int32)
