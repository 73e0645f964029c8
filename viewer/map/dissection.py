"""Taking muscles away and letting others stand out: what is seen in their place, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from viewer.body.atlas import Atlas, Sprite
from viewer.body.body import Body
from viewer.body.records import Side
from viewer.body.views import VIEWS, ViewId
from viewer.find.filters import Passing
from viewer.map.hatch import path_of
from viewer.map.scene import Cut, Gap, Pick
from viewer.state.view_state import LAYERS, ViewState

_MUSCLES = LAYERS[1:-1]
_SIDES: tuple[Side, ...] = ("right", "left")
_OUTSIDE_MM = 4.0
_Standing = tuple[tuple[Sprite, ...], tuple[tuple[Pick, QPainterPath], ...]]


class Dissector:
    """Makes the cut of a map. Keeps gaps, so that their pictures can be kept too.

    Args:
        body: its sheets say what lies before what.
        sheet_of: the sheet that a muscle of the catalog is drawn by.
        passing: the muscles that meet a filter.
    """

    def __init__(
        self, atlas: Atlas, body: Body, sheet_of: Callable[[str], str],
        passing: Passing,
    ) -> None:  # fmt: skip
        self._atlas, self._body, self._sheet_of, self._passing = atlas, body, sheet_of, passing
        self._layers = {e.id: e.layer for e in atlas.table if e.kind == "muscle"}
        self._midline = {e.id for e in atlas.table if e.midline}
        self._paths: dict[tuple[str, ViewId, Side], QPainterPath] = {}
        self._gaps: dict[tuple[tuple[str, ...], ViewId, str], tuple[Gap, ...]] = {}
        self._standing: dict[tuple[tuple[str, ...], ViewId], _Standing] = {}
        self._clouds: dict[tuple[str, ViewId, Side], NDArray[np.float64]] = {}

    def cut(self, state: ViewState, view: ViewId, over: str) -> Cut:
        """What a state takes away in a view; ``over`` is the layer that the picture fades over to."""
        filtered = bool(state.filter) and not state.alone and state.mode == "explore"
        if not state.hidden and not state.alone and not filtered:
            return Cut()
        gaps = self._gaps_of(state.hidden, view, state.layer)
        under = self._gaps_of(state.hidden, view, over) if over else ()
        if not state.alone and not filtered:
            return Cut(gaps, under, frozenset(state.hidden))
        shown = self._passing(state.filter) - set(state.hidden) if filtered else state.alone
        sprites, picks = self._standing_out(tuple(sorted({*map(self._sheet_of, shown)})), view)
        return Cut(
            gaps, under, frozenset(state.hidden),
            sprites, "faint" if filtered else state.rest, picks, filtered,
        )  # fmt: skip

    def _standing_out(self, sheets: tuple[str, ...], view: ViewId) -> _Standing:
        """The muscles that stand out, in order. Kept: every choice of a point makes the scene anew."""
        key = (sheets, view)
        if key not in self._standing:
            if len(self._standing) > 32:
                self._standing.clear()
            members = [(m, side) for m in sheets for side in self._sides_of(m)]
            ordered = self._ordered(members, view, None)
            sprites = [self._atlas.sprite(m, view, side) for m, side in ordered]
            self._standing[key] = (tuple(s for s in sprites if s is not None), self._picks(ordered, view))
        return self._standing[key]

    def _gaps_of(self, hidden: tuple[str, ...], view: ViewId, layer: str) -> tuple[Gap, ...]:
        if layer == LAYERS[-1] or not hidden:
            return ()
        layer = _MUSCLES[0] if layer == LAYERS[0] else layer
        key = (hidden, view, layer)
        if key not in self._gaps:
            if len(self._gaps) > 64:
                self._gaps.clear()
            self._gaps[key] = self._make(hidden, view, _MUSCLES.index(layer))
        return self._gaps[key]

    def _make(self, hidden: tuple[str, ...], view: ViewId, shown: int) -> tuple[Gap, ...]:
        """From the skin down: the gap of what lies deeper is painted over that of what lay on it."""
        away = {self._sheet_of(id) for id in hidden}
        ranked = sorted((self._rank(m), m) for m in away)
        made = []
        for rank, muscle in ranked:
            for side in self._sides_of(muscle) if rank >= shown else ():
                outline = self._path(muscle, view, side)
                if outline.isEmpty():
                    continue
                there = [
                    (other, at)
                    for other in self._layers
                    if other not in away and shown <= self._rank(other) <= rank
                    for at in self._sides_of(other)
                    if self._meets(outline, self._path(other, view, at))
                ]
                ordered = self._ordered(there, view, outline)
                sprites = [self._atlas.sprite(m, view, at) for m, at in ordered]
                made.append(
                    Gap(
                        outline,
                        LAYERS[rank + 2],
                        tuple(s for s in sprites if s is not None),
                        self._picks(ordered, view),
                    )
                )
        return tuple(made)

    def _rank(self, muscle: str) -> int:
        layer = self._layers.get(muscle, "")
        return _MUSCLES.index(layer) if layer in _MUSCLES else 0

    def _sides_of(self, muscle: str) -> Sequence[Side]:
        return ("left",) if muscle in self._midline else _SIDES

    def _path(self, muscle: str, view: ViewId, side: Side) -> QPainterPath:
        key = (muscle, view, side)
        if key not in self._paths:
            self._paths[key] = path_of(self._atlas.outline(muscle, view, side).near)
        return self._paths[key]

    @staticmethod
    def _meets(one: QPainterPath, other: QPainterPath) -> bool:
        return one.boundingRect().intersects(other.boundingRect()) and one.intersects(other)

    def _picks(
        self, muscles: Sequence[tuple[str, Side]], view: ViewId
    ) -> tuple[tuple[Pick, QPainterPath], ...]:
        return tuple(
            (Pick("muscle", m, None if m in self._midline else side), self._path(m, view, side))
            for m, side in muscles
        )

    def _ordered(
        self, muscles: Sequence[tuple[str, Side]], view: ViewId, within: QPainterPath | None
    ) -> list[tuple[str, Side]]:
        """Farthest from the viewer first: by layer, and within one by what lies before what."""
        box = within.boundingRect() if within is not None else None
        box = box.adjusted(-_OUTSIDE_MM, -_OUTSIDE_MM, _OUTSIDE_MM, _OUTSIDE_MM) if box else None

        def depth(muscle: str, side: Side) -> float:
            cloud = self._cloud(muscle, view, side)
            if box is not None and len(cloud):
                h, v = cloud[:, 0], cloud[:, 1]
                inside = (h >= box.left()) & (h <= box.right()) & (v >= box.top()) & (v <= box.bottom())
                cloud = cloud[inside] if inside.any() else cloud
            return float(cloud[:, 2].mean()) if len(cloud) else 0.0

        return sorted(muscles, key=lambda each: (-self._rank(each[0]), depth(*each), each))

    def _cloud(self, muscle: str, view: ViewId, side: Side) -> NDArray[np.float64]:
        """Places of a muscle (n, 3): horizontal, vertical and nearness to the viewer, in mm."""
        key = (muscle, view, side)
        if key not in self._clouds:
            sheet = self._body.sheets.get(muscle)
            grids = [part.grid[::3, ::3].reshape(-1, 3) for part in sheet.parts.values()] if sheet else []
            turn = np.array([-1.0 if side == "right" else 1.0, 1.0, 1.0])
            xyz = np.concatenate(grids) * turn if grids else np.zeros((0, 3))
            looks = VIEWS[view]
            self._clouds[key] = np.column_stack([looks.project(xyz), looks.depth(xyz)])
        return self._clouds[key]


def shown_at(picks: Sequence[tuple[Pick, QPainterPath]], at: QPointF) -> list[Pick]:
    """Those of some muscles that lie at a place, the nearest first."""
    return [pick for pick, outline in reversed(picks) if outline.contains(at)]
