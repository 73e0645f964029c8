"""Feeling for landmarks: from a point on a bone out to the skin, or from the skin in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from tools.geometry.skeleton import Skeleton
from tools.geometry.skin import Skin
from viewer.body.surface import SkinPoint, Surface

FRONT, BACK = np.array([0, 0, 1.0]), np.array([0, 0, -1.0])
UP, DOWN = np.array([0, 1.0, 0]), np.array([0, -1.0, 0])
LATERAL, MEDIAL = np.array([1.0, 0, 0]), np.array([-1.0, 0, 0])
OUTSIDE_MM = 400.0
BONE_REACH_MM = 45.0
"""A landmark of the skin takes the nearest bone this near to it as what lies beneath."""
FLESH_MM = 12.0
"""… and else a point this deep in the flesh."""
STRIP_MM = 8.0
"""Half the width of the strip of a midline bone that counts as its middle."""


class Felt(NamedTuple):
    """A landmark: where one feels for it, and what one feels."""

    skin: SkinPoint
    bone: np.ndarray


Rule = tuple[str, Felt]
Rules = Iterator[Rule]
Within = Callable[[np.ndarray], np.ndarray]


def unit(v: object) -> np.ndarray:
    """A vector of length one that way."""
    v = np.asarray(v, float)
    return v / np.linalg.norm(v)


def between(axis: int, low: float, high: float) -> Within:
    """Points whose coordinate lies between two values, in millimetres."""
    return lambda p: (p[:, axis] > low) & (p[:, axis] < high)


def share(axis: int, low: float, high: float) -> Within:
    """Points in a band of a bone, said in shares (0 to 1) of its own extent."""

    def within(p: np.ndarray) -> np.ndarray:
        part = (p[:, axis] - p[:, axis].min()) / np.ptp(p[:, axis])
        return (part >= low) & (part <= high)

    return within


def along(origin: np.ndarray, axis: np.ndarray, low: float, high: float) -> Within:
    """Points between two distances from ``origin`` along the unit vector ``axis``."""
    return lambda p: ((p - origin) @ axis > low) & ((p - origin) @ axis < high)


def both(*rules: Within) -> Within:
    """Points for which every rule holds."""
    return lambda p: np.logical_and.reduce([rule(p) for rule in rules])


class Body:
    """The reference body as the rules for landmarks see it (left side)."""

    def __init__(self, surface: Surface, skeleton: Skeleton, skin: Skin) -> None:
        self.surface, self.skeleton, self.skin = surface, skeleton, skin
        left = [name for name in skeleton.bones if not name.endswith("_r")]
        self._bones = cKDTree(skeleton.vertices(*left))

    def extreme(self, bone: str, direction: object, within: Within | None = None) -> np.ndarray:
        """The vertex of a bone that lies furthest in a direction, among those ``within`` says.

        Raises:
            ValueError: nothing is within.
        """
        points = self.skeleton.vertices(bone)
        if within is not None:
            points = points[within(points)]
        if not len(points):
            raise ValueError(f"no part of {bone} lies there")
        return points[(points @ np.asarray(direction, float)).argmax()].copy()

    def end(self, bone: str, direction: object, mm: float = 7.0) -> np.ndarray:
        """The middle of the last ``mm`` of a bone in a direction: the centre of a head or base."""
        points = self.skeleton.vertices(bone)
        reach = points @ unit(direction)
        return points[reach > reach.max() - mm].mean(0)

    def middle(self, *bones: str) -> np.ndarray:
        """The mean of the vertices of some bones."""
        return self.skeleton.vertices(*bones).mean(0)

    def has(self, bone: str) -> bool:
        """Whether the skeleton holds a bone of that name."""
        return bone in self.skeleton.bones

    def midline_extreme(self, bone: str, direction: object, within: Within | None = None) -> np.ndarray:
        """The same of the bone's middle strip, put into the plane x = 0."""

        def middle(p: np.ndarray) -> np.ndarray:
            strip = np.abs(p[:, 0]) < STRIP_MM
            return strip if within is None else strip & within(p)

        return self.extreme(bone, direction, middle) * [0, 1, 1]

    def out(self, bone_point: np.ndarray, toward: object, parts: str) -> Felt:
        """The first skin met from a bone in the palpating direction.

        Raises:
            ValueError: the ray meets no skin of those parts.
        """
        hit = self.surface.cast(bone_point, np.asarray(toward, float), parts.split())
        if hit is None:
            raise ValueError(f"no skin of {parts} lies that way of {np.round(bone_point)}")
        return Felt(hit, bone_point)

    def on_skin(self, point: object, toward: object, parts: str) -> Felt:
        """The skin met from outside on the line through ``point``, and what lies beneath it.

        Raises:
            ValueError: the line meets no skin of those parts.
        """
        toward = unit(toward)
        hit = self.surface.cast(np.asarray(point, float) + OUTSIDE_MM * toward, -toward, parts.split())
        if hit is None:
            raise ValueError(f"no skin of {parts} lies at {point}")
        return self.beneath(hit)

    def from_within(self, point: object, toward: object, parts: str) -> Felt:
        """The skin met from a point inside the flesh, and what lies beneath it.

        Raises:
            ValueError: the ray meets no skin of those parts.
        """
        hit = self.surface.cast(np.asarray(point, float), unit(toward), parts.split())
        if hit is None:
            raise ValueError(f"no skin of {parts} lies that way of {point}")
        return self.beneath(hit)

    def beneath(self, hit: SkinPoint) -> Felt:
        """A place of the skin with the nearest bone, or the flesh, beneath it."""
        xyz = self.surface.xyz(hit)
        distance, nearest = self._bones.query(xyz)
        if distance < BONE_REACH_MM:
            return Felt(hit, np.array(self._bones.data[nearest]))
        return Felt(hit, xyz - FLESH_MM * self.surface.normal(hit))
