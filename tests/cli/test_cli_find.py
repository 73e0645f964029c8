"""Filters, search and links on the command line, where Qt cannot be imported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli import run


def test_muscles_that_a_root_serves(tmp_path: Path) -> None:
    rows = json.loads(run(tmp_path, "list", "muscles", "--filter", "root=C5", "--json").stdout)
    ids = {row["id"] for row in rows}
    assert {"deltoid", "infraspinatus", "scalenus_medius"} <= ids, "C3–C8 holds C5"
    assert "soleus" not in ids
    deep = run(tmp_path, "list", "muscles", "--filter", "root=c5", "--filter", "layer=deep").stdout
    assert 0 < len(deep.splitlines()) < len(rows)
    points = run(tmp_path, "list", "points", "--filter", "nerve=axillary nerve").stdout
    assert {line.split(".")[0] for line in points.splitlines()} == {"deltoid", "teres_minor"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("muscles", "--filter", "root=Q9"), "none of root"),
        (("muscles", "--filter", "C5"), "FACET=VALUE"),
        (("muscles", "--filter", "nerve=vagus"), "there are: accessory nerve"),
        (("muscles", "--filter", "own=notes"), "the window alone"),
        (("regions", "--filter", "root=C5"), "for muscles and points"),
    ],
)
def test_what_is_no_filter_is_refused(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(tmp_path, "list", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_search_by_prefix_with_the_words_about_the_match(tmp_path: Path) -> None:
    hits = json.loads(run(tmp_path, "search", "p:temple", "--json", "--limit", "40").stdout)
    assert (hits[0]["kind"], hits[0]["id"]) == ("region", "temple")
    assert any(hit["kind"] == "muscle" and hit["reason"] == "usually felt here" for hit in hits)
    assert {hit["kind"] for hit in json.loads(run(tmp_path, "search", "m:temple", "--json").stdout)} == {
        "muscle"
    }
    done = run(tmp_path, "search", "apex", "of", "the", "lung")
    note = next(line for line in done.stdout.splitlines() if line.startswith("note "))
    assert "apex" in note.partition("(")[2]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("trp://muscle/nonsense", "nothing has the id 'muscle:nonsense'"),
        ("trp://muscle/soleuss", "did you mean 'soleus'?"),
        ("https://example.org/soleus", "is no link"),
        ("trp://nothing/soleus", "is no link"),
    ],
)
def test_a_picture_of_a_link_that_leads_nowhere_is_an_error(tmp_path: Path, link: str, said: str) -> None:
    picture = tmp_path / "picture.png"
    done = run(tmp_path, "open", link, "--screenshot", picture)
    assert done.returncode == 2
    assert said in done.stderr
    assert not picture.exists()
