"""The open catalog: loaded in a thread, read again when it changes, the old one kept when it breaks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from viewer.catalog.loader import Loaded
from viewer.ui.session import CatalogSession, caution_of

GOOD = """format: 1
title: Test
edition: "{edition}"
reviewed: 2026-01-01
licence: CC BY 4.0
sources:
- id: book_1999
  authors: [Somebody S]
  year: 1999
  title: A book
  publisher: A house
  kind: textbook
  grade: tradition
  seen: full
"""


@pytest.fixture
def session(qapp) -> CatalogSession:
    made = CatalogSession()
    yield made
    made.close()
    made.deleteLater()


def written(path: Path, edition: str = "0.1") -> Path:
    path.write_text(GOOD.format(edition=edition), encoding="utf-8")
    return path


def opened(session: CatalogSession, qtbot, path: Path | None) -> Loaded:
    with qtbot.waitSignal(session.opened, timeout=15_000) as heard:
        session.open(path)
    return heard.args[0]


def test_the_shipped_catalog_opens(session, qtbot) -> None:
    loaded = opened(session, qtbot, None)
    assert any(m.described for m in loaded.catalog.muscles.values())
    assert session.path is None


def test_a_missing_file_is_refused_and_the_open_one_stays(session, qtbot, tmp_path) -> None:
    before = opened(session, qtbot, None)
    with qtbot.waitSignal(session.refused, timeout=10_000) as heard:
        session.open(tmp_path / "nothing.yaml")
    assert "nothing.yaml" in heard.args[0]
    assert session.loaded is before


def test_a_broken_file_is_refused_with_its_line(session, qtbot, tmp_path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("format: 1\ntitle: [\n", encoding="utf-8")
    with qtbot.waitSignal(session.refused, timeout=10_000) as heard:
        session.open(path)
    words, issues = heard.args
    assert "bad.yaml, line" in words
    assert issues
    assert session.loaded is None


def change_until_heard(signal, qtbot, change) -> list:
    with qtbot.waitSignal(signal, timeout=10_000) as heard:
        change()
    return heard.args


def test_a_change_is_read_again_even_after_a_rename(session, qtbot, tmp_path) -> None:
    main = written(tmp_path / "main.yaml")
    opened(session, qtbot, main)

    def save_by_renaming(edition: str) -> None:
        os.replace(written(tmp_path / "main.tmp", edition), main)

    for edition in ("7.1", "7.2"):
        loaded = change_until_heard(session.opened, qtbot, lambda e=edition: save_by_renaming(e))[0]
        assert loaded.catalog.edition == edition


def test_a_change_for_the_worse_keeps_the_earlier_catalog(session, qtbot, tmp_path) -> None:
    main = written(tmp_path / "main.yaml")
    before = opened(session, qtbot, main)
    broken = GOOD.format(edition="0.1") + "nonsense: 1\n"
    words, issues = change_until_heard(
        session.refused, qtbot, lambda: main.write_text(broken, encoding="utf-8")
    )
    assert "The earlier catalog stays." in words
    assert "main.yaml, line" in words
    assert issues
    assert session.loaded is before
    again = change_until_heard(session.opened, qtbot, lambda: written(main, "0.2"))
    assert again[0].catalog.edition == "0.2"


def test_a_fault_that_is_taken_back_takes_the_complaint_with_it(session, qtbot, tmp_path) -> None:
    main = written(tmp_path / "main.yaml")
    opened(session, qtbot, main)
    broken = GOOD.format(edition="0.1") + "nonsense: 1\n"
    change_until_heard(session.refused, qtbot, lambda: main.write_text(broken, encoding="utf-8"))
    again = change_until_heard(session.opened, qtbot, lambda: written(main))
    assert caution_of(again[0]) == ""


def test_the_caution_counts_what_is_withheld(qapp, qtbot, session) -> None:
    from dataclasses import replace
    from types import MappingProxyType

    loaded = opened(session, qtbot, None)
    assert "2 records withheld" in caution_of(
        replace(loaded, withheld=MappingProxyType({"a": "x:1", "b": "y:2"}))
    )
    assert caution_of(replace(loaded, withheld=MappingProxyType({}), issues=())) == ""
