"""The one store of what is selected and shown.

Views call its verbs; the store replaces its frozen state and says which parts changed and who
asked. It decides, too, where a selection is looked at: a thing that none of the shown maps sees
brings in a view that does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Protocol, get_args

from PySide6.QtCore import QObject, Signal

from viewer.body.records import Side
from viewer.catalog.model import Catalog
from viewer.state.history import History
from viewer.state.renamed import carry_over
from viewer.state.tasks import TaskVerbs
from viewer.state.view_state import (
    BUILDS,
    LAYERS,
    MAIN_VIEWS,
    SIDES,
    WHOLE_BODY_HEIGHT_MM,
    ZOOM_MIN,
    BuildId,
    Hovered,
    LayerId,
    RecordKind,
    Rest,
    ShownSide,
    ViewState,
    clamp_zoom,
)

Box = tuple[float, float, float, float]
"""(left, bottom, right, top) in mm of a view's plane, left < right along its horizontal."""

_KEPT = ("painting", "ruled_out")
"""What going back in the history leaves as it is."""
_NOT_IN_HISTORY = {"hovered", *_KEPT}
_AMENDING = {"centre_mm", "zoom", "across_mm", "close_ups", "scroll_px"}


class Sight(Protocol):
    """What can be seen from where."""

    def views_of(self, kind: str, id: str, side: Side) -> tuple[str, ...]:
        """The views that see a muscle, point or region, the best first; empty if unknown."""

    def box_of(self, kind: str, id: str, side: Side, view: str) -> Box | None:
        """The part of a view that it takes, or None where it has no place there."""


@dataclass(frozen=True, slots=True)
class Change:
    """What moved.

    Attributes:
        parts: names of the fields of ``ViewState`` that changed; also ``catalog``, ``history`` and,
            after a step back or forward, ``restored``.
        state: the state from now on.
        initiator: whoever asked, to keep it from answering itself; None if nobody said.
    """

    parts: frozenset[str]
    state: ViewState
    initiator: object | None = None


class Store(TaskVerbs, QObject):
    """Holds the state; verbs change it.

    Signals:
        changed: a ``Change``, after every verb that changed something.
    """

    changed = Signal(object)

    def __init__(
        self, catalog: Catalog, sight: Sight | None = None, state: ViewState | None = None,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._catalog = catalog
        self._sight = sight
        self._state = state or ViewState()
        self._history: History[ViewState] = History(self._state)
        self._owners = _owners(catalog)
        self._start_tasks(self._state.painting)

    @property
    def state(self) -> ViewState:
        return self._state

    @property
    def catalog(self) -> Catalog:
        return self._catalog

    @property
    def can_go_back(self) -> bool:
        return self._history.can_go_back

    @property
    def can_go_forward(self) -> bool:
        return self._history.can_go_forward

    def set_sight(self, sight: Sight) -> None:
        """Say what can be seen from where, once the atlas is there."""
        self._sight = sight

    def select_muscle(self, id: str, side: Side | None = None, *, initiator: object | None = None) -> None:
        """Select a muscle. Raises KeyError for an unknown id."""
        if id not in self._catalog.muscles:
            raise KeyError(id)
        self._select("muscle", id, side, initiator, muscle=id, point=None, record=None)

    def select_point(self, id: str, side: Side | None = None, *, initiator: object | None = None) -> None:
        """Select a trigger point and with it its muscle. Raises KeyError for an unknown id."""
        muscle = self._owners[id]
        self._select("point", id, side, initiator, muscle=muscle, point=id, record=None)

    def select_region(self, id: str, side: Side | None = None, *, initiator: object | None = None) -> None:
        """Select a region of the skin, which is looked at on the skin."""
        self._select(
            "region", id, side, initiator,
            muscle=None, point=None, record=("region", id), layer="skin", peel=0.0,
        )  # fmt: skip

    def open_record(self, kind: RecordKind, id: str, *, initiator: object | None = None) -> None:
        """Open a record that is not on the map; the muscle stays selected beside it."""
        if kind == "region":
            self.select_region(id, initiator=initiator)
        else:
            self._apply(initiator, record=(kind, id))

    def set_side(self, side: ShownSide, *, initiator: object | None = None) -> None:
        """Show the marks of one side of the patient, or of both."""
        if side not in SIDES:
            raise ValueError(f"not a side: {side}")
        at_side = self._state.at_side if side == "both" else side
        moved: dict[str, Any] = {"side": side, "at_side": at_side}
        if at_side != self._state.at_side:
            moved["across_mm"] = tuple(
                (v, -mm if v in ("anterior", "posterior") else mm) for v, mm in self._state.across_mm
            )
        selected = self._selected()
        views = self._facing(selected, at_side)
        moved["views"] = self._seen(*selected, at_side, views) if selected else views
        self._apply(initiator, **moved)

    def set_layer(self, layer: LayerId, *, initiator: object | None = None) -> None:
        if layer not in LAYERS:
            raise ValueError(f"not a layer: {layer}")
        self._apply(initiator, layer=layer, peel=0.0)

    def set_depth(self, depth: float, *, step: bool = True, initiator: object | None = None) -> None:
        """Show the body between two layers, 0 (skin) to 4 (bone); the nearest one is picked from.

        Args:
            step: whether it is a step of the history; a drag is one as a whole.
        """
        depth = min(max(depth, 0.0), len(LAYERS) - 1.0)
        nearest = int(depth + 0.5)
        moved: dict[str, Any] = {"layer": LAYERS[nearest], "peel": round(depth - nearest, 4)}
        self._apply(initiator, amend=not step, **moved)

    def hide(self, muscles: Iterable[str], *, initiator: object | None = None) -> None:
        """Take muscles away from the maps, on both sides; those that are away already stay so."""
        hidden = tuple(sorted({*self._state.hidden, *self._known(muscles)}))
        alone = tuple(id for id in self._state.alone if id not in hidden)
        self._apply(initiator, hidden=hidden, alone=alone)

    def stand_out(
        self, muscles: Iterable[str], rest: Rest = "bones", *, initiator: object | None = None
    ) -> None:
        """Show these muscles over the bones alone, or over the layer made faint."""
        if rest not in get_args(Rest):
            raise ValueError(f"not a rest: {rest}")
        alone = self._known(muscles)
        hidden = tuple(id for id in self._state.hidden if id not in alone)
        self._apply(initiator, alone=alone, rest=rest, hidden=hidden)

    def show_all(self, *, initiator: object | None = None) -> None:
        """Show every muscle again, all alike, whatever was filtered."""
        self._apply(initiator, hidden=(), alone=(), filter=())

    def set_structures(self, shown: bool, *, initiator: object | None = None) -> None:
        """Show nerves, vessels and organs, or not."""
        self._apply(initiator, structures=shown)

    def set_build(
        self, build: BuildId, views: tuple[str, ...] = (), *, initiator: object | None = None
    ) -> None:
        """Show another body; what is selected and where one looks stay.

        Args:
            views: shown from now on, where that body is not drawn in all that are shown.
        """
        if build not in BUILDS:
            raise ValueError(f"not a build: {build}")
        self._apply(initiator, build=build, views=views or self._state.views)

    def step_layer(self, steps: int, *, initiator: object | None = None) -> None:
        """Go so many layers deeper (or, negative, nearer to the skin), stopping at the ends."""
        at = LAYERS.index(self._state.layer) + steps
        self.set_layer(LAYERS[min(max(at, 0), len(LAYERS) - 1)], initiator=initiator)

    def set_views(self, views: tuple[str, ...], *, initiator: object | None = None) -> None:
        """Show these views, one map each, one to four of them."""
        if not 1 <= len(views) <= 4:
            raise ValueError("one to four views")
        self._apply(initiator, views=views)

    def set_mirrored(self, mirrored: bool, *, initiator: object | None = None) -> None:
        self._apply(initiator, mirrored=mirrored)

    def set_hazards(self, structures: tuple[str, ...], *, initiator: object | None = None) -> None:
        """Outline these structures on the maps."""
        self._apply(initiator, hazards=structures)

    def set_viewport(
        self, centre_mm: float, zoom: float, across_mm: Mapping[str, float] | None = None,
        *, initiator: object | None = None,
    ) -> None:  # fmt: skip
        """Look elsewhere. Amends the current step of the history, it is no step of its own."""
        across = self._state.with_across(across_mm or {})
        self._apply(initiator, centre_mm=centre_mm, zoom=clamp_zoom(zoom), across_mm=across)

    def set_close_up(
        self, view: str, look: tuple[float, float, float], *, initiator: object | None = None
    ) -> None:
        """Look elsewhere in a close-up, whose place and zoom are its own: across, centre, zoom."""
        across, centre, zoom = look
        looks = {**dict(self._state.close_ups), view: (across, centre, clamp_zoom(zoom))}
        self._apply(initiator, close_ups=tuple(sorted(looks.items())))

    def zoom_to(self, boxes: Mapping[str, Box], *, initiator: object | None = None) -> None:
        """Frame boxes of the shown views, with room around them; a step of the history."""
        if not boxes:
            return
        low, high = min(b[1] for b in boxes.values()), max(b[3] for b in boxes.values())
        wide = max(b[2] - b[0] for b in boxes.values())
        span = max(high - low, wide, 120.0) * 1.5
        across = {view: (b[0] + b[2]) / 2 for view, b in boxes.items()}
        self._apply(
            initiator, step=True, centre_mm=(low + high) / 2,
            zoom=clamp_zoom(2 * WHOLE_BODY_HEIGHT_MM / span), across_mm=self._state.with_across(across),
        )  # fmt: skip

    def zoom_to_selection(self, *, initiator: object | None = None) -> None:
        """Frame whatever is selected, in the shown views."""
        self.zoom_to(self._boxes(), initiator=initiator)

    def zoom_to_fit(self, *, initiator: object | None = None) -> None:
        """Show the whole body."""
        self._apply(initiator, centre_mm=WHOLE_BODY_HEIGHT_MM, zoom=ZOOM_MIN, across_mm=())

    def hover(self, hovered: Hovered | None, *, initiator: object | None = None) -> None:
        self._apply(initiator, hovered=hovered)

    def clear_step(self, *, initiator: object | None = None) -> bool:
        """Clear the innermost selection (record, point, muscle); False if there was none."""
        for part in ("record", "point", "muscle"):
            if getattr(self._state, part) is not None:
                self._apply(initiator, **{part: None})
                return True
        return False

    def back(self, *, initiator: object | None = None) -> None:
        if self._history.can_go_back:
            self._show(self._history.back(), initiator, frozenset({"restored"}))

    def forward(self, *, initiator: object | None = None) -> None:
        if self._history.can_go_forward:
            self._show(self._history.forward(), initiator, frozenset({"restored"}))

    def replace_catalog(
        self, catalog: Catalog, sight: Sight | None = None, *, initiator: object | None = None
    ) -> None:
        """Show another catalog; what is selected stays where its id, or its new name, is there."""
        self._catalog = catalog
        self._sight = sight or self._sight
        self._owners = _owners(catalog)
        entries = [carry_over(entry, catalog, self._owners) for entry in self._history.entries]
        self._history.rewrite(entries, self._history.at)
        self._show(self._history.current, initiator, extra=frozenset({"catalog"}))

    def _select(self, kind: str, id: str, side: Side | None, initiator: object | None, **parts: Any) -> None:
        at_side = side or self._state.at_side
        shown = self._state.side if self._state.side == "both" else at_side
        views = self._seen(kind, id, at_side, self._facing((kind, id), at_side))
        muscle = parts.get("muscle")
        if muscle in self._state.hidden and (kind == "muscle" or muscle != self._state.muscle):
            # Whoever asks for a muscle wants to see it; a mark on a hidden one leaves it so.
            parts["hidden"] = tuple(id for id in self._state.hidden if id != muscle)
        self._apply(initiator, side=shown, at_side=at_side, views=views, **parts)

    def _seen(self, kind: str, id: str, side: Side, views: tuple[str, ...]) -> tuple[str, ...]:
        """The views with, if none of them sees the thing, one exchanged for the best that does."""
        best = _whole_first(self._sight.views_of(kind, id, side)) if self._sight else ()
        if not best or set(best) & set(views):
            return views
        across = {"left_lateral": "right_lateral", "right_lateral": "left_lateral",
                  "anterior": "posterior", "posterior": "anterior"}.get(best[0])  # fmt: skip
        if across in views:
            return tuple(best[0] if v == across else v for v in views)
        return (*views[:-1], best[0])

    def _facing(self, thing: tuple[str, str] | None, side: Side) -> tuple[str, ...]:
        """The views, in which a side view beside others goes over to the side that is now looked at."""
        views = self._state.views
        own, other = ("left_lateral", "right_lateral")[:: 1 if side == "left" else -1]
        if side == self._state.at_side or len(views) == 1 or other not in views or own in views:
            return views
        best = self._sight.views_of(*thing, side) if thing and self._sight else ()
        if other in best and own not in best:
            return views  # the inner thigh is seen from the other side
        return tuple(own if v == other else v for v in views)

    def _selected(self) -> tuple[str, str] | None:
        s = self._state
        if s.point:
            return ("point", s.point)
        if s.muscle:
            return ("muscle", s.muscle)
        return ("region", s.region) if s.region else None

    def _boxes(self) -> dict[str, Box]:
        selected = self._selected()
        if not selected or not self._sight:
            return {}
        found = {}
        for view in (v for v in self._state.views if v in MAIN_VIEWS):
            boxes = [self._sight.box_of(*selected, side, view) for side in self._state.sides]
            seen = [box for box in boxes if box is not None]
            if seen:
                left, low, right, high = zip(*seen, strict=True)
                found[view] = (min(left), min(low), max(right), max(high))
        return found

    def _known(self, muscles: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(id for id in set(muscles) if id in self._catalog.muscles))

    def _apply(
        self, initiator: object | None, *, step: bool = False, amend: bool = False, **parts: Any
    ) -> None:
        state = replace(self._state, **parts)
        changed = _difference(self._state, state)
        if not changed:
            return
        self._state = state
        kept = replace(state, hovered=None)
        if changed <= _NOT_IN_HISTORY:
            extra: frozenset[str] = frozenset()
        elif amend or (changed <= _AMENDING | _NOT_IN_HISTORY and not step):
            self._history.amend(kept)
            extra = frozenset()
        else:
            self._history.visit(kept)
            extra = frozenset({"history"})
        self.changed.emit(Change(changed | extra, state, initiator))

    def _show(self, state: ViewState, initiator: object | None, extra: frozenset[str] = frozenset()) -> None:
        state = replace(state, **{part: getattr(self._state, part) for part in _KEPT})
        changed = _difference(self._state, state)
        self._state = state
        self.changed.emit(Change(changed | extra | {"history"}, state, initiator))


def exchange_view(views: tuple[str, ...], at: int, view: str) -> tuple[str, ...]:
    """The views with the map at ``at`` showing another; a view that is shown already swaps places."""
    moved = list(views)
    if view in moved:
        moved[moved.index(view)] = moved[at]
    moved[at] = view
    return tuple(moved)


def _whole_first(views: tuple[str, ...]) -> tuple[str, ...]:
    """The views of the whole figure before the close-ups, which nobody asked for."""
    return (*(v for v in views if v in MAIN_VIEWS), *(v for v in views if v not in MAIN_VIEWS))


def next_view(view: str) -> str:
    """The view after this one, around the body."""
    order = ("anterior", "left_lateral", "posterior", "right_lateral")
    return order[(order.index(view) + 1) % len(order)] if view in order else MAIN_VIEWS[0]


def _difference(old: ViewState, new: ViewState) -> frozenset[str]:
    return frozenset(f.name for f in fields(ViewState) if getattr(old, f.name) != getattr(new, f.name))


def _owners(catalog: Catalog) -> dict[str, str]:
    return {p.id: m.id for m in catalog.muscles.values() for p in m.trigger_points}
