"""``viewer check --coverage``, where Qt cannot be imported."""

from __future__ import annotations

import json
from pathlib import Path

from test_cli import HEAD, run, write


def test_it_tells_groups_fields_and_regions(tmp_path: Path) -> None:
    said = run(tmp_path, "check", "--coverage")
    assert said.returncode == 0, said.stderr
    for words in ("By group", "Head and jaw", "By field", "point.satellites", "Patterns by region", "Temple"):
        assert words in said.stdout
    assert all(len(line) < 160 for line in said.stdout.splitlines())


def test_json_names_what_is_empty(tmp_path: Path) -> None:
    said = run(tmp_path, "check", "--coverage", "--json")
    assert said.returncode == 0, said.stderr
    data = json.loads(said.stdout)
    neck = data["groups"]["neck"]
    assert neck["muscles"] > 0
    origin = neck["fields"]["origin"]
    assert origin["filled"] + origin["unknown"] + len(origin["empty"]) == neck["muscles"]
    temple = data["regions"]["temple"]
    assert sum(temple["evidence"].values()) == temple["essential"] + temple["spillover"] > 0


def test_a_small_catalog_has_its_gaps(tmp_path: Path) -> None:
    muscle = "muscles:\n- {id: temporalis, name: T, latin: T, region: head, layer: superficial}\n"
    said = run(tmp_path, "check", "--coverage", "--json", write(tmp_path, HEAD + muscle))
    assert said.returncode == 0, said.stderr
    fields = json.loads(said.stdout)["groups"]["head"]["fields"]
    assert fields["origin"]["empty"] == ["temporalis"]


def test_it_is_asked_for_one_catalog_and_a_picture_belongs_to_it(tmp_path: Path) -> None:
    ours = write(tmp_path, HEAD)
    assert run(tmp_path, "check", "--coverage", ours, ours).returncode == 2
    assert run(tmp_path, "check", "-o", tmp_path / "map.png").returncode == 2
    assert run(tmp_path, "check", "--coverage", "-o", tmp_path / "map.pdf").returncode == 2
    assert run(tmp_path, "check", "--coverage", tmp_path / "none.yaml").returncode == 1
