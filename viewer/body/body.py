"""The body: everything the build left in ``assets/body``, read when it is first needed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from viewer.body.cells import Cells
from viewer.body.dots import Dots
from viewer.body.folders import assets_folder as assets_folder
from viewer.body.folders import data_folder as data_folder
from viewer.body.frame import Floats
from viewer.body.landmarks import Landmark, load_landmarks
from viewer.body.limbs import Limb
from viewer.body.regions import Regions
from viewer.body.sheets import Sheet, Sheets
from viewer.body.structures import Structure, load_structures
from viewer.body.surface import Surface

if TYPE_CHECKING:
    from viewer.body.records import Place
    from viewer.body.resolver import Spot

_GEOMETRY = ("surface", "landmarks", "sheets", "regions", "cells", "dots")


class Body:
    """One build of the body.

    Each attribute is read from its file when it is first asked for, so that a command pays
    only for what it uses. What is missing raises FileNotFoundError then, and not before.

    Args:
        folder: holds ``surface.npz`` and the other files of ``assets/body``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spots: dict[Place, Spot] = {}
        """Places that have been resolved; the resolver's memory."""

    @cached_property
    def surface(self) -> Surface:
        """The skin."""
        return Surface.load(self.folder / "surface.npz")

    @cached_property
    def limbs(self) -> Mapping[str, Limb]:
        """The left limbs' axes by id."""
        with np.load(self.folder / "surface.npz") as stored:
            names, axes = stored["limb_names"].tolist(), stored["limb_axes"].astype(np.float64)
            belongs, parts = stored["limb_parts"], stored["part_names"].tolist()
        return {
            name: Limb(name, axis[0], axis[1], tuple(p for p, own in zip(parts, mask, strict=True) if own))
            for name, axis, mask in zip(names, axes, belongs, strict=True)
        }

    @cached_property
    def landmarks(self) -> Mapping[str, Landmark]:
        """Landmarks of the left side and the midline by id."""
        return load_landmarks(self.folder / "landmarks.npz")

    @cached_property
    def sheets(self) -> Mapping[str, Sheet]:
        """The left muscles' fibre sheets by id."""
        return Sheets(self.folder / "sheets.npz")

    @cached_property
    def regions(self) -> Regions:
        """The named areas of the skin."""
        return Regions.load(self.surface, self.folder / "regions.npz")

    @cached_property
    def cells(self) -> Cells:
        """The cells over which patterns are compared."""
        return Cells.load(self.folder / "cells.npz", self.surface.vertex_area_mm2, self.surface.mirror)

    @cached_property
    def dots(self) -> Dots:
        """The dots with which spillover is drawn."""
        return Dots.load(self.surface, self.folder / "dots.npz")

    @cached_property
    def structures(self) -> Mapping[str, Structure]:
        """The structures whose shape is drawn, by id."""
        return load_structures(self.folder / "structures.npz")

    @cached_property
    def bone_vertices(self) -> Floats:
        """(k, 3) mm: every vertex of the skeleton."""
        with np.load(self.folder / "skeleton.npz") as stored:
            return np.asarray(stored["vertices"], dtype=np.float64)

    @cached_property
    def digest(self) -> str:
        """A hash of the geometry that places and zones depend on."""
        state = hashlib.blake2b(digest_size=16)
        for name in _GEOMETRY:
            path = self.folder / f"{name}.npz"
            state.update(name.encode())
            state.update(path.read_bytes() if path.is_file() else b"-")
        return state.hexdigest()


@lru_cache(maxsize=4)
def _loaded(folder: Path) -> Body:
    return Body(folder)


def load_body(assets: Path | None = None) -> Body:
    """The body in an assets folder; the same object each time for the same folder."""
    return _loaded(((assets or assets_folder()) / "body").resolve())
