"""``viewer pain`` and ``viewer compare``, where Qt cannot be imported."""

from __future__ import annotations

import json
from pathlib import Path

from test_cli import run


def test_pain_as_json_is_best_first_and_says_what_its_shares_are(tmp_path: Path) -> None:
    said = run(tmp_path, "pain", "--region", "temple", "--side", "left", "--json")
    assert said.returncode == 0, said.stderr
    data = json.loads(said.stdout)
    scores = [each["score"] for each in data["patterns"]]
    assert scores == sorted(scores, reverse=True)
    best = data["patterns"][0]
    assert best["side"] == "left"
    assert abs(best["essential_share"] + best["spillover_share"] + best["outside_share"] - 1.0) < 0.001
    assert {"muscle", "point", "side", "evidence", "place"} <= set(best)
    assert "upper_trapezius" in data["muscles"]
    assert [each["region"] for each in data["painted"]] == ["temple"]
    assert data["red_flags"][0]["sources"]
    assert all(len(each["points"]) <= 3 for each in data["sets"])
    assert "never a diagnosis" in data["notice"]


def test_red_flags_stand_before_the_patterns_in_words(tmp_path: Path) -> None:
    said = run(tmp_path, "pain", "--region", "temple", "calf", "--side", "right")
    assert said.returncode == 0, said.stderr
    flag, notice = said.stdout.index("First: what else it may be"), said.stdout.index("never a diagnosis")
    assert flag < notice
    assert "Smallest sets" in said.stdout


def test_a_muscle_that_was_ruled_out_is_not_listed(tmp_path: Path) -> None:
    arguments = ("pain", "--region", "calf", "--side", "left", "--json", "--without", "gastrocnemius")
    data = json.loads(run(tmp_path, *arguments).stdout)
    assert "gastrocnemius" not in data["muscles"]


def test_both_sides_unless_told_otherwise(tmp_path: Path) -> None:
    data = json.loads(run(tmp_path, "pain", "--region", "calf", "--json").stdout)
    assert {each["side"] for each in data["painted"]} == {"left", "right"}


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    nowhere = run(tmp_path, "pain", "--region", "tempel")
    assert nowhere.returncode == 2
    assert "did you mean 'temple'" in nowhere.stderr
    assert run(tmp_path, "pain").returncode == 2
    assert (
        run(tmp_path, "pain", "--region", "temple", "--without", "simons_travell_simons_1999").returncode == 2
    )


def test_compare_two_points(tmp_path: Path) -> None:
    said = run(tmp_path, "compare", "gluteus_minimus.1", "tensor_fasciae_latae", "--json")
    assert said.returncode == 0, said.stderr
    data = json.loads(said.stdout)
    assert [each["point"] for each in data["points"]] == ["gluteus_minimus.1", "tensor_fasciae_latae.1"]
    assert 0.0 < data["pairs"][0]["overlap"] < 1.0
    assert data["confused_with"]["gluteus_minimus.1"]
    words = run(tmp_path, "compare", "gluteus_minimus.1", "tensor_fasciae_latae").stdout
    assert "in common" in words
    assert "Nerve:" in words


def test_compare_says_how_many_it_takes(tmp_path: Path) -> None:
    assert run(tmp_path, "compare", "gluteus_minimus.1").returncode == 2
    assert run(tmp_path, "compare", "gluteus_minimus.1", "gluteus_minimus").returncode == 2
    assert run(tmp_path, "compare", "gluteus_minimus.1", "temple").returncode == 2
