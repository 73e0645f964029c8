"""The store: verbs, changes, history, and what a new catalog keeps."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from viewer.body.records import AtLandmark
from viewer.catalog.model import Catalog, Muscle, Pain, Statement, TriggerPoint
from viewer.state.history import History
from viewer.state.store import Change, Store, exchange_view
from viewer.state.view_state import Hovered


def muscle(id: str, *labels: str) -> Muscle:
    points = tuple(
        TriggerPoint(
            f"{id}.{n}", f"TrP {n}", "", AtLandmark("acromion"), Statement(""),
            Pain("", "traditional", (), ()),
        )
        for n in labels
    )  # fmt: skip
    return Muscle(id, id.title(), id, "neck", "superficial", trigger_points=points)


def catalog(*muscles: Muscle, renamed: dict[str, str] | None = None) -> Catalog:
    return Catalog(
        "Test", "1", "2026", muscles=MappingProxyType({m.id: m for m in muscles}),
        renamed=MappingProxyType(renamed or {}),
    )  # fmt: skip


class OneView:
    """Everything is seen from one view alone."""

    def __init__(self, view: str) -> None:
        self.view = view

    def views_of(self, kind: str, id: str, side: str) -> tuple[str, ...]:
        return (self.view,)

    def box_of(self, kind: str, id: str, side: str, view: str):
        return (100.0, 1200.0, 200.0, 1300.0) if view == self.view else None


@pytest.fixture
def store() -> Store:
    return Store(catalog(muscle("trapezius", "1", "2"), muscle("soleus", "1")))


@pytest.fixture
def changes(store: Store) -> list[Change]:
    heard: list[Change] = []
    store.changed.connect(heard.append)
    return heard


def test_selecting_a_point_selects_its_muscle_and_says_what_changed(store, changes) -> None:
    asker = object()
    store.select_point("trapezius.2", "left", initiator=asker)
    assert (store.state.muscle, store.state.point) == ("trapezius", "trapezius.2")
    assert store.state.side == store.state.at_side == "left"
    assert changes[-1].parts == {"muscle", "point", "side", "at_side", "history"}
    assert changes[-1].initiator is asker


def test_a_verb_that_changes_nothing_is_silent(store, changes) -> None:
    store.set_layer("skin")
    store.hover(None)
    assert changes == []


def test_unknown_ids_are_refused(store) -> None:
    with pytest.raises(KeyError):
        store.select_muscle("nothing")
    with pytest.raises(KeyError):
        store.select_point("trapezius.9")


def test_both_sides_stay_shown_when_one_is_selected(store) -> None:
    store.set_side("both")
    store.select_point("soleus.1", "left")
    assert store.state.side == "both"
    assert store.state.sides == ("left", "right")


def test_back_and_forward_restore_selection_and_viewport(store) -> None:
    store.select_point("trapezius.1", "right")
    store.set_viewport(1500.0, 4.0, {"anterior": 80.0})
    store.select_muscle("soleus")
    store.set_viewport(300.0, 6.0)
    store.back()
    assert store.state.point == "trapezius.1"
    assert (store.state.centre_mm, store.state.zoom, store.state.across("anterior")) == (1500.0, 4.0, 80.0)
    store.forward()
    assert (store.state.muscle, store.state.centre_mm) == ("soleus", 300.0)
    assert not store.can_go_forward


def test_looking_about_is_no_step_of_the_history(store) -> None:
    store.select_muscle("soleus")
    for mm in range(50):
        store.set_viewport(300.0 + mm, 2.0)
    store.back()
    assert store.state.muscle is None


def test_hover_is_never_part_of_the_history(store) -> None:
    store.hover(Hovered("region", "temple", "left"))
    store.select_muscle("soleus")
    store.back()
    store.forward()
    assert store.state.hovered is None


def test_history_forgets_the_oldest_beyond_its_limit() -> None:
    history = History(0, limit=200)
    for n in range(1, 500):
        history.visit(n)
    assert len(history) == 200
    for _ in range(300):
        history.back()
    assert history.current == 300


def test_a_view_that_sees_the_selection_is_brought_in() -> None:
    store = Store(catalog(muscle("trapezius", "1")), OneView("left_lateral"))
    store.select_point("trapezius.1", "left")
    assert store.state.views == ("anterior", "left_lateral")
    store.set_views(("posterior",))
    store.select_muscle("trapezius", "left")
    assert store.state.views == ("left_lateral",)


def test_zoom_to_selection_frames_it_and_can_be_undone() -> None:
    store = Store(catalog(muscle("trapezius", "1")), OneView("anterior"))
    store.select_muscle("trapezius", "left")
    store.zoom_to_selection()
    assert store.state.centre_mm == 1250.0
    assert store.state.across("anterior") == 150.0
    assert store.state.zoom > 5
    store.back()
    assert store.state.zoom == 1.0


def test_escape_clears_one_step_at_a_time(store) -> None:
    store.select_point("trapezius.1")
    store.open_record("technique", "dry_needling")
    assert store.clear_step() is True
    assert store.state.record is None
    assert store.state.point == "trapezius.1"
    assert store.clear_step() is True
    assert store.clear_step() is True
    assert store.state.muscle is None
    assert store.clear_step() is False


def test_a_region_is_looked_at_on_the_skin(store) -> None:
    store.set_layer("deep")
    store.select_region("temple", "left")
    assert (store.state.layer, store.state.region, store.state.muscle) == ("skin", "temple", None)


def test_layers_stop_at_the_ends(store) -> None:
    store.step_layer(-1)
    assert store.state.layer == "skin"
    store.step_layer(9)
    assert store.state.layer == "skeleton"


def test_a_new_catalog_follows_renamed_ids_and_drops_lost_ones(store) -> None:
    store.select_muscle("soleus")
    store.select_point("trapezius.2")
    renamed = {"trapezius.2": "upper_trapezius.2"}
    store.replace_catalog(catalog(muscle("upper_trapezius", "2"), renamed=renamed))
    assert (store.state.muscle, store.state.point) == ("upper_trapezius", "upper_trapezius.2")
    store.back()
    assert store.state.muscle is None


def test_exchanging_a_view_that_is_shown_swaps_the_maps() -> None:
    assert exchange_view(("anterior", "posterior"), 0, "posterior") == ("posterior", "anterior")
    assert exchange_view(("anterior", "posterior"), 1, "left_lateral") == ("anterior", "left_lateral")


class SeenOnItsSide:
    """Everything is best seen from its own side."""

    def views_of(self, kind: str, id: str, side: str) -> tuple[str, ...]:
        return (f"{side}_lateral", "anterior")

    def box_of(self, kind: str, id: str, side: str, view: str) -> None:
        return None


def test_a_side_view_beside_others_goes_over_to_the_side_that_is_looked_at(store) -> None:
    store.set_sight(SeenOnItsSide())
    store.set_views(("anterior", "posterior", "right_lateral"))
    store.select_muscle("soleus", "right")
    store.set_side("left")
    assert store.state.views == ("anterior", "posterior", "left_lateral")
    store.select_muscle("trapezius", "right")
    assert store.state.views == ("anterior", "posterior", "right_lateral")
    store.back()
    assert store.state.views == ("anterior", "posterior", "left_lateral")


def test_a_side_view_that_was_chosen_or_stands_with_its_twin_stays(store) -> None:
    store.set_views(("right_lateral", "left_lateral"))
    store.set_side("left")
    assert store.state.views == ("right_lateral", "left_lateral")
    store.set_views(("right_lateral",))
    store.set_side("right")
    store.set_side("left")
    assert store.state.views == ("right_lateral",)
