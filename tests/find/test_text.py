"""Search as one types."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.find.text import Document, Field, Index, fold

NAMES = [
    "Upper trapezius", "Middle trapezius", "Lower trapezius", "Levator scapulae", "Sternocleidomastoid",
    "Splenius capitis", "Suboccipitals", "Scalenes", "Supraspinatus", "Infraspinatus", "Teres minor",
    "Subscapularis", "Deltoid", "Rhomboids", "Pectoralis major", "Latissimus dorsi", "Quadratus lumborum",
    "Iliopsoas", "Gluteus maximus", "Gluteus medius", "Gluteus minimus", "Piriformis", "Soleus",
]  # fmt: skip


def index() -> Index:
    extra = {
        "Quadratus lumborum": (Field("QL", 9, "abbreviation"), Field("low back", 3, "refers here")),
        "Upper trapezius": (Field("temple and angle of the jaw", 3, "refers here"),),
        "Sternocleidomastoid": (
            Field("Musculus sternocleidomastoideus", 8, "Latin"),
            Field("SCM", 9, "abbreviation"),
        ),
    }
    return Index(Document("muscle", fold(n).replace(" ", "_"), n, extra.get(n, ())) for n in NAMES)


def found(query: str) -> list[str]:
    return [hit.title for hit in index().search(query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("trap", "Lower trapezius"),
        ("upper trap", "Upper trapezius"),
        ("sternoclidomastoid", "Sternocleidomastoid"),
        ("strenocleido", "Sternocleidomastoid"),
        ("SCM", "Sternocleidomastoid"),
        ("ql", "Quadratus lumborum"),
        ("temple", "Upper trapezius"),
        ("gluteus mni", "Gluteus minimus"),
        ("Píriformis", "Piriformis"),
    ],
)
def test_finds_by_name_slip_abbreviation_and_pain(query: str, first: str) -> None:
    titles = found(query)
    assert titles
    assert titles[0] == first or (query == "trap" and set(titles[:3]) >= {first})


def test_title_that_is_the_query_comes_first() -> None:
    assert found("soleus")[0] == "Soleus"


def test_says_why_a_result_was_found() -> None:
    hits = {hit.title: hit for hit in index().search("temple")}
    assert hits["Upper trapezius"].reason == "refers here"
    assert index().search("ql")[0].reason == "abbreviation: QL"


def test_marks_the_matched_letters() -> None:
    hit = index().search("upp trap")[0]
    assert [hit.title[a:b] for a, b in hit.matched] == ["Upp", "trap"]


def test_nothing_asked_nothing_found() -> None:
    assert found("") == found("  --  ") == found("zzzzqqq") == []


def test_one_slip_is_forgiven_in_19_of_20_names() -> None:
    rng = random.Random(4)
    engine, hits, tries = index(), 0, 600
    for _ in range(tries):
        name = rng.choice(NAMES)
        at = rng.randrange(len(name))
        typed = rng.choice(
            [name[:at] + name[at + 1 :], name[:at] + "x" + name[at:], name[:at] + "x" + name[at + 1 :]]
        )
        hits += any(hit.title == name for hit in engine.search(typed))
    assert hits / tries >= 0.94


@given(st.text(max_size=40))
def test_any_text_may_be_typed(query: str) -> None:
    for hit in index().search(query):
        assert all(0 <= a < b <= len(hit.title) for a, b in hit.matched)


def test_what_is_seldom_looked_for_comes_last() -> None:
    paper = Document("source", "a_paper", "Headache and the neck", weight=0.1)
    muscle = Document("muscle", "scm", "Sternocleidomastoid", (Field("headache at the eye", 3, "symptom"),))
    assert [hit.id for hit in Index([paper, muscle]).search("headache")] == ["scm", "a_paper"]
