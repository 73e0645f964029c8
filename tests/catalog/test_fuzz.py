# ruff: noqa: E501 (tables)
"""Whatever the bytes: never anything but issues, quickly."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalog.good import GOOD, load_fixture
from viewer.catalog import schema
from viewer.catalog.files import parse_file
from viewer.catalog.issues import Issue
from viewer.catalog.source import MAX_DEPTH, Mapping, Node, Scalar, read_nodes

QUICK = settings(
    max_examples=150,
    deadline=2000,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
NECK = (GOOD / "muscles" / "neck.yaml").read_bytes()
PIECES = [b"- ", b"? ", b": ", b"{", b"}", b"[", b"]", b"&a ", b"*a", b"!!str ", b"<<", b"|", b">", b"'", b'"', b"#", b"%TAG",
          b"---\n", b"...\n", b"\n", b"  ", b"\t", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\\", b"muscles:", b"id", b"acromion", b"1e9"]  # fmt: skip
SCALARS = st.one_of(st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.none())
KEYS = st.sampled_from(
    sorted({field.key for table in schema.RECORDS.values() for field in table.fields} | {"text", "sources", "at", "landmark", "between", "stroke", "left"})
)  # fmt: skip
STRUCTURES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=30,
)


def depth(node: Node) -> int:
    if isinstance(node, Scalar):
        return 0
    inner = [pair[1] for pair in node.entries.values()] if isinstance(node, Mapping) else node.items
    return 1 + max((depth(one) for one in inner), default=0)


def check_bytes(data: bytes) -> None:
    root, problems = read_nodes(data)
    assert root is not None or problems
    if root is not None:
        assert depth(root) <= MAX_DEPTH
    parsed = parse_file("f.yaml", data, schema.RECORDS, schema.HEADER)
    for issue in parsed.issues:
        assert isinstance(issue, Issue)
        assert issue.line >= 0
        assert issue.rule
        assert "\n" not in str(issue)


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    check_bytes(data)


@QUICK
@given(st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join))
def test_pieces_of_yaml(data: bytes) -> None:
    check_bytes(data)


@QUICK
@given(st.integers(0, len(NECK) - 1), st.integers(0, 60), st.sampled_from([*PIECES, b""]))
def test_a_good_file_with_one_piece_changed(at: int, cut: int, piece: bytes) -> None:
    check_bytes(NECK[:at] + piece + NECK[at + cut :])


@QUICK
@given(
    st.dictionaries(
        st.sampled_from(sorted(schema.RECORDS)),
        st.one_of(st.lists(st.dictionaries(KEYS, STRUCTURES, max_size=8), max_size=3), SCALARS),
    )
)
def test_any_structure_is_read_and_checked(tmp_path: Path, data: dict[str, object]) -> None:
    """JSON is YAML; whatever stands in the lists, the rules run over what is left of it."""
    head = {"format": 1, "title": "T", "edition": "1", "reviewed": "2026-11-23"}
    main = tmp_path / "main.yaml"
    main.write_text(json.dumps({**head, **data}), encoding="utf-8")
    for issue in load_fixture(main).issues:
        assert isinstance(issue, Issue)


@QUICK
@given(st.lists(st.tuples(st.integers(0, len(NECK) - 1), st.integers(0, 30)), min_size=1, max_size=4))
def test_the_rules_survive_missing_pieces(tmp_path: Path, cuts: list[tuple[int, int]]) -> None:
    data = NECK
    for at, length in cuts:
        data = data[:at] + data[at + length :]
    (tmp_path / "others.yaml").write_bytes((GOOD / "others.yaml").read_bytes())
    (tmp_path / "neck.yaml").write_bytes(data)
    main = tmp_path / "main.yaml"
    main.write_text(
        "format: 1\ntitle: T\nedition: 1\nreviewed: 2026-11-23\ninclude: [neck.yaml, others.yaml]\n"
    )
    loaded = load_fixture(main)
    assert loaded.ok or loaded.issues
    for muscle in loaded.catalog.muscles.values():
        assert muscle.described is not None
