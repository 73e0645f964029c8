# ruff: noqa: E501 (rows of a table)
"""Files that mean harm, or were harmed: each is an issue with its line, and the process lives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.catalog.good import load_fixture
from viewer.catalog import source
from viewer.catalog.source import Mapping, Scalar, read_nodes

ROOT = Path(__file__).resolve().parents[2]
HEAD = b"format: 1\ntitle: T\nedition: 1\nreviewed: 2026-11-23\n"
BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


def block(depth: int) -> bytes:
    return b"\n".join(b" " * n + b"a:" for n in range(depth))


# name, bytes, (rule, line) of every problem
NODES = [
    ("alias bomb", BOMB, [("anchor", 1), ("anchor", 2), ("alias", 2), ("alias", 2), ("alias", 3), ("alias", 3)]),
    ("recursion", b"a: &a [*a]\n", [("anchor", 1), ("alias", 1)]),
    ("merge key", b"a:\n  <<: {b: 1}\n", [("merge-key", 2)]),
    ("quoted merge key is a key", b'a: {"<<": 1}\n', []),
    ("python tag", b"a: !!python/object/apply:os.system [x]\n", [("tag", 1)]),
    ("own tag", b"a: !mine x\n", [("tag", 1)]),
    ("string tag", b"a: !!str 1\n", [("tag", 1)]),
    ("tag directive", b"%TAG ! tag:x,2000:\n---\na: 1\n", [("directive", 1)]),
    ("duplicate key", b"a: 1\nb: 2\na: 3\n", [("duplicate-key", 3)]),
    ("duplicate in flow", b"a: {x: 1,\n  x: 2}\n", [("duplicate-key", 2)]),
    ("duplicate by quotes", b"1: a\n'1': b\n", [("duplicate-key", 2)]),
    ("two documents", b"a: 1\n---\nb: 2\n", [("two-documents", 2)]),
    ("list as key", b"? [a, b]\n: c\n", [("key-not-text", 1)]),
    ("NUL", b"a: x\nb: \x00y\n", [("control-character", 2)]),
    ("escape character", b"a: \x1b[31m\n", [("control-character", 1)]),
    ("bidi override", "a: x\nb: abc\u202edef\n".encode(), [("control-character", 2)]),
    ("bidi isolate", "a: \u2066x\n".encode(), [("control-character", 1)]),
    ("bidi by escape", b'a: "\\u202e"\n', [("control-character", 1)]),
    ("NUL by escape", b'a: 1\nb: "\\0"\n', [("control-character", 2)]),
    ("Latin-1", "a: 1\nb: Zürich\n".encode("latin-1"), [("not-utf8", 2)]),
    ("UTF-16", "a: 1\n".encode("utf-16"), [("not-utf8", 0)]),
    ("UTF-8 with BOM", b"\xef\xbb\xbfa: 1\n", []),
    ("CRLF", b"a: 1\r\nb: 2\r\n", []),
    ("tab indent", b"a:\n\tb: 1\n", [("yaml-syntax", 2)]),
    ("unclosed", b"a: [1, 2\n", [("yaml-syntax", 2)]),
    ("long text", b"a: 1\nb: " + b"x" * 70_000, [("text-too-long", 2)]),
    ("too many values", b"a:\n" + b"- x\n" * 250_000, [("too-much", 199_996)]),
    ("too big", b"#" * (source.MAX_BYTES + 1), [("file-too-big", 0)]),
    ("too big number", b"a: " + b"9" * 5000, []),
    ("nothing", b"", [("empty-file", 1)]),
    ("only a comment", b"# nothing\n", [("empty-file", 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in NODES], ids=[case[0] for case in NODES])
def test_yaml(data: bytes, expected: list[tuple[str, int]]) -> None:
    _, problems = read_nodes(data)
    assert [(problem.rule, problem.line) for problem in problems] == expected


def test_duplicate_key_names_both_lines() -> None:
    _, (problem,) = read_nodes(b"a: 1\nb: 2\na: 3\n")
    assert problem.message == "'a' is here twice, first in line 1"
    assert (problem.line, problem.column) == (3, 1)


def test_depth_limit_is_exact() -> None:
    def nested(depth: int) -> bytes:
        return b"[" * depth + b"]" * depth

    assert read_nodes(nested(source.MAX_DEPTH))[1] == []
    (problem,) = read_nodes(nested(source.MAX_DEPTH + 1))[1]
    assert (problem.rule, problem.line, problem.column) == ("too-deep", 1, source.MAX_DEPTH + 1)


NESTED = {
    **{f"flow lists 10^{n}": b"[" * 10**n for n in range(2, 7)},
    **{f"flow mappings 10^{n}": b"{a: " * 10**n for n in range(2, 7)},
    **{f"block lists 10^{n}": b"- " * 10**n for n in range(2, 7)},
    "complex keys": b"? " * 100_000,
    "block mappings": block(2000),
    "closed lists": b"[" * 100_000 + b"]" * 100_000,
    "quotes without end": b'"' * 100_001,
    "brackets and anchors": b"&a [" * 50_000,
}


def test_nesting_ends_no_process(tmp_path: Path) -> None:
    """In a child, because the parser's own ``compose`` would take the process with it."""
    files = []
    for number, data in enumerate(NESTED.values()):
        files.append(tmp_path / f"{number}.yaml")
        files[-1].write_bytes(data)
    start = time.monotonic()
    child = subprocess.run(
        [sys.executable, "-m", "viewer", "check", "--json", *map(str, files)],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert child.returncode == 1, child.stderr
    found = {
        issue["file"]: issue for issue in json.loads(child.stdout) if issue["file"].startswith(str(tmp_path))
    }
    for (name, _), file in zip(NESTED.items(), files, strict=True):
        rules = ("yaml-syntax",) if name == "quotes without end" else ("too-deep", "anchor")
        assert found[str(file)]["rule"] in rules, name
    assert time.monotonic() - start < 60


def test_scalars_keep_their_text() -> None:
    """No YAML 1.1 surprises: what a scalar means is the field's business."""
    written = ["no", "on", "~", "017", "0x1F", "1_000", "12:30:45", "2026-11-23", "=", "1e5", ".inf", "null"]
    root, problems = read_nodes(b"a: [" + ", ".join(written).encode() + b"]\n")
    assert problems == []
    assert isinstance(root, Mapping)
    items = root.entries["a"][1].items  # type: ignore[union-attr]
    assert [item.text for item in items if isinstance(item, Scalar)] == written


def rules_of(tmp_path: Path, data: bytes) -> list[tuple[str, int]]:
    main = tmp_path / "main.yaml"
    main.write_bytes(data)
    return [(issue.rule, issue.line) for issue in load_fixture(main).issues]


NUMBERS = [
    (".nan", "not-finite"), (".inf", "not-finite"), ("-.INF", "not-finite"), ("1e999", "out-of-range"), ("1e400", "out-of-range"),
    ("017", "wrong-type"), ("0x7DF", "wrong-type"), ("2_014", "wrong-type"), ("12:30", "wrong-type"), ("'2014'", "wrong-type"),
    ("2014.5", "wrong-type"), ("no", "wrong-type"), ("~", "wrong-type"), ("9" * 5000, "wrong-type"), ("99999", "out-of-range"),
    ("[2014]", "wrong-type"), ("{a: 1}", "wrong-type"), ("\uff12\uff10\uff11\uff14", "wrong-type"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "rule"), NUMBERS, ids=lambda value: value[:12])
def test_numbers(tmp_path: Path, number: str, rule: str) -> None:
    source_record = f"{{id: s, authors: [A], year: {number}, title: T, kind: trial, grade: low, seen: no}}"
    found = rules_of(tmp_path, HEAD + b"sources:\n- " + source_record.encode())
    assert found == [(rule if rule != "out-of-range" or number[:2] != "1e" else "not-finite", 6)]


FORMATS = [
    (b"title: T\nedition: 1\nreviewed: 2026-11-23\n", [("missing-key", 1)]),
    (b"format: 2\ntitle: T\n", [("newer-format", 1)]),
    (b"format: one\ntitle: T\nedition: 1\nreviewed: 2026-11-23\n", [("wrong-type", 1)]),
    (HEAD + b"titel: X\n", [("unknown-key", 5)]),
    (HEAD + b"sources: {a: 1}\n", [("wrong-type", 5)]),
    (b"- a\n", [("wrong-type", 1)]),
    (b"just words\n", [("wrong-type", 1)]),
    (HEAD.replace(b"2026-11-23", b"yesterday"), [("wrong-form", 4)]),
]


@pytest.mark.parametrize(("data", "expected"), FORMATS)
def test_main_file(tmp_path: Path, data: bytes, expected: list[tuple[str, int]]) -> None:
    assert rules_of(tmp_path, data) == expected


def test_what_a_merge_key_may_hold_is_not_called_missing(tmp_path: Path) -> None:
    assert rules_of(tmp_path, HEAD + b"sources:\n- <<: {id: s}\n") == [("merge-key", 6)]


def test_newer_format_shows_nothing(tmp_path: Path) -> None:
    main = tmp_path / "main.yaml"
    source_record = b"{id: s, authors: [A], year: 2000, title: T, kind: trial, grade: low, seen: no}"
    main.write_bytes(HEAD.replace(b"format: 1", b"format: 99") + b"sources:\n- " + source_record)
    loaded = load_fixture(main)
    assert [issue.rule for issue in loaded.issues] == ["newer-format"]
    assert not loaded.catalog.sources
    assert not loaded.catalog.title


PATHS = [
    ("../outside.yaml", "bad-path"), ("/etc/passwd", "bad-path"), ("a/../../outside.yaml", "bad-path"),
    ("C:/x.yaml", "bad-path"), ("..\\\\outside.yaml", "bad-path"), ("//server/share/x.yaml", "bad-path"),
    ("~/x.yaml", "bad-path"), ("NUL.yaml", "bad-path"), ("picture.png", "bad-path"), ("link.yaml", "bad-path"),
    ("linked/x.yaml", "bad-path"), ("missing.yaml", "missing-file"), ("folder.yaml", "not-a-file"),
    ("pipe.yaml", "not-a-file"), ("twice.yaml, twice.yaml", "included-twice"), ("huge.yaml", "file-too-big"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "rule"), PATHS)
def test_includes(tmp_path: Path, written: str, rule: str) -> None:
    folder = tmp_path / "catalog"
    (folder / "folder.yaml").mkdir(parents=True)
    (tmp_path / "outside.yaml").write_text("sources: []\n")
    (folder / "twice.yaml").write_text("sources: []\n")
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (folder / "linked").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.yaml")
    with (folder / "huge.yaml").open("wb") as file:
        file.truncate(source.MAX_BYTES + 1)
    assert rules_of(folder, HEAD + b"include: [" + written.encode() + b"]\n") == [(rule, 5)]


def test_main_file_that_is_not_there(tmp_path: Path) -> None:
    loaded = load_fixture(tmp_path / "none.yaml")
    assert [str(issue) for issue in loaded.issues] == [
        f"{tmp_path}/none.yaml: error missing-file: there is no such file"
    ]
    assert not loaded.catalog.title


def test_many_problems_are_limited(tmp_path: Path) -> None:
    found = rules_of(tmp_path, HEAD + b"sources:\n" + b"- {idd: 1}\n" * 2000)
    assert len(found) == 501
    assert found[-1] == ("too-many-issues", 0)


SLOW = {
    "digits": "1" * 60_000,
    "numbers": "1 " * 30_000,
    "spaces": "1" + " " * 50_000 + "mm",
    "spans": "1 to " * 12_000,
    "safe": "safe " * 12_000,
    "one word": "a" * 60_000,
    "vowels": "ae'" * 20_000,
    "full stops": ". " * 30_000,
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_no_text_makes_a_rule_slow(catalog: Path, text: str) -> None:
    """A search over a text takes time in proportion to it, never its square."""
    path = catalog.parent / "muscles" / "neck.yaml"
    written = path.read_text(encoding="utf-8")
    for old in ("text: Under the skin", "text: The lung lies below", "steps: [Pinch., Insert.]"):
        new = old.split(":")[0] + (f": ['{text}']" if "steps" in old else f": '{text}'")
        written = written.replace(old, new.replace("ae'", "aei"), 1)
    path.write_text(
        written.replace("plain: This", f"plain: x {text.replace(': ', '')} This", 1), encoding="utf-8"
    )
    start = time.process_time()
    load_fixture(catalog)
    assert time.process_time() - start < 3


def test_many_unknown_words_take_no_minute(tmp_path: Path) -> None:
    statement = "- {text: a, ref: nothing_like_it, sources: [nobody]}\n"
    muscle = "muscles:\n- id: m\n  name: M\n  latin: L\n  region: neck\n  layer: deep\n  synergists:\n"
    start = time.process_time()
    found = rules_of(tmp_path, HEAD + (muscle + ("  " + statement) * 15_000).encode())
    assert ("too-many-issues", 0) in found
    assert time.process_time() - start < 20
