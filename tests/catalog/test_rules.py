# ruff: noqa: E501 (rows of a table)
"""Each rule against a catalog that breaks it: the rule's name, and the line it points to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.catalog.good import GOOD, load_fixture
from viewer.catalog.issues import Issue
from viewer.catalog.rules import RULES

NECK, OTHERS, MAIN = "muscles/neck.yaml", "others.yaml", "main.yaml"
NEEDLING_HAZARD = "    hazards: [{structure: lung, text: The lung lies below, avoid: Lift the muscle off, sources: [a_book]}]\n"
SECOND = """  - id: upper_trapezius.{n}
    label: TrP {label}
    name: Another
    at: {{muscle: upper_trapezius, along: 0.3, across: 0.2}}
    find: {{text: Pinch, sources: [a_book]}}
    pain: {{text: Neck, evidence: limited, sources: [a_book], essential: [{{region: neck_side}}]}}
  notes:"""

SAME_SHAPE = "{id: other, name: Other, latin: Alius, region: neck, layer: deep, sheet: upper_trapezius}"
# rule, file, what is replaced, by what
BROKEN = [
    ("unknown-muscle", NECK, "ref: levator_scapulae", "ref: levator_scapulea"),
    ("unknown-muscle", OTHERS, "muscles: [upper_trapezius]", "muscles: [trapezuis]"),
    ("unknown-point", NECK, "points: [upper_trapezius.1]", "points: [upper_trapezius.7]"),
    ("unknown-point", OTHERS, "muscles: [upper_trapezius]", "points: [upper_trapezius.7]"),
    ("unknown-source", NECK, "The occipital bone, sources: [a_book]", "The occipital bone, sources: [b_book]"),
    ("unknown-landmark", NECK, "stroke: [mastoid_process,", "stroke: [mastoid_proces,"),
    ("unknown-region", NECK, "{region: temple,", "{region: tempel,"),
    ("unknown-region", OTHERS, "regions: [temple]", "regions: [nowhere]"),
    ("unknown-structure", NECK, "hazards: [{structure: lung", "hazards: [{structure: lungs"),
    ("unknown-technique", NECK, "technique: palpation", "technique: palpitation"),
    ("unknown-sheet", NECK, "at: {muscle: upper_trapezius", "at: {muscle: uper_trapezius"),
    ("unknown-sheet", NECK, "- id: upper_trapezius\n", "- id: middle_trapezius\n"),
    ("duplicate-id", OTHERS, "- {id: a_critic", "- {id: a_study"),
    ("duplicate-id", OTHERS, "- {id: what_is_pain", "- {id: palpation"),
    ("duplicate-id", NECK, "  notes:", SECOND.format(n=1, label=2)),
    ("duplicate-label", NECK, "  notes:", SECOND.format(n=2, label=1)),
    ("duplicate-publication", OTHERS, "title: A critique", "title: A critique, doi: 10.1000/ABC"),
    ("duplicate-publication", OTHERS, "title: A critique", 'title: A critique, pmid: "12345"'),
    ("foreign-point", NECK, "- id: upper_trapezius.1", "- id: levator_scapulae.1"),
    ("self-reference", NECK, "ref: levator_scapulae", "ref: upper_trapezius"),
    ("shared-sheet", NECK, "muscles:", f"muscles:\n- {SAME_SHAPE}"),
    ("renamed-exists", MAIN, "{old_trapezius: upper_trapezius}", "{upper_trapezius: levator_scapulae}"),
    ("renamed-unknown", MAIN, "{old_trapezius: upper_trapezius}", "{old_trapezius: uper_trapezius}"),
    ("renamed-circle", MAIN, "{old_trapezius: upper_trapezius}", "{one: two, two: one}"),
    ("deleted-exists", MAIN, "[forgotten_muscle]", "[upper_trapezius]"),
    ("deleted-renamed", MAIN, "[forgotten_muscle]", "[old_trapezius]"),
    ("incomplete-muscle", NECK, "  origin: [{text: The occipital bone, sources: [a_book]}]\n", ""),
    ("incomplete-notes", NECK, "kind: self_care", "kind: strengthening"),
    ("known-and-unknown", NECK, "  notes:", "  unknown: [origin]\n  notes:"),
    ("known-and-unknown", NECK, "  notes:", "  unknown: [palpation]\n  notes:"),
    ("wrong-technique", NECK, "title: Press and hold,", "title: Press and hold, technique: palpation,"),
    ("uncited", NECK, "{text: The occipital bone, sources: [a_book]}", "{text: The occipital bone}"),
    ("uncited", NECK, "{text: The occipital bone, sources: [a_book]}", "{text: The occipital bone, sources: []}"),
    ("uncited", OTHERS, "text: Feeling with the fingers, sources: [a_book]", "text: Feeling with the fingers"),
    ("uncited", OTHERS, "urgency: emergency, sources: [a_book]", "urgency: emergency, sources: []"),
    ("one-sided", NECK, "      against: [a_critic]\n", ""),
    ("both-sides", NECK, "against: [a_critic]", "against: [a_book]"),
    ("needling-hazards", NECK, NEEDLING_HAZARD, ""),
    ("needling-notice", NECK, "trained, licensed practitioners", "everyone"),
    ("needling-level", NECK, "    level: basic\n", ""),
    ("needling-direction", NECK, "    direction: {from: acromion, toward: c7_spinous_process, text: Away from the lung}\n", ""),
    ("not-needling", NECK, "title: Press and hold,", "title: Press and hold, level: basic,"),
    ("palpation-method", NECK, "    method: pincer\n", ""),
    ("single-depth", NECK, "mm: [33, 58]", "mm: [33, 33]"),
    ("single-depth", NECK, "depth: {text: Under the skin", "depth: {text: About 12 mm under the skin"),
    ("safe-depth", NECK, "steps: [Pinch., Insert.]", "steps: [A depth of 15 mm is safe here.]"),
    ("safe-depth", NECK, "avoid: Lift the muscle off", "avoid: It is safe down to 20 mm"),
    ("point-elsewhere", NECK, "at: {muscle: upper_trapezius", "at: {muscle: levator_scapulae"),
    ("unknown-part", NECK, "along: 0.6, across: 0.2}", "along: 0.6, across: 0.2, part: upper}"),
    ("wrong-direction", NECK, "{level: c4, lateral: 35}", "{level: c4, lateral: 35, offset: {distal: 10}}"),
    ("wrong-direction", NECK, "{level: c4, lateral: 35}", "{limb: thigh, along: 0.5, angle: 0, offset: {superior: 10}}"),
    ("wrong-direction", NECK, "{level: c4, lateral: 35}", "{limb: hand, along: 0.5, angle: 0, offset: {plantar: 10}}"),
]  # fmt: skip


def test_what_is_called_unknown_may_be_left_out(tmp_path: Path) -> None:
    """A record need not tell what it says is not documented."""
    shutil.copytree(GOOD, tmp_path / "catalog")
    file = tmp_path / "catalog" / NECK
    text = file.read_text(encoding="utf-8").replace("kind: self_care", "kind: strengthening", 1)
    file.write_text(text.replace("  notes:", "  unknown: [self_care]\n  notes:", 1), encoding="utf-8")
    loaded = load_fixture(tmp_path / "catalog" / MAIN)
    assert "incomplete-notes" not in {issue.rule for issue in loaded.issues}
    assert loaded.catalog.muscles["upper_trapezius"].unknown == ("self_care",)


@pytest.mark.parametrize(("rule", "file", "old", "new"), BROKEN, ids=lambda value: str(value)[:30])
def test_broken_catalog(rule: str, file: str, old: str, new: str, spoil: Callable[..., list[Issue]]) -> None:
    issues = spoil(file, old, new)
    found = [issue for issue in issues if issue.rule == rule]
    assert found, [str(issue) for issue in issues]
    # The line is where the text was changed, or where the record stands that now lacks something.
    text = (GOOD / file).read_text(encoding="utf-8")
    changed = text[: text.index(old)].count("\n") + 1
    last = changed + new.count("\n") + (40 if new == "" or rule.startswith("duplicate") else 3)
    first = 1 if new == "" or rule == "incomplete-notes" else changed
    assert any(issue.file.endswith(file) and first <= issue.line <= last for issue in found), found
    assert all(issue.severity == "error" for issue in found)


def test_hard_to_read_is_a_warning(spoil: Callable[..., list[Issue]]) -> None:
    hard = (
        "Myofascial trigger points are hypothesised to originate from dysfunctional neuromuscular endplates "
        "whose excessive acetylcholine concentration perpetuates sarcomere contracture and local ischaemia."
    )
    issues = spoil(
        NECK, "plain: This muscle lifts your shoulder. It can make your neck sore.", f"plain: {hard}"
    )
    assert [(issue.severity, issue.rule, issue.line) for issue in issues] == [("warning", "hard-to-read", 15)]


def test_every_rule_is_broken_by_some_catalog() -> None:
    """A rule nobody has seen fail may never have worked."""
    import inspect
    import re

    said = {rule for rule, *_ in BROKEN} | {"hard-to-read"}
    for rule in RULES:
        source = inspect.getsource(inspect.getmodule(rule))  # type: ignore[arg-type]
        names = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source)) - {"a-z"}
        assert names <= said, f"no bad catalog for {names - said}"


def test_every_rule_function_is_in_the_list() -> None:
    import inspect

    from viewer.catalog import rules, rules_clinical, rules_places

    for module in (rules, rules_clinical, rules_places):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            takes_world = list(inspect.signature(function).parameters) == ["world"]
            assert not takes_world or function in RULES, f"{module.__name__}.{name} is in no list"
    assert len(set(RULES)) == len(RULES)


def test_good_catalog_has_no_issues(catalog: Path) -> None:
    loaded = load_fixture(catalog)
    assert loaded.issues == ()
    assert not loaded.withheld


def test_all_problems_at_once(catalog: Path) -> None:
    path = catalog.parent / NECK
    text = path.read_text()
    for old, new in (
        ("region: neck", "region: nek"),
        ("along: 0.6", "along: 6"),
        ("ref: levator_scapulae", "ref: levator"),
        ("    method: pincer", "    methods: pincer"),
    ):
        text = text.replace(old, new, 1)
    path.write_text(text)
    assert [(issue.line, issue.rule) for issue in load_fixture(catalog).issues] == [
        (8, "wrong-word"),
        (14, "unknown-muscle"),
        (20, "out-of-range"),
        (35, "unknown-key"),
    ]


def test_the_printed_form(spoil: Callable[..., list[Issue]], catalog: Path) -> None:
    (issue,) = spoil(OTHERS, "muscles: [upper_trapezius]", "muscles: [upper_trapezuis]")
    assert str(issue) == (
        f"{catalog.parent}/others.yaml:2:96: error unknown-muscle: 'upper_trapezuis' is not a muscle "
        "(did you mean 'upper_trapezius'?)"
    )
    assert issue.to_json() == {
        "file": f"{catalog.parent}/others.yaml",
        "line": 2,
        "column": 96,
        "severity": "error",
        "rule": "unknown-muscle",
        "message": "'upper_trapezuis' is not a muscle",
        "hint": "upper_trapezius",
    }
