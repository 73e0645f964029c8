"""What lies at a place of a map: one look-up in the atlas's buffers per layer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF

from viewer.body.atlas import Atlas
from viewer.body.records import Side
from viewer.body.views import ViewId
from viewer.map.dissection import shown_at
from viewer.map.scene import Pick, Scene

_BENEATH = ("superficial", "intermediate", "deep", "skeleton")


def picks_at(
    atlas: Atlas, region_ids: Sequence[str], midline: Sequence[bool], scene: Scene, h_mm: float, v_mm: float
) -> list[Pick]:
    """Everything at a place of the plane, the visible thing first, then what lies beneath, and
    last the region of the skin.

    Args:
        region_ids, midline: the regions in the order of the region buffer.
    """
    view = scene.view
    pixel = atlas.pixel(view, h_mm, v_mm)
    if pixel is None:
        return []
    found: list[Pick] = []
    cut, place = scene.cut, QPointF(h_mm, v_mm)
    if scene.structures:
        found += _structure_at(atlas, view, h_mm, v_mm)
    if cut.alone is not None and cut.rest == "bones":
        found += shown_at(cut.picks, place)
        return [*found, *_regions(atlas, region_ids, midline, view, pixel)]
    if cut.alone:
        found += shown_at(cut.picks, place)
    at = _BENEATH.index(scene.layer) if scene.layer in _BENEATH else 0
    layers = _BENEATH[at:] if scene.layer != "skin" or scene.ghost else ()
    for layer in layers:
        picked = atlas.pick(view, layer, h_mm, v_mm)
        if picked is None or picked.entry.kind == "skin":
            continue
        if picked.entry.kind == "bone" and scene.layer != "skeleton":
            continue
        if picked.entry.id in cut.hidden:
            # What is seen in its place is in no buffer of this layer.
            for gap in cut.gaps:
                if gap.outline.contains(place):
                    found += [p for p in shown_at(gap.picks, place) if p not in found]
            continue
        pick = Pick("muscle" if picked.entry.kind == "muscle" else "bone", picked.entry.id, picked.side)
        if pick not in found:
            found.append(pick)
    return [*found, *_regions(atlas, region_ids, midline, view, pixel)]


def _structure_at(atlas: Atlas, view: ViewId, h_mm: float, v_mm: float) -> list[Pick]:
    """The nerve, vessel or organ that the overlay shows at a place."""
    picked = atlas.pick(view, "structures", h_mm, v_mm)
    return [Pick("structure", picked.entry.id, picked.side)] if picked is not None else []


def _regions(
    atlas: Atlas, ids: Sequence[str], midline: Sequence[bool], view: ViewId, pixel: tuple[int, int]
) -> list[Pick]:
    region = _region_at(atlas, ids, midline, view, *pixel)
    return [region] if region is not None else []


def _region_at(
    atlas: Atlas, ids: Sequence[str], midline: Sequence[bool], view: ViewId, column: int, row: int
) -> Pick | None:
    code = int(atlas.regions(view)[row, column])
    if code == 0:
        return None
    number, right = divmod(code - 1, 2)
    if number >= len(ids):
        return None
    side: Side | None = None if midline[number] else ("right" if right else "left")
    return Pick("region", ids[number], side)


def next_beneath(stack: Sequence[Pick], current: Pick | None) -> int:
    """Which of the things at a place a click chooses: the first, or the one after the current."""
    if current in stack:
        return (stack.index(current) + 1) % len(stack)
    return 0
