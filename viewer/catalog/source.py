"""Bytes of a YAML file to nodes with line and column, refusing what a catalog has no use for.

Nodes are built straight from the C parser's events, so that nothing is composed before it
was counted: a hostile file costs no more than its limits. (The C parser's own ``compose``
recurses and ends the process on deep nesting.) Scalars keep their text as written; what
it means is decided by the field they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from viewer.catalog.disk import MAX_BYTES

MAX_DEPTH = 32
MAX_EVENTS = 200_000
MAX_SCALAR_BYTES = 64_000
MAX_PROBLEMS = 50
"""Of one file's syntax; whoever pastes binary data into a catalog need not read them all."""

# C0 and C1 controls but tab and line ends, and whatever reorders text on the screen.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


class Scalar:
    """A scalar: its text as written, and whether it stood without quotes."""

    __slots__ = ("broken", "column", "line", "plain", "text")

    def __init__(self, text: str, line: int, column: int, plain: bool) -> None:
        self.text = text
        self.line = line
        self.column = column
        self.plain = plain
        self.broken = False


class Sequence:
    """A list of nodes."""

    __slots__ = ("broken", "column", "items", "line")

    def __init__(self, line: int, column: int) -> None:
        self.items: list[Node] = []
        self.line = line
        self.column = column
        self.broken = False


class Mapping:
    """Keys to (key node, value node), in file order."""

    __slots__ = ("broken", "column", "entries", "key", "line")

    def __init__(self, line: int, column: int) -> None:
        self.entries: dict[str, tuple[Scalar, Node]] = {}
        self.line = line
        self.column = column
        self.broken = False
        self.key: Scalar | None = None


Node: TypeAlias = Scalar | Sequence | Mapping
"""``broken`` on any of them: an error of the YAML itself was found in it and reported."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the YAML of a file; line and column count from 1, 0 is the whole file."""

    line: int
    column: int
    rule: str
    message: str


class _Refused(Exception):
    def __init__(self, line: int, column: int, rule: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(line, column, rule, message)


def read_nodes(data: bytes) -> tuple[Node | None, list[Problem]]:
    """The root node of a file's bytes and everything wrong with its YAML.

    Where the file cannot be read to its end there is no root (None): half a file is none.
    """
    problems: list[Problem] = []
    try:
        text = _decode(data)
        return _Builder(problems).build(text), problems
    except _Refused as refused:
        problems.append(refused.problem)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        words = ", ".join(part for part in (error.context, error.problem) if part)
        rule = "yaml-syntax"
        if "nesting depth" in words:  # newer parsers give up before our own limit is asked
            rule, words = "too-deep", f"nested more than {MAX_DEPTH} levels"
        problems.append(Problem(line, column, rule, words or "this is not YAML"))
    except yaml.YAMLError as error:
        problems.append(Problem(0, 0, "yaml-syntax", " ".join(str(error).split())[:200]))
    return None, problems


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _Refused(0, 0, "file-too-big", f"{len(data):,} bytes; the limit is {MAX_BYTES:,}")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _Refused(0, 0, "not-utf8", "this is UTF-16; save the file as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8", "replace")
        line, column = _position(good, len(good))
        raise _Refused(line, column, "not-utf8", "this byte is not UTF-8; save the file as UTF-8") from None
    found = _FORBIDDEN.search(text)
    if found:
        line, column = _position(text, found.start())
        raise _Refused(line, column, "control-character", f"U+{ord(found[0]):04X} has no place in a catalog")
    return text


def _position(text: str, index: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, index) + 1
    return text.count("\n", 0, index) + 1, index - start + 1


class _Builder:
    """Puts the parser's events together; one problem does not hide the next."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems
        self._stack: list[Sequence | Mapping] = []
        self._root: Node | None = None
        self._documents = 0

    def build(self, text: str) -> Node | None:
        # A str keeps its columns in characters; the loader class is only a parser here.
        parser = yaml.CSafeLoader(text)
        try:
            self._run(parser.get_event)
        finally:
            parser.dispose()
        if self._root is None and not self._problems:
            raise _Refused(1, 1, "empty-file", "the file says nothing")
        return self._root

    def _run(self, next_event: Callable[[], Any]) -> None:
        scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        stack = self._stack
        for _ in range(MAX_EVENTS):
            event = next_event()
            kind = type(event)
            if kind is scalar:
                mark = event.start_mark
                node = Scalar(event.value, mark.line + 1, mark.column + 1, not event.style)
                if event.anchor is not None or event.tag is not None:
                    self._refuse_marks(event, node)
                if len(event.value) > MAX_SCALAR_BYTES // 4:
                    self._check_size(node)
                if event.style == '"' and _FORBIDDEN.search(event.value):
                    self._problem(node, "control-character", "an escape here stands for a control character")
                self._add(node)
            elif kind is mapping or kind is sequence:
                mark = event.start_mark
                if len(stack) >= MAX_DEPTH:
                    raise _Refused(
                        mark.line + 1, mark.column + 1, "too-deep", f"nested more than {MAX_DEPTH} levels"
                    )
                branch: Sequence | Mapping = (Mapping if kind is mapping else Sequence)(
                    mark.line + 1, mark.column + 1
                )
                if event.anchor is not None or event.tag is not None:
                    self._refuse_marks(event, branch)
                self._add(branch)
                stack.append(branch)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                stack.pop()
            elif kind is yaml.StreamEndEvent or event is None:
                return
            else:
                self._rare(event, kind)
        mark = event.start_mark
        raise _Refused(mark.line + 1, mark.column + 1, "too-much", f"more than {MAX_EVENTS:,} values")

    def _rare(self, event: Any, kind: type) -> None:
        mark = event.start_mark
        if kind is yaml.AliasEvent:
            node = Scalar("", mark.line + 1, mark.column + 1, True)
            self._problem(node, "alias", f"*{event.anchor}: aliases are refused; write it out")
            self._add(node)
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                message = "a file holds one document; '---' begins another"
                raise _Refused(mark.line + 1, 1, "two-documents", message)
            if event.version or event.tags:
                raise _Refused(mark.line + 1, 1, "directive", "% directives are refused")

    def _add(self, node: Node) -> None:
        if not self._stack:
            self._root = node
            return
        top = self._stack[-1]
        if type(top) is Sequence:
            top.items.append(node)
            return
        assert type(top) is Mapping
        key = top.key
        if key is None:
            if type(node) is Scalar:
                top.key = node
            else:
                self._problem(node, "key-not-text", "a key is one word, not a list or mapping")
                top.key = Scalar("", node.line, node.column, True)
                top.key.broken = True
                top.broken = True
            return
        top.key = None
        if node.broken:
            top.broken = True
        if key.broken:
            return
        if key.text == "<<" and key.plain:
            self._problem(key, "merge-key", "merge keys (<<) are refused; write the keys out")
            top.broken = True
        elif key.text in top.entries:
            first = top.entries[key.text][0]
            self._problem(key, "duplicate-key", f"'{key.text}' is here twice, first in line {first.line}")
            top.broken = True
        else:
            top.entries[key.text] = (key, node)

    def _refuse_marks(self, event: Any, node: Node) -> None:
        if event.anchor is not None:
            self._problem(node, "anchor", f"&{event.anchor}: anchors are refused; write it out")
        if event.tag is not None:
            self._problem(node, "tag", f"{event.tag}: tags are refused; the field decides the type")

    def _check_size(self, node: Scalar) -> None:
        size = len(node.text.encode("utf-8", "surrogatepass"))
        if size > MAX_SCALAR_BYTES:
            self._problem(node, "text-too-long", f"{size:,} bytes of text; the limit is {MAX_SCALAR_BYTES:,}")

    def _problem(self, node: Node, rule: str, message: str) -> None:
        node.broken = True
        if len(self._problems) >= MAX_PROBLEMS:
            raise _Refused(node.line, node.column, rule, message)
        self._problems.append(Problem(node.line, node.column, rule, message))
