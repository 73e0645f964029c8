"""Filters: which muscles pass, what is offered with which counts, how roots and nerves are read."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.body.records import AtLandmark
from viewer.catalog import model as m
from viewer.find.filters import FACETS, Facets, asked_for, nerves, segments, toggled, words_of


def muscle(id: str, layer: str, roots: tuple[str, ...], nerve: str = "some nerve", **more) -> m.Muscle:
    return m.Muscle(
        id,
        id.title(),
        id,
        more.pop("region", "neck"),
        layer,
        innervation=(m.Innervation(nerve, roots),),
        **more,
    )


def point(id: str, evidence: str = "traditional") -> m.TriggerPoint:
    pain = m.Pain("", evidence, (), ())
    return m.TriggerPoint(id, "TrP 1", "", AtLandmark("acromion"), m.Statement(""), pain)


def needling(level: str) -> m.Note:
    return m.Note("needling", "", (), (), level=level)


MUSCLES = (
    muscle("deltoid", "superficial", ("C5", "C6"), "axillary nerve", region="shoulder",
           actions=(m.Statement("Abducts the arm."),), trigger_points=(point("deltoid.1", "limited"),),
           notes=(needling("basic"),)),
    muscle("scalenus", "deep", ("C3–C8",), notes=(needling("avoid"), needling("advanced"))),
    muscle("trapezius", "superficial", ("CN XI", "C3", "C4"), "accessory nerve",
           actions=(m.Statement("Both check bending forward."),), trigger_points=(point("trapezius.1"),)),
    muscle("soleus", "intermediate", ("S1", "S2"), "tibial nerve", region="leg_foot"),
)  # fmt: skip


@pytest.fixture
def facets() -> Facets:
    return Facets(m.Catalog("Test", "1", "2026", muscles=MappingProxyType({x.id: x for x in MUSCLES})))


def passing(facets: Facets, *written: str) -> set[str]:
    return set(facets.passing(asked_for(written)))


def test_a_root_within_a_span_counts(facets) -> None:
    assert passing(facets, "root=C5") == {"deltoid", "scalenus"}
    assert passing(facets, "root=cn xi") == {"trapezius"}


def test_of_one_facet_any_of_several_facets_all(facets) -> None:
    assert passing(facets, "root=C5", "root=S1") == {"deltoid", "scalenus", "soleus"}
    assert passing(facets, "root=C5", "layer=deep") == {"scalenus"}
    assert passing(facets, "root=C5", "layer=intermediate") == set()
    assert passing(facets) == {x.id for x in MUSCLES}


def test_actions_evidence_level_and_nerve(facets) -> None:
    assert passing(facets, "action=abduct") == {"deltoid"}
    assert passing(facets, "action=bend") == set(), "checking a bend is no bending"
    assert passing(facets, "evidence=limited") == {"deltoid"}
    assert passing(facets, "level=avoid") == {"scalenus"}
    assert passing(facets, "nerve=tibial nerve") == {"soleus"}


def test_own_notes_of_a_muscle_or_of_its_point_and_nothing_else(facets) -> None:
    assert passing(facets, "own=notes") == set()
    facets.own = frozenset({("point", "trapezius.1"), ("muscle", "soleus"), ("technique", "deltoid")})
    assert passing(facets, "own=notes") == {"trapezius", "soleus"}


def test_a_count_says_what_would_be_left(facets) -> None:
    asked = asked_for(["root=C5"])
    offered = {(o.facet, o.value): o for each in facets.offers(asked).values() for o in each}
    assert offered["layer", "superficial"].count == 1
    assert offered["layer", "intermediate"].count == 0
    assert offered["root", "C5"].on
    assert offered["root", "S1"].count == 1, "of the same facet it would be added"
    assert [o.value for o in facets.offers(asked)["root"]][:2] == ["CN XI", "C3"]


@given(st.data())
def test_each_count_is_the_number_that_passes(data: st.DataObject) -> None:
    all_of = Facets(m.Catalog("T", "1", "2", muscles=MappingProxyType({x.id: x for x in MUSCLES})))
    known = [(facet, value) for facet in FACETS for value in all_of.values(facet)]
    asked = tuple(sorted(set(data.draw(st.lists(st.sampled_from(known), max_size=4)))))
    for facet, offers in all_of.offers(asked).items():
        others = tuple(each for each in asked if each[0] != facet)
        for offer in offers:
            assert offer.count == len(all_of.passing((*others, (facet, offer.value))))
            assert offer.on == ((facet, offer.value) in asked)


def test_a_value_that_the_catalog_has_not_can_still_be_taken_off(facets) -> None:
    offers = facets.offers((("nerve", "vagus nerve"),))["nerve"]
    assert [(o.value, o.count) for o in offers if o.on] == [("vagus nerve", 0)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("C5", "FACET=VALUE"),
        ("colour=red", "FACET=VALUE"),
        ("layer=skin", "superficial"),
        ("nerve=", "no value"),
    ],
)
def test_what_is_no_filter_is_refused_in_words(written: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        asked_for([written])


@pytest.mark.parametrize(
    ("root", "read"),
    [
        ("C5", ("C5",)), ("C4–C6", ("C4", "C5", "C6")), ("T11-L1", ("T11", "T12", "L1")),
        ("C3–8", ("C3", "C4", "C5", "C6", "C7", "C8")), ("CN VII", ("CN VII",)),
        ("C5–C4", ("C5–C4",)), ("T40", ("T40",)),
    ],
)  # fmt: skip
def test_roots_as_they_are_written(root: str, read: tuple[str, ...]) -> None:
    assert segments(root) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("deep branch of the ulnar nerve", ("ulnar nerve",)),
        ("facial nerve, zygomatic and buccal branches", ("facial nerve",)),
        ("masseteric nerve, from the mandibular nerve", ("masseteric nerve", "mandibular nerve")),
        ("nerve to piriformis (sacral plexus)", ("nerve to piriformis", "sacral plexus")),
        ("upper and lower subscapular nerves", ("upper subscapular nerve", "lower subscapular nerve")),
        ("first cervical nerve, which runs with the hypoglossal nerve", ("first cervical nerve",)),
        ("lateral branches of the dorsal rami", ("lateral branches of the dorsal rami",)),
    ],
)  # fmt: skip
def test_nerves_as_they_are_written(text: str, read: tuple[str, ...]) -> None:
    assert nerves(text) == read


def test_toggling_twice_changes_nothing() -> None:
    once = toggled((("root", "C5"),), "layer", "deep")
    assert once == (("layer", "deep"), ("root", "C5"))
    assert toggled(once, "layer", "deep") == (("root", "C5"),)
    assert words_of("layer", "intermediate") == "Middle"
