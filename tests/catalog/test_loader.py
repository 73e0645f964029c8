# ruff: noqa: E501 (records of YAML in one line)
"""Loading, overlays, reloading, withholding and the compiled form."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.catalog.good import GOOD, load_fixture
from viewer.body.folders import user_folder
from viewer.catalog import files
from viewer.catalog.loader import load
from viewer.catalog.model import Statement

OVERLAY_HEAD = "format: 1\ntitle: Our school\nedition: 1\nreviewed: 2026-01-01\n"
OWN_SOURCE = (
    "sources:\n- {id: a_book, authors: [Teacher T], year: 2020, title: Our handout, "
    "kind: expert, grade: expert, seen: full}\n"
    "- {id: our_notes, authors: [Teacher T], year: 2021, title: Notes, kind: expert, grade: expert, seen: full}\n"
)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_records_are_read_as_written(catalog: Path) -> None:
    read = load_fixture(catalog).catalog
    muscle = read.muscles["upper_trapezius"]
    assert muscle.synonyms == ("no", "12:30", "descending trapezius")
    assert read.edition == "1.10"
    assert (muscle.fma, muscle.ta98) == ("FMA33571", "A04.3.01.002")
    assert muscle.origin == (Statement("The occipital bone", ("a_book",)),)
    assert muscle.notes[1].needle is not None
    assert muscle.notes[1].needle.length_mm == (25.0, 40.0)
    assert muscle.trigger_points[0].pain.against == ("a_critic",)
    assert read.sources["a_book"].seen == "no"
    assert read.title == "Fixture"


def test_shapes_without_a_record_are_muscles_not_described(catalog: Path) -> None:
    muscles = load_fixture(catalog).catalog.muscles
    assert [(muscle.id, muscle.described) for muscle in muscles.values()] == [
        ("upper_trapezius", True),
        ("levator_scapulae", False),
    ]
    assert muscles["levator_scapulae"].latin == "Musculus levator scapulae"


def test_one_self_contained_file(tmp_path: Path) -> None:
    parts = [
        (GOOD / name).read_text(encoding="utf-8")
        for name in ("main.yaml", "muscles/neck.yaml", "others.yaml")
    ]
    head = parts[0].replace("include:\n- muscles/neck.yaml\n- others.yaml\n", "")
    main = tmp_path / "alone.yaml"
    main.write_text(head + parts[1] + parts[2], encoding="utf-8")
    loaded = load_fixture(main)
    assert loaded.issues == ()
    assert loaded.catalog.muscles == load_fixture(GOOD / "main.yaml").catalog.muscles


def test_paths_in_issues_are_as_given(catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(catalog.parent / "muscles" / "neck.yaml", "region: neck", "region: nek")
    monkeypatch.chdir(catalog.parent.parent)
    loaded = load(Path("catalog/main.yaml"), body_folder=Path("catalog/body"), use_cache=False)
    (issue,) = loaded.issues
    assert str(issue).startswith("catalog/muscles/neck.yaml:8:11: error wrong-word: 'nek' is none of ")
    assert str(issue).endswith("(did you mean 'neck'?)")


def test_a_record_with_an_error_is_withheld_and_named(catalog: Path) -> None:
    change(catalog.parent / "muscles" / "neck.yaml", "along: 0.6", "along: 6")
    loaded = load_fixture(catalog)
    assert not loaded.ok
    assert not loaded.catalog.muscles["upper_trapezius"].described
    assert loaded.withheld == {
        "upper_trapezius": f"{catalog.parent}/muscles/neck.yaml:2",
        "upper_trapezius.1": f"{catalog.parent}/muscles/neck.yaml:17",
    }
    assert "a_book" in loaded.catalog.sources
    # Its id is known all the same: that others refer to it is no second problem.
    assert [issue.rule for issue in loaded.issues] == ["out-of-range"]


def test_broken_yaml_gives_one_issue_and_withholds_what_rests_on_it(catalog: Path) -> None:
    change(catalog.parent / "others.yaml", "sources:", "sources: [")
    loaded = load_fixture(catalog)
    assert [issue.rule for issue in loaded.issues] == ["yaml-syntax"]
    assert not loaded.catalog.sources
    assert "upper_trapezius" in loaded.withheld


def test_overlay_replaces_and_adds_by_id(catalog: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(OVERLAY_HEAD + OWN_SOURCE, encoding="utf-8")
    loaded = load_fixture(catalog, overlay)
    assert loaded.issues == ()
    read = loaded.catalog
    assert read.sources["a_book"].title == "Our handout"
    assert list(read.sources) == ["a_book", "a_study", "a_critic", "our_notes"]
    assert read.origin["a_book"] == read.origin["our_notes"] == "Our school"
    assert read.origin["a_study"] == read.origin["upper_trapezius"] == "Fixture"
    assert read.title == "Fixture"


def test_overlay_takes_away_what_it_deletes(catalog: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(OVERLAY_HEAD + "deleted: [sudden_headache]\n", encoding="utf-8")
    read = load_fixture(catalog, overlay).catalog
    assert "sudden_headache" not in read.red_flags
    assert "sudden_headache" in read.deleted


def test_overlay_with_an_error_hides_the_record_it_replaces(catalog: Path, tmp_path: Path) -> None:
    """Showing the base's record where the school corrects it would be a guess."""
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(OVERLAY_HEAD + OWN_SOURCE.replace("year: 2020", "year: soon"), encoding="utf-8")
    loaded = load_fixture(catalog, overlay)
    assert [(issue.rule, Path(issue.file).name) for issue in loaded.issues] == [
        ("wrong-type", "overlay.yaml")
    ]
    assert "a_book" not in loaded.catalog.sources
    assert loaded.withheld["a_book"] == f"{overlay}:6"


def test_overlay_of_another_kind_is_a_duplicate(catalog: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(OVERLAY_HEAD + OWN_SOURCE.replace("id: our_notes", "id: palpation"), encoding="utf-8")
    assert {issue.rule for issue in load_fixture(catalog, overlay).issues} == {"duplicate-id"}


def test_renamed_and_deleted_ids(catalog: Path) -> None:
    read = load_fixture(catalog).catalog
    assert read.current_id("old_trapezius") == "upper_trapezius"
    assert read.current_id("upper_trapezius.1") == "upper_trapezius.1"
    assert read.current_id("forgotten_muscle") is None
    assert "forgotten_muscle" in read.deleted


def test_reload_reads_only_what_changed(catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load_fixture(catalog)
    read: list[str] = []
    parse = files.parse_file

    def watched(file: str, *rest: object) -> files.ParsedFile:
        read.append(Path(file).name)
        return parse(file, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("viewer.catalog.assembly.parse_file", watched)
    monkeypatch.setattr("viewer.catalog.body_data.parse_file", watched)
    change(catalog.parent / "others.yaml", "title: A book", "title: The book")
    after = load_fixture(catalog, previous=before)
    assert read == ["others.yaml"]
    assert after.catalog.sources["a_book"].title == "The book"
    assert after.catalog.muscles["upper_trapezius"] is before.catalog.muscles["upper_trapezius"]
    assert after.catalog.digest != before.catalog.digest


def test_reload_finds_problems_between_files(catalog: Path) -> None:
    before = load_fixture(catalog)
    change(catalog.parent / "others.yaml", "- {id: a_critic", "- {id: a_reviewer")
    after = load_fixture(catalog, previous=before)
    assert [(issue.rule, Path(issue.file).name, issue.line) for issue in after.issues] == [
        ("unknown-source", "neck.yaml", 27)
    ]
    assert before.catalog.muscles["upper_trapezius"].described


def test_compiled_form_is_the_same_catalog(catalog: Path, own_cache: Path) -> None:
    first = load_fixture(catalog, use_cache=True)
    again = load_fixture(catalog, use_cache=True)
    assert not first.from_cache
    assert again.from_cache
    assert again.catalog == first.catalog
    assert again.body_data == first.body_data
    assert again.files == first.files
    assert len(list(own_cache.glob("catalog-*.msgpack"))) == 1


@pytest.mark.parametrize("file", ["main.yaml", "others.yaml", "muscles/neck.yaml", "body/regions.yaml"])
def test_compiled_form_is_not_used_for_other_bytes(catalog: Path, file: str) -> None:
    load_fixture(catalog, use_cache=True)
    path = catalog.parent / file
    stamp = path.stat()
    path.write_bytes(path.read_bytes() + b"# a comment\n")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert not load_fixture(catalog, use_cache=True).from_cache


@pytest.mark.parametrize("spoiling", ["cut", "flip", "empty", "other"])
def test_compiled_form_that_was_harmed_is_ignored(catalog: Path, own_cache: Path, spoiling: str) -> None:
    first = load_fixture(catalog, use_cache=True)
    (compiled,) = own_cache.glob("catalog-*.msgpack")
    data = bytearray(compiled.read_bytes())
    if spoiling == "cut":
        data = data[: len(data) // 2]
    elif spoiling == "flip":
        data[len(data) // 2] ^= 0x20
    elif spoiling == "empty":
        data.clear()
    else:
        data = bytearray(b"\x93\x01\x02\x03")
    compiled.write_bytes(data)
    again = load_fixture(catalog, use_cache=True)
    assert not again.from_cache
    assert again.catalog == first.catalog


def test_warnings_survive_in_the_compiled_form(catalog: Path) -> None:
    hard = "Hypothesised dysfunctional neuromuscular endplates perpetuate " * 4
    change(catalog.parent / "muscles" / "neck.yaml", "plain: This", f"plain: {hard}. This")
    first = load_fixture(catalog, use_cache=True)
    again = load_fixture(catalog, use_cache=True)
    assert first.ok
    assert again.from_cache
    assert again.issues == first.issues
    assert [issue.rule for issue in again.issues] == ["hard-to-read"]


def test_a_catalog_with_errors_is_not_compiled(catalog: Path, own_cache: Path) -> None:
    change(catalog.parent / "others.yaml", "year: 1999", "year: 0")
    load_fixture(catalog, use_cache=True)
    assert not list(own_cache.iterdir())


def test_a_folder_that_cannot_be_written_is_no_problem(
    catalog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("TRIGGER_POINT_VIEWER_CACHE", str(tmp_path / "file" / "cache"))
    assert load_fixture(catalog, use_cache=True).ok


def test_old_compiled_forms_are_removed(catalog: Path, own_cache: Path) -> None:
    for number in range(12):
        change(catalog, "edition:", f"# {number}\nedition:")
        load_fixture(catalog, use_cache=True)
        time.sleep(0.002)
    assert len(list(own_cache.iterdir())) == 8
    assert load_fixture(catalog, use_cache=True).from_cache
    assert user_folder("cache") == own_cache
