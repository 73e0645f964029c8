"""Edits and what undoes them, and the file that holds everything."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.note import T
from viewer.store.exchange import ExchangeError, from_bytes, merged, to_bytes
from viewer.store.own_data import (
    Collection,
    Edit,
    OwnData,
    OwnNote,
    SetBookmark,
    SetCollections,
    SetNote,
    apply_all,
    inverses,
    joined,
    one_line,
    rebased,
    renamed,
    with_collection,
    without_collection,
)

refs = st.tuples(st.sampled_from(["muscle", "point", "topic"]), st.sampled_from(["a", "b", "c.1", "d"]))
times = st.sampled_from([T, "2026-05-02T10:00:00Z", "2026-06-01T00:00:00Z"])
texts = st.text(min_size=1, max_size=30).filter(lambda t: t.strip() and "\x00" not in t)
names = texts.map(one_line).filter(str.strip)
notes = st.builds(OwnNote, texts, times, times)
collections = st.lists(
    st.builds(Collection, st.sampled_from(["x", "y", "z"]), names,
              st.lists(refs, max_size=4, unique=True).map(tuple), times),
    max_size=3, unique_by=lambda c: c.id,
).map(tuple)  # fmt: skip
edits = st.one_of(
    st.builds(SetNote, refs, notes | st.none()),
    st.builds(SetBookmark, refs, times | st.just("")),
    st.builds(SetCollections, collections),
)
data = st.lists(edits, max_size=8).map(lambda made: apply_all(OwnData(), made))


@given(data, st.lists(edits, max_size=6))
def test_every_edit_is_undone_by_its_inverse(before: OwnData, made: list[Edit]) -> None:
    after = apply_all(before, made)
    assert apply_all(after, inverses(before, made)) == before


@given(data)
def test_everything_goes_through_one_file(whole: OwnData) -> None:
    content = to_bytes(whole)
    assert from_bytes(content) == whole
    assert apply_all(OwnData(), merged(OwnData(), from_bytes(content))) == whole


@given(data, data)
def test_importing_loses_nothing_and_twice_is_once(mine: OwnData, other: OwnData) -> None:
    after = apply_all(mine, merged(mine, other))
    for source in (mine, other):
        for ref, note in source.notes.items():
            assert note.text in after.notes[ref].text
        assert set(source.bookmarks) <= set(after.bookmarks)
        for c in source.collections:
            assert set(c.items) <= set(after.collection(c.id).items)
    assert apply_all(after, merged(after, other)) == after
    back = inverses(mine, merged(mine, other))
    assert apply_all(after, back) == mine


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no notes of this app"),
        (b"[1, 2]", "no notes of this app"),
        (b"[" * 100_000, "no notes of this app"),
        (b"PK\x03\x04 a zip", "no notes of this app"),
        (b'{"format": 9}', "newer version"),
        (b'{"format": 1}', "no notes of this app"),
        (b"\xff\xfe{}", "no notes of this app"),
    ],
)
def test_other_files_are_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(ExchangeError, match=words):
        from_bytes(content)


def note(**changed: object) -> dict:
    return {"notes": [{"kind": "muscle", "id": "a", "text": "x", "created": T, "changed": T, **changed}]}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (note(id="../../etc"), "no record"),
        (note(kind="file"), "no record"),
        (note(created="soon"), "no time"),
        (note(created="2026-99-01T10:00:00Z"), "no time"),
        (note(text=7), "Expected `str`"),
        ({"bookmarks": [{"kind": "muscle", "id": "a"}]}, "missing required field"),
        ({"more": 1}, "unknown field"),
    ],
)
def test_a_file_with_a_fault_is_refused_whole(change: dict, words: str) -> None:
    file = {"format": 1, "written_by": "x", "notes": [], "bookmarks": [], "collections": []}
    with pytest.raises(ExchangeError, match=words):
        from_bytes(json.dumps({**file, **change}).encode())


def test_what_was_renamed_is_carried_over_and_notes_that_meet_are_joined() -> None:
    before = OwnData(
        {
            ("muscle", "old"): OwnNote("one", T, T),
            ("muscle", "new"): OwnNote("two", "2026-06-01T00:00:00Z", T),
        },
        {("muscle", "old"): T},
        (Collection("x", "X", (("muscle", "old"), ("muscle", "new"), ("point", "p.1"))),),
    )
    after = apply_all(before, renamed(before, lambda ref: (ref[0], {"old": "new"}.get(ref[1], ref[1]))))
    assert {ref: n.text for ref, n in after.notes.items()} == {("muscle", "new"): "one\n\ntwo"}
    assert set(after.bookmarks) == {("muscle", "new")}
    assert after.collections[0].items == (("muscle", "new"), ("point", "p.1"))


def test_collections_are_added_changed_and_taken_away() -> None:
    one, two = Collection("x", "X"), Collection("y", "Y")
    start = apply_all(OwnData(), [SetCollections((one, two))])
    changed = with_collection(start, Collection("x", "Better", (("muscle", "a"),))).apply(start)
    assert [c.name for c in changed.collections] == ["Better", "Y"]
    assert [c.id for c in with_collection(start, Collection("z", "Z")).apply(start).collections] == [
        "x",
        "y",
        "z",
    ]
    assert [c.id for c in without_collection(start, "x").apply(start).collections] == ["y"]


def test_thousands_of_edits_are_one_pass() -> None:
    import time

    many = OwnData({("muscle", f"m{n}"): OwnNote("x", T, T) for n in range(20_000)})
    start = time.perf_counter()
    made = merged(OwnData(), from_bytes(to_bytes(many)))
    assert apply_all(OwnData(), made) == many
    assert len(inverses(OwnData(), made)) == 20_000
    assert time.perf_counter() - start < 5


def test_notes_that_meet_are_whole_whatever_their_length() -> None:
    one, other = OwnNote("a" * 150_000, T, T), OwnNote("b" * 150_000, T, T)
    met = joined(one, other)
    assert one.text in met.text
    assert other.text in met.text
    data = OwnData({("muscle", "a"): met})
    assert from_bytes(to_bytes(data)) == data
    assert joined(OwnNote("a", T, T), OwnNote("a, and b", T, T)).text == "a, and b"


def test_what_cannot_be_kept_or_read_in_a_line_is_taken_out() -> None:
    assert OwnNote("half \ud800 a character 😀", T, T).text == "half \ufffd a character 😀"
    assert Collection("x", "two\nlines \u202eturned").name == "two lines  turned"


@given(data, st.lists(edits, max_size=5), st.lists(edits, max_size=5))
def test_edits_of_two_windows_meet_and_nothing_new_is_lost(
    before: OwnData, mine: list[Edit], theirs: list[Edit]
) -> None:
    other, own = apply_all(before, theirs), apply_all(before, mine)
    after = apply_all(other, rebased(mine, before, other))
    for side, base in ((other, own), (own, other)):
        for ref, note in side.notes.items():
            if note != before.notes.get(ref) and ref in base.notes:
                assert note.text in after.notes[ref].text
        for c in side.collections:
            old = before.collection(c.id)
            new = [ref for ref in c.items if old is None or ref not in old.items]
            if c != old and base.collection(c.id) is not None:
                assert set(new) <= set(after.collection(c.id).items)
