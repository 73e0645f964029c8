"""From the state to a scene: what each map shows, made of catalog, body and atlas."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from viewer.body.atlas import Atlas, Sprite
from viewer.body.body import Body
from viewer.body.frame import Floats
from viewer.body.records import Side
from viewer.body.seen import Seen
from viewer.body.touch import Touch
from viewer.body.views import VIEWS, ViewId
from viewer.catalog.model import Catalog, Muscle, TriggerPoint
from viewer.find.filters import Facets, Passing
from viewer.map.centres import centres_of
from viewer.map.contour import figure_rings, mask_path
from viewer.map.dissection import Dissector
from viewer.map.hatch import path_of
from viewer.map.picking import picks_at
from viewer.map.scene import (
    STRUCTURES,
    HazardShape,
    HiddenPoints,
    MuscleShape,
    Pick,
    PointMark,
    Scene,
    ZoneShape,
)
from viewer.map.shadows import structure_path
from viewer.map.shapes import Shapes
from viewer.map.spoken import Names, Spoken, short_label
from viewer.map.stub import leaving
from viewer.map.words import SEEN_FROM, corners
from viewer.state.view_state import LAYERS, ViewState


class MapContent:
    """Makes scenes and answers what lies where. One for all maps; drop it with its catalog."""

    def __init__(
        self, catalog: Catalog, body: Body, atlas: Atlas, shapes: Shapes, names: Names | None = None,
        reference: Body | None = None, passing: Passing | None = None,
    ) -> None:  # fmt: skip
        self._catalog, self.body, self.atlas, self.shapes = catalog, body, atlas, shapes
        self._reference = reference or body
        self._names = names or Names({}, {})
        self.spoken = Spoken(catalog, self._names, atlas, shapes.resolved)
        self._figures: dict[str, QPainterPath] = {}
        self._touch: dict[ViewId, Touch] = {}
        self._sights: dict[ViewId, Seen] = {}
        self._paths: dict[tuple[Pick, str], QPainterPath] = {}
        self._centres: dict[tuple[str, str], list[tuple[Pick, float, float]]] = {}
        self._shadows: dict[tuple[str, Side, str], QPainterPath] = {}
        passes = passing or Facets(catalog).passing
        self._dissector = Dissector(atlas, body, self._sheet_id, passes)

    @property
    def views(self) -> tuple[ViewId, ...]:
        """The views that this body is drawn in."""
        return self.atlas.views

    def has_structures(self, view: ViewId) -> bool:
        """Whether nerves and vessels are drawn in a view."""
        return view in self.atlas.views and self.atlas.has_layer(view, STRUCTURES)

    # -- scenes

    def scene(self, state: ViewState, view: ViewId) -> Scene:
        """What a map of this view shows in this state."""
        muscle = self._catalog.muscles.get(state.muscle) if state.muscle else None
        selected = _selected(state)
        shapes = self._muscle_shapes(muscle, state, view) if muscle else ()
        sprites: tuple[Sprite, ...] = ()
        if muscle and muscle.id not in state.hidden:
            made = (self.atlas.sprite(_sheet(muscle), view, side) for side in state.sides)
            sprites = tuple(s for s in made if s is not None)
        marks, unseen = self._points_of(muscle, state, view) if muscle else ((), [])
        pains = _pains(muscle, state)
        zones = self._zones(pains, state, view)
        region = self.path(selected, view) if selected and selected.kind == "region" else None
        seen = [*(s.near for s in shapes), *(z.essential for z in zones), *(z.spillover for z in zones)]
        blind = selected is not None and all(path.isEmpty() for path in [*seen, region or QPainterPath()])
        over = _over(state)
        return Scene(
            view=view, over=over, cut=self._dissector.cut(state, view, over[0]), layer=state.layer,
            frame=self.atlas.frame(view), mirrored=state.mirrored,
            corners=corners(view, mirrored=state.mirrored), ghost=state.layer == "skin",
            structures=state.structures and self.has_structures(view),
            ghost_arm=path_of(self.atlas.ghost_arm(view)), sprites=sprites, muscles=shapes,
            zones=zones, pains=tuple((id, side) for id in pains for side in state.sides),
            points=marks, hidden=self._hidden(unseen, view),
            hazards=self._hazards(state, view),
            region=region, selected=selected,
            seen_from=self._seen_from(selected, state, view) if blind else "",
        )  # fmt: skip

    def _sheet_id(self, id: str) -> str:
        return _sheet(self._catalog.muscles[id]) if id in self._catalog.muscles else id

    def _muscle_shapes(self, muscle: Muscle, state: ViewState, view: ViewId) -> tuple[MuscleShape, ...]:
        outlines = (self.atlas.outline(_sheet(muscle), view, side) for side in state.sides)
        return tuple(MuscleShape(path_of(o.near), path_of(o.behind)) for o in outlines if o.near or o.behind)

    def _zones(self, points: tuple[str, ...], state: ViewState, view: ViewId) -> tuple[ZoneShape, ...]:
        zones = (self.shapes.zone_of(points, side, view) for side in state.sides) if points else ()
        return tuple(zone for zone in zones if zone is not None)

    def _points_of(
        self, muscle: Muscle, state: ViewState, view: ViewId
    ) -> tuple[tuple[PointMark, ...], list[tuple[TriggerPoint, Side, float, float]]]:
        marks, unseen = [], []
        for side in state.sides:
            for number, point in enumerate(muscle.trigger_points, start=1):
                place = self.shapes.place(point.id, side, view)
                if place is None:
                    continue
                h, v, seen = place
                if not seen:
                    unseen.append((point, side, h, v))
                    continue
                title = self.spoken.point(muscle, point, side, number)
                other = state.side == "both" and side != state.at_side
                marks.append(PointMark(point.id, side, short_label(point), title, h, v, other))
        shown = {mark.id for mark in marks}
        # With both sides shown, one of a pair is enough, and the other need not be said twice.
        return tuple(marks), [u for u in unseen if u[1] == state.at_side and u[0].id not in shown]

    def _hidden(
        self, unseen: list[tuple[TriggerPoint, Side, float, float]], view: ViewId
    ) -> HiddenPoints | None:
        """The stub at the edge of the figure for the points that this view does not see."""
        counts: dict[str, int] = {}
        for point, side, _, _ in unseen:
            seen = self.views_of_point(point.id, side)
            if seen:
                counts[seen[0]] = counts.get(seen[0], 0) + 1
        if not counts:
            return None
        words = [f"{n} more on {SEEN_FROM[v]}" for v, n in counts.items()]
        h = float(np.mean([h for _, _, h, _ in unseen]))
        v = float(np.mean([v for _, _, _, v in unseen]))
        edge = leaving(
            self.atlas.faces(view) >= 0, self.atlas.frame(view), h, v, framed=not VIEWS[view].whole
        )
        return HiddenPoints(", ".join(words), edge.h_mm, edge.v_mm, edge.way)

    def _hazards(self, state: ViewState, view: ViewId) -> tuple[HazardShape, ...]:
        found = []
        for id in state.hazards:
            structure = self.body.structures.get(id)
            if structure is not None:
                for side in state.sides:
                    key = (id, side, view)
                    if key not in self._shadows:
                        self._shadows[key] = structure_path(structure, side, view)
                    name = self._names.structures.get(id, id.replace("_", " ").capitalize())
                    found.append(HazardShape(self._shadows[key], name))
        return tuple(found)

    def _seen_from(self, selected: Pick | None, state: ViewState, view: ViewId) -> str:
        if selected is None:
            return ""
        views = self.views_of(selected.kind, selected.id, state.at_side)
        return views[0] if views and view not in views else ""

    # -- what is seen from where (``Sight``)

    def views_of(self, kind: str, id: str, side: Side) -> tuple[ViewId, ...]:
        """The views that see a thing, the best first."""
        if kind == "point":
            return self.views_of_point(id, side)
        sizes: dict[ViewId, float] = {}
        for view in self.atlas.views:
            if kind == "muscle" and id in self._catalog.muscles:
                outline = self.atlas.outline(_sheet(self._catalog.muscles[id]), view, side)
                sizes[view] = sum(_area(ring) for ring in outline.near)
            elif kind == "region":
                sizes[view] = float(self._region_mask(id, side, view).sum())
        best = max(sizes.values(), default=0.0)
        kept = [view for view, size in sizes.items() if size > 0.12 * best]
        return tuple(sorted(kept, key=lambda view: -sizes[view]))

    def views_of_point(self, id: str, side: Side) -> tuple[ViewId, ...]:
        places = {view: self.shapes.place(id, side, view) for view in self.atlas.views}
        return tuple(view for view, place in places.items() if place is not None and place[2])

    def box_of(self, kind: str, id: str, side: Side, view: str) -> tuple[float, float, float, float] | None:
        """What to frame when zooming to a thing: its outline, and of a point or a muscle the pain."""
        path = QPainterPath()
        points: tuple[str, ...] = ()
        if kind == "point":
            points = (id,)
            path.addPath(self.path(Pick("muscle", self._catalog.muscle_of(id).id, side), view))
        else:
            path.addPath(self.path(Pick(kind, id, side), view))
            if kind == "muscle" and id in self._catalog.muscles:
                points = tuple(p.id for p in self._catalog.muscles[id].trigger_points)
        zone = self.shapes.zone_of(points, side, view) if points else None
        if zone is not None:
            path.addPath(zone.essential)
            path.addPath(zone.spillover)
        if path.isEmpty():
            return None
        box = path.boundingRect()
        return box.left(), box.top(), box.right(), box.bottom()

    # -- what lies where (``Ground``)

    def picks(self, scene: Scene, h_mm: float, v_mm: float) -> list[Pick]:
        regions = self.body.regions
        found = picks_at(self.atlas, regions.ids, regions.midline.tolist(), scene, h_mm, v_mm)
        known = [p for p in found if p.kind != "muscle" or p.id in self._catalog.muscles]
        return [*self._zones_at(scene, QPointF(h_mm, v_mm)), *known]

    def _zones_at(self, scene: Scene, at: QPointF) -> list[Pick]:
        """The pain zones at a place, those in which it is usually felt first."""
        usually, sometimes = [], []
        for id, side in scene.pains:
            zone = self.shapes.zone(id, side, scene.view)
            if zone is not None and zone.essential.contains(at):
                usually.append(Pick("zone", id, side))
            elif zone is not None and zone.spillover.contains(at):
                sometimes.append(Pick("zone", id, side))
        return usually + sometimes

    def path(self, pick: Pick, view: str) -> QPainterPath:
        """The outline that hovering over a thing shows."""
        key = (pick, view)
        if key not in self._paths:
            self._paths[key] = self._path(pick, view)
        return self._paths[key]

    def _path(self, pick: Pick, view: ViewId) -> QPainterPath:
        if pick.kind == "muscle":
            muscle = self._catalog.muscles.get(pick.id)
            outline = self.atlas.outline(_sheet(muscle) if muscle else pick.id, view, pick.side or "left")
            return path_of(outline.near)  # what only lies behind has no outline in this view
        if pick.kind == "region":
            return mask_path(self._region_mask(pick.id, pick.side, view), self.atlas.frame(view))
        if pick.kind == "zone":
            zone = self.shapes.zone(pick.id, pick.side or "left", view)
            return zone.essential.united(zone.spillover) if zone else QPainterPath()
        if pick.kind == "structure" and pick.id in self.body.structures:
            return structure_path(self.body.structures[pick.id], pick.side or "left", view)
        if pick.kind == "structure" and pick.id in self.atlas.numbers and self.has_structures(view):
            return self._mask_of(pick, view, STRUCTURES)
        if pick.kind == "bone" and pick.id in self.atlas.numbers:
            return self._mask_of(pick, view, "skeleton")
        return QPainterPath()

    def _mask_of(self, pick: Pick, view: ViewId, layer: str) -> QPainterPath:
        """What a layer shows of a thing, as an outline."""
        code = 1 + 2 * self.atlas.numbers[pick.id]
        ids = self.atlas.ids(view, layer)
        wanted = ids == code + (pick.side == "right") if pick.side else (ids == code) | (ids == code + 1)
        return mask_path(wanted, self.atlas.frame(view))

    def skin_at(self, view: ViewId, h_mm: float, v_mm: float) -> Floats | None:
        if view not in self._touch:
            self._touch[view] = Touch(self.body.surface, self.atlas, view, self._reference.surface)
        return self._touch[view].skin_at(h_mm, v_mm)

    def seen(self, view: ViewId) -> Seen:
        """The skin of this body as a view sees it."""
        if view not in self._sights:
            self._sights[view] = Seen(self.body.surface, self.atlas, view)
        return self._sights[view]

    def knows_region(self, id: str) -> bool:
        return id in self.body.regions.ids

    def figure_path(self, view: str) -> QPainterPath:
        """The outline of the whole figure."""
        if view not in self._figures:
            rings = self.atlas.figure(view)
            self._figures[view] = path_of(figure_rings(self.atlas, view) if rings is None else rings)
        return self._figures[view]

    def title(self, pick: Pick) -> str:
        """What a status line calls it."""
        return self.spoken.title(pick)

    def spoken_name(self, pick: Pick, scene: Scene) -> str:
        """What it is called where it has the keyboard."""
        return self.spoken.mark(pick, scene)

    def centres(self, scene: Scene) -> list[tuple[Pick, float, float]]:
        """What the arrow keys step over where no trigger point is shown: the skin's regions or the
        layer's muscles, with the middle of what is seen of each."""
        key = (scene.view, scene.layer)
        if key not in self._centres:
            self._centres[key] = centres_of(self.atlas, self.body, scene.view, scene.layer)
        return [each for each in self._centres[key] if each[0].id not in scene.cut.hidden]

    def _region_mask(self, id: str, side: Side | None, view: ViewId) -> np.ndarray:
        regions = self.body.regions
        if id not in regions.ids:
            return np.zeros((1, 1), bool)
        number = regions.ids.index(id)
        right = side == "right" and not regions.midline[number]
        return np.asarray(self.atlas.regions(view) == 1 + 2 * number + right)


def _over(state: ViewState) -> tuple[str, float]:
    """The layer that the picture fades over to, and how far it has."""
    if not state.peel:
        return ("", 0.0)
    return (LAYERS[LAYERS.index(state.layer) + (1 if state.peel > 0 else -1)], abs(state.peel))


def _sheet(muscle: Muscle) -> str:
    return muscle.sheet or muscle.id


def _pains(muscle: Muscle | None, state: ViewState) -> tuple[str, ...]:
    """The point whose pain is shown, or all points of the muscle while none of them is chosen."""
    if state.point is not None:
        return (state.point,)
    return tuple(p.id for p in muscle.trigger_points) if muscle else ()


def _selected(state: ViewState) -> Pick | None:
    if state.point:
        return Pick("point", state.point, state.at_side)
    if state.region:
        return Pick("region", state.region, state.at_side)
    return Pick("muscle", state.muscle, state.at_side) if state.muscle else None


def _area(ring: np.ndarray) -> float:
    x, y = ring[:, 0].astype(float), ring[:, 1].astype(float)
    return abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2
