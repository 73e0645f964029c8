"""The structures whose shape is drawn, as they are stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from tools.geometry.bone_shape import Mesh, joined
from tools.geometry.canal import spinal_canal
from tools.geometry.intercostal import intercostal_bundles
from tools.geometry.lungs import lungs
from tools.geometry.organs import heart, kidneys, peritoneal_cavity
from tools.geometry.silhouettes import silhouettes
from tools.geometry.skeleton import Skeleton
from tools.geometry.structure_paths import StructurePath, tubes_of
from tools.sheets.ground import Ground
from viewer.body.records import StructureRecord

MODELLED = ("lung", "heart", "kidney", "peritoneum", "spinal_canal", "intercostal_nerve")
"""The structures that are measured off the body by code; the others are tubes along paths."""
_GRID = 64.0
"""Vertices lie on 1/64 mm, so that they pack well."""


def structure_shapes(
    ground: Ground, skeleton: Skeleton, paths: Mapping[str, StructurePath]
) -> dict[str, tuple[Mesh, ...]]:
    """The left and the right mesh of each structure, or the only one of an unpaired structure."""
    pair = lungs(skeleton)
    shapes: dict[str, tuple[Mesh, ...]] = {
        "lung": pair,
        "heart": heart(ground, skeleton, pair),
        "kidney": kidneys(ground, skeleton),
        "peritoneum": peritoneal_cavity(ground, skeleton, pair),
        "spinal_canal": spinal_canal(skeleton),
        "intercostal_nerve": intercostal_bundles(ground),
    }
    return shapes | {name: tubes_of(ground, record) for name, record in paths.items()}


def structure_arrays(
    records: Iterable[StructureRecord],
    skeleton: Skeleton,
    ground: Ground,
    paths: Mapping[str, StructurePath],
) -> dict[str, np.ndarray]:
    """For each drawn structure ``<id>/vertices``, ``faces``, ``right`` and its silhouettes.

    ``right`` (m,) bool says which faces are the right side's (none of an unpaired structure's);
    ``<id>/<view>/<side>/<k>`` are polygons in millimetres of the view's plane.

    Raises:
        ValueError: a structure is said to be drawn that has no shape, or the other way round.
    """
    drawn = [record.id for record in records if record.drawn]
    shaped = {*MODELLED, *paths}
    if set(drawn) != shaped:
        raise ValueError(
            f"drawn without a shape: {sorted(set(drawn) - shaped)}; "
            f"not said to be drawn: {sorted(shaped - set(drawn))}"
        )
    shapes = structure_shapes(ground, skeleton, paths)
    arrays: dict[str, np.ndarray] = {}
    for name in drawn:
        sides = shapes[name]
        vertices, faces = joined(list(sides))
        arrays[f"{name}/vertices"] = (np.round(vertices * _GRID) / _GRID).astype(np.float32)
        arrays[f"{name}/faces"] = faces.astype(np.int32)
        arrays[f"{name}/right"] = np.arange(len(faces)) >= len(sides[0][1])
        for side, mesh in zip(("left", "right"), sides, strict=False):
            for view, rings in silhouettes(*mesh).items():
                arrays |= {f"{name}/{view}/{side}/{k}": ring for k, ring in enumerate(rings)}
    return arrays
