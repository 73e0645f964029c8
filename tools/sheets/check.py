"""How well each sheet lies in the body: shares outside the skin or inside bone, and its attachments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tools.sheets.footing import distances
from tools.sheets.ground import Floats, Ground
from tools.sheets.read import Fascia
from viewer.body.records import SheetPart, SheetRecord
from viewer.body.sheets import Part, Sheets

_INSIDE_BONE_MM = 1.0
# the ends lie on bone: what is looked at is the belly between them
_BELLY = (0.12, 0.88)
_OF_AN_END = 80  # per cent of its points


@dataclass(frozen=True, slots=True)
class Lie:
    """How one part lies.

    Attributes:
        muscle, part: ids.
        outside_skin: share of the points of both faces that lie outside the skin.
        inside_bone: share of the belly's mid-surface that lies more than a millimetre inside bone.
        origin_mm, insertion_mm: distance of the end to what it is written to lie on, of four fifths
            of its points; None where nothing is written.
        length_mm: median length of its fibres.
        crosses_mm: how far it reaches over the midline.
    """

    muscle: str
    part: str
    outside_skin: float
    inside_bone: float
    origin_mm: float | None
    insertion_mm: float | None
    length_mm: float
    crosses_mm: float


def lie(
    ground: Ground, muscle: str, record: SheetPart, part: Part, fasciae: Mapping[str, Fascia], sheets: Sheets
) -> Lie:
    """Measure one part."""

    def reach(end: Floats, words: tuple[str, ...]) -> float | None:
        if not words:
            return None
        return float(np.percentile(distances(ground, end, words, fasciae, sheets), _OF_AN_END))

    faces, _ = part.closed_mesh()
    skin_height, _ = ground.skin.height(faces)
    rows = len(part.grid)
    belly = part.grid[int(_BELLY[0] * rows) : int(_BELLY[1] * rows) + 1].reshape(-1, 3)
    return Lie(
        muscle=muscle,
        part=record.id,
        outside_skin=float((skin_height > 0).mean()),
        inside_bone=float((ground.inside_bone(belly)[0] > _INSIDE_BONE_MM).mean()),
        origin_mm=reach(part.grid[0], record.origin_on),
        insertion_mm=reach(part.grid[-1], record.insertion_on),
        length_mm=float(np.median(np.linalg.norm(np.diff(part.grid, axis=0), axis=2).sum(0))),
        crosses_mm=float(max(0.0, -faces[:, 0].min())),
    )


def check(
    ground: Ground, records: list[SheetRecord], sheets: Sheets, fasciae: Mapping[str, Fascia]
) -> list[Lie]:
    """Every part of every sheet, in the order of the data."""
    return [lie(ground, r.id, p, sheets[r.id].parts[p.id], fasciae, sheets) for r in records for p in r.parts]


def table(lies: list[Lie]) -> str:
    """The measurements as text, one part a line."""
    head = f"{'sheet':52} {'skin':>6} {'bone':>6} {'origin':>7} {'insert':>7} {'fibre':>6} {'midline':>7}"
    lines = [head]
    for one in lies:
        ends = [f"{d:7.1f}" if d is not None else "      –" for d in (one.origin_mm, one.insertion_mm)]
        lines.append(
            f"{one.muscle + '/' + one.part:52} {one.outside_skin:6.1%} {one.inside_bone:6.1%} "
            f"{ends[0]} {ends[1]} {one.length_mm:6.0f} {one.crosses_mm:7.1f}"
        )
    return "\n".join(lines)
