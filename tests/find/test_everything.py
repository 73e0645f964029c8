"""One search over all there is: prefixes, own words, technique notes, and why something was found."""

from __future__ import annotations

import argparse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.cli_output import load_catalog
from viewer.find.documents import body_documents, catalog_documents, muscle_document, pain_documents
from viewer.find.everything import ALL, COMMANDS, MUSCLES, PAIN, Everything, asked
from viewer.find.snippet import Snippet, matches, snippet_of
from viewer.find.text import Document, Field, Index


@pytest.fixture(scope="module")
def shipped() -> Everything:
    loaded = load_catalog(argparse.Namespace(catalog=None, overlay=[]))
    assert loaded is not None
    catalog, body = loaded.catalog, loaded.body_data

    def reach(point: str):
        return [("temple", 0.4, 0.0), ("forehead", 0.0, 0.3)] if point == "soleus.1" else []

    return Everything(
        {
            ALL: lambda: [*catalog_documents(catalog), *body_documents(body.regions.values())],
            MUSCLES: lambda: map(muscle_document, catalog.muscles.values()),
            PAIN: lambda: pain_documents(catalog, body.regions, reach),
            COMMANDS: lambda: [Document("command", "print", "Print"), Document("command", "x", "Scalene")],
        }
    )


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("m: soleus", (MUSCLES, "soleus")), ("P:temple", (PAIN, "temple")), ("> print", (COMMANDS, "print")),
        (">", (COMMANDS, "")), ("soleus", (ALL, "soleus")), ("x: y", (ALL, "x: y")), ("", (ALL, "")),
        (" m : a", (MUSCLES, "a")),
    ],
)  # fmt: skip
def test_prefixes(query: str, read: tuple[str, str]) -> None:
    assert asked(query) == read


def test_a_symptom_finds_the_muscles_that_refer_there(shipped) -> None:
    found = {hit.id for hit in shipped.search("headache behind the eye", 12) if hit.kind == "muscle"}
    assert {"sternocleidomastoid", "splenius_cervicis", "semispinalis_capitis"} <= found


def test_each_kind_is_found(shipped) -> None:
    kinds = {
        "soleus": "muscle", "soleus trp 1": "point", "temple": "region", "dry needling": "technique",
        "what is dry needling": "topic", "pneumothorax after needling": "red_flag",
        "apex of the lung": "note", "print": "command",
    }  # fmt: skip
    for query, kind in kinds.items():
        assert kind in {hit.kind for hit in shipped.search(query, 12)}, query


def test_a_muscle_comes_before_the_notes_on_it(shipped) -> None:
    hits = shipped.search("soleus", 30)
    kinds = [hit.kind for hit in hits]
    assert (hits[0].kind, hits[0].id) == ("muscle", "soleus")
    assert kinds.index("point") < kinds.index("note")


def test_a_step_of_a_note_is_found_with_a_slip_and_shown(shipped) -> None:
    hit = next(h for h in shipped.search("pnuemothorax", 12) if h.kind == "note")
    why = snippet_of(hit, "pnuemothorax")
    assert "pneumothorax" in [why.text[a:b].lower() for a, b in why.matched]
    muscle, _, number = hit.id.partition("#")
    assert muscle
    assert number.isdigit()


def test_m_finds_muscles_alone(shipped) -> None:
    assert {hit.kind for hit in shipped.search("m:temple", 40)} == {"muscle"}


def test_p_finds_areas_and_by_the_pattern_what_refers_there(shipped) -> None:
    hits = shipped.search("p:temple", 200)
    assert (hits[0].kind, hits[0].id) == ("region", "temple")
    by_key = {(hit.kind, hit.id): hit for hit in hits}
    assert snippet_of(by_key["muscle", "soleus"], "temple").reason == "usually felt here"
    assert ("point", "soleus.1") in by_key
    sometimes = {(h.kind, h.id): h for h in shipped.search("p:forehead", 200)}
    assert snippet_of(sometimes["muscle", "soleus"], "forehead").reason == "sometimes felt here"
    assert {hit.kind for hit in hits} == {"region", "muscle", "point"}


def test_commands_need_no_prefix_but_where_they_are_not_wanted(shipped) -> None:
    assert [hit.id for hit in shipped.search("> pri", 5)] == ["print"]
    assert "command" in {hit.kind for hit in shipped.search("print", 12)}
    assert "command" not in {hit.kind for hit in shipped.search("print", 12, commands=False)}


def test_own_words_are_found_and_forgotten(shipped) -> None:
    own = Document("own", "7", "Tender on the left", (Field("ask about the swimming", 3, "own note"),))
    shipped.set_own([own])
    assert [hit.id for hit in shipped.search("swimming", 5) if hit.kind == "own"] == ["7"]
    shipped.set_own([])
    assert not [hit for hit in shipped.search("swimming", 5) if hit.kind == "own"]


def test_it_can_be_made_ready_beside_whatever_else_goes_on(shipped) -> None:
    shipped.warm().join(60)
    assert shipped.search("soleus", 1)[0].id == "soleus"


LONG = Document(
    "muscle", "m", "Somewhere",
    (Field("Ache in the arm", 3, "symptom"),
     Field("A pain that begins in the shoulder and comes, at night above all, deep behind the eye and "
           "over the brow, seldom farther", 3, "refers here")),
)  # fmt: skip


def why(document: Document, query: str, room: int = 60) -> Snippet:
    return snippet_of(Index([document]).search(query)[0], query, room)


def test_the_field_that_answers_most_of_the_query_is_shown_about_the_match() -> None:
    found = why(LONG, "pain behind the eye")
    assert found.reason == "refers here"
    assert [found.text[a:b] for a, b in found.matched] == ["behind", "eye"]
    assert found.text.startswith("… ")
    assert len(found.text) <= 60 + 4


def test_what_the_title_shows_needs_no_snippet() -> None:
    assert why(LONG, "somewhere") == Snippet()


def test_a_slip_is_shown_only_where_no_text_has_the_word_as_typed() -> None:
    fields = (Field("leave it", 3, "step"), Field("lean on it", 3, "step"))
    assert why(Document("note", "n", "Note", fields), "lean").text == "lean on it"
    assert why(Document("note", "n", "Note", fields), "laen").text == "lean on it"


def test_words_that_tell_nothing_are_not_asked_for() -> None:
    documents = [
        Document("muscle", "a", "Alpha", (Field("pain in the eye", 3, "symptom"),)),
        Document("muscle", "b", "Beta", (Field("of the and in", 3, "symptom"),)),
    ]
    assert [hit.id for hit in Index(documents).search("the pain of the eye")] == ["a"]
    assert Index(documents).search("the") == []


@given(st.text(max_size=300), st.text(max_size=20), st.integers(20, 100))
def test_a_snippet_is_part_of_the_text(text: str, query: str, room: int) -> None:
    document = Document("muscle", "m", "title", (Field(text, 3, "text"), Field(query, 3, "text")))
    for hit in Index([document]).search(query):
        found = snippet_of(hit, query, room)
        body = found.text.removeprefix("… ").removesuffix(" …")
        assert body in text or body in query
        assert all(0 <= a <= b <= len(found.text) for a, b in found.matched)


def test_matched_letters_are_those_that_were_typed() -> None:
    assert matches("Trapezius, trapped", ["trap"]) == ((0, 4), (11, 15))
