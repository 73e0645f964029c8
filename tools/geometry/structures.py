"""The structures whose shape is drawn, as they are stored."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from tools.geometry.bone_shape import Mesh, joined
from tools.geometry.lungs import lungs
from tools.geometry.silhouettes import silhouettes
from tools.geometry.skeleton import Skeleton
from viewer.body.records import StructureRecord

SHAPES = {"lung": lungs}
"""Structure -> what makes its left and right mesh out of the skeleton."""


def structure_arrays(records: Iterable[StructureRecord], skeleton: Skeleton) -> dict[str, np.ndarray]:
    """For each drawn structure ``<id>/vertices``, ``faces``, ``right`` and its silhouettes.

    ``right`` (m,) bool says which faces are the right side's; ``<id>/<view>/<side>/<k>`` are polygons
    in millimetres of the view's plane.

    Raises:
        ValueError: a structure is said to be drawn that has no shape, or the other way round.
    """
    drawn = [record.id for record in records if record.drawn]
    if sorted(drawn) != sorted(SHAPES):
        raise ValueError(f"drawn are {sorted(drawn)}, but there are shapes for {sorted(SHAPES)}")
    arrays: dict[str, np.ndarray] = {}
    for name in drawn:
        sides: tuple[Mesh, Mesh] = SHAPES[name](skeleton)
        vertices, faces = joined(list(sides))
        arrays[f"{name}/vertices"] = vertices.astype(np.float32)
        arrays[f"{name}/faces"] = faces.astype(np.int32)
        arrays[f"{name}/right"] = np.arange(len(faces)) >= len(sides[0][1])
        for side, mesh in zip(("left", "right"), sides, strict=True):
            for view, rings in silhouettes(*mesh).items():
                arrays |= {f"{name}/{view}/{side}/{k}": ring for k, ring in enumerate(rings)}
    return arrays
