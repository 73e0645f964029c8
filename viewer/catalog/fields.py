"""Types of fields: how a node becomes a value, and how an editor is told about it.

A field's type decides what a scalar means (``no`` and ``12:30`` stay text in a text field);
nothing is guessed and nothing is repaired. A type returns ``INVALID`` after it has told the
reader why, so that one reading finds every problem.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from collections.abc import Mapping as MappingType
from collections.abc import Sequence as SequenceType
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from viewer.catalog.issues import Issue, Severity, nearest
from viewer.catalog.source import Mapping, Node, Scalar, Sequence


class Invalid:
    """The type of ``INVALID``, what a broken node reads as."""

    def __repr__(self) -> str:
        return "INVALID"


INVALID: Final = Invalid()


@dataclass(frozen=True, slots=True)
class Reference:
    """A word that must be the id of something else."""

    kind: str
    id: str
    node: Node


class Reader:
    """Collects what reading a file leaves: problems, ids, references, and where things stand.

    Attributes:
        made: each record made and the node it was made from, the inner ones first.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[Issue] = []
        self.made: list[tuple[Any, Mapping]] = []
        self.references: list[Reference] = []
        self.declared: list[Reference] = []

    def error(self, node: Node, rule: str, message: str, hint: str = "") -> Invalid:
        self.report(node, "error", rule, message, hint)
        return INVALID

    def report(self, node: Node, severity: Severity, rule: str, message: str, hint: str = "") -> None:
        self.issues.append(Issue(self.file, node.line, node.column, severity, rule, message, hint))

    def text(self, node: Node, what: str) -> str | None:
        """The scalar's text, or None after saying that ``what`` was expected here."""
        if type(node) is not Scalar:
            found = "a list" if type(node) is Sequence else "a mapping"
            if not node.broken:
                self.error(node, "wrong-type", f"expected {what}, found {found}")
            return None
        return None if node.broken else node.text


class FieldType(Protocol):
    """What reads a node; ``schema`` is the same for editors, as JSON Schema."""

    def read(self, node: Node, reader: Reader) -> Any: ...

    def schema(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Text:
    """Text as written, without the white space around it; never empty."""

    def read(self, node: Node, reader: Reader) -> str | Invalid:
        text = reader.text(node, "text")
        if text is None:
            return INVALID
        text = text.strip()
        return text or reader.error(node, "empty", "this says nothing; leave the key out or fill it in")

    def schema(self) -> dict[str, Any]:
        # An editor reads `no` and 12:30 by YAML's own rules; here they are text all the same.
        return {"type": ["string", "number", "boolean"]}


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text of a fixed shape."""

    regex: str
    what: str

    def read(self, node: Node, reader: Reader) -> str | Invalid:
        text = reader.text(node, self.what)
        if text is None:
            return INVALID
        if len(text) > 300 or re.fullmatch(self.regex, text) is None:
            return reader.error(node, "wrong-form", f"'{text[:60]}' is not {self.what}")
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number"], "pattern": f"^(?:{self.regex})$", "description": self.what}


ID_PATTERN = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
_ID = re.compile(ID_PATTERN)
_POINT_ID = re.compile(rf"{ID_PATTERN}\.[a-z0-9]+(?:_[a-z0-9]+)*")
KIND_WORDS = {
    "muscle": "a muscle", "point": "a trigger point", "muscle_or_point": "a muscle or trigger point",
    "source": "a source", "technique": "a technique", "topic": "a topic", "red_flag": "a red flag",
    "landmark": "a landmark", "region": "a region", "structure": "a structure", "sheet": "a sheet",
}  # fmt: skip


def _is_id(text: str, kind: str) -> bool:
    if len(text) > 100:
        return False
    if kind in ("point", "muscle_or_point") and _POINT_ID.fullmatch(text):
        return True
    return kind != "point" and _ID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class NewId:
    """The id of the record it stands in."""

    kind: str

    def read(self, node: Node, reader: Reader) -> str | Invalid:
        text = reader.text(node, "an id")
        if text is None:
            return INVALID
        if not _is_id(text, self.kind):
            shape = "muscle_id.1" if self.kind == "point" else "small letters, digits and single underscores"
            return reader.error(node, "bad-id", f"'{text[:60]}' is not an id ({shape})")
        reader.declared.append(Reference(self.kind, text, node))
        return text

    def schema(self) -> dict[str, Any]:
        pattern = _POINT_ID.pattern if self.kind == "point" else ID_PATTERN
        return {"type": "string", "pattern": f"^{pattern}$"}


@dataclass(frozen=True, slots=True)
class Ref:
    """The id of another record; whether there is one is asked once everything is read."""

    kind: str

    def read(self, node: Node, reader: Reader) -> str | Invalid:
        text = reader.text(node, f"the id of {KIND_WORDS[self.kind]}")
        if text is None:
            return INVALID
        if not text or len(text) > 100:
            return reader.error(node, "bad-id", f"'{text[:60]}' is not an id")
        reader.references.append(Reference(self.kind, text, node))
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "description": f"id of {KIND_WORDS[self.kind]}"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: Node, reader: Reader) -> str | Invalid:
        text = reader.text(node, "one of " + ", ".join(self.words))
        if text is None:
            return INVALID
        if text not in self.words:
            hint = nearest(text, self.words)
            message = f"'{text[:60]}' is none of {', '.join(self.words)}"
            return reader.error(node, "wrong-word", message, hint)
        return text

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number within a range (both ends belong to it)."""

    low: float
    high: float
    unit: str = ""
    whole: bool = False

    def read(self, node: Node, reader: Reader) -> float | Invalid:
        what = "a whole number" if self.whole else "a number"
        text = reader.text(node, what)
        if text is None:
            return INVALID
        assert type(node) is Scalar
        if text.lower().lstrip("+-") in (".nan", ".inf", "nan", "inf", "infinity"):
            return reader.error(node, "not-finite", f"{text} is not a finite number")
        if not node.plain or len(text) > 24 or _NUMBER.fullmatch(text) is None:
            quoted = "" if node.plain else " in quotes"
            return reader.error(node, "wrong-type", f"expected {what}, found '{text[:40]}'{quoted}")
        value = float(text)
        if not math.isfinite(value):
            return reader.error(node, "not-finite", f"{text} is not a finite number")
        if self.whole and not value.is_integer():
            return reader.error(node, "wrong-type", f"expected {what}, found '{text}'")
        if not self.low <= value <= self.high:
            unit = f" {self.unit}" if self.unit else ""
            message = f"{text} is not between {self.low:g} and {self.high:g}{unit}"
            return reader.error(node, "out-of-range", message)
        return int(value) if self.whole else value

    def schema(self) -> dict[str, Any]:
        kind = "integer" if self.whole else "number"
        return {"type": kind, "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Range:
    """``[low, high]``: two numbers, the smaller first."""

    number: Number

    def read(self, node: Node, reader: Reader) -> tuple[float, float] | Invalid:
        if type(node) is not Sequence or len(node.items) != 2:
            if node.broken:
                return INVALID
            return reader.error(node, "not-a-range", "expected a range of two numbers: [from, to]")
        low, high = (self.number.read(item, reader) for item in node.items)
        if isinstance(low, Invalid) or isinstance(high, Invalid) or node.broken:
            return INVALID
        if low > high:
            return reader.error(node, "not-a-range", f"the range runs backwards: {low:g} to {high:g}")
        return low, high

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.number.schema(), "minItems": 2, "maxItems": 2}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, read to a tuple; one bad item makes the list bad."""

    item: FieldType
    least: int = 0
    most: int = 2000

    def read(self, node: Node, reader: Reader) -> tuple[Any, ...] | Invalid:
        if type(node) is not Sequence:
            if node.broken:
                return INVALID
            return reader.error(node, "wrong-type", "expected a list")
        read = self.item.read
        values = [read(item, reader) for item in node.items]
        if node.broken or INVALID in values:
            return INVALID
        if not self.least <= len(values) <= self.most:
            message = f"expected {self.least} to {self.most}, found {len(values)}"
            return reader.error(node, "wrong-count", message)
        return tuple(values)

    def schema(self) -> dict[str, Any]:
        limit = {"minItems": self.least} if self.least else {}
        return {"type": "array", "items": self.item.schema(), **limit}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping of free keys, read to pairs; for tables such as ``renamed``."""

    key: FieldType
    value: FieldType

    def read(self, node: Node, reader: Reader) -> tuple[tuple[Any, Any], ...] | Invalid:
        if type(node) is not Mapping:
            return INVALID if node.broken else reader.error(node, "wrong-type", "expected a mapping")
        pairs = [
            (self.key.read(key, reader), self.value.read(value, reader))
            for key, value in node.entries.values()
        ]
        if node.broken or any(INVALID in pair for pair in pairs):
            return INVALID
        return tuple(pairs)

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.value.schema()}


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record.

    Attributes:
        key: as it is written.
        attribute: of the record, where it is named otherwise.
    """

    key: str
    type: FieldType
    required: bool = False
    attribute: str = ""

    @property
    def name(self) -> str:
        return self.attribute or self.key


@dataclass(frozen=True)
class Table:
    """A record's fields, and what builds it from them (a record class or a function)."""

    name: str
    build: Callable[..., Any]
    fields: tuple[Field, ...]
    _by_key: MappingType[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {field.key: field for field in self.fields})

    def read(self, node: Node, reader: Reader) -> Any:
        if type(node) is not Mapping:
            if node.broken:
                return INVALID
            return reader.error(node, "wrong-type", f"expected {self.name}: a mapping of keys to values")
        values: dict[str, Any] = {}
        valid = not node.broken
        by_key = self._by_key
        for key, (key_node, value_node) in node.entries.items():
            known = by_key.get(key)
            if known is None:
                message = f"{self.name} has no key '{key[:60]}'"
                reader.error(key_node, "unknown-key", message, nearest(key, by_key))
                valid = False
                continue
            value = known.type.read(value_node, reader)
            if value is INVALID:
                valid = False
            values[known.attribute or key] = value
        for wanted in self.fields:
            # A broken mapping may hold the key where it could not be read (under ``<<``, or in a list).
            if wanted.required and wanted.key not in node.entries and not node.broken:
                reader.error(node, "missing-key", f"{self.name} lacks '{wanted.key}'")
                valid = False
        if not valid:
            return INVALID
        record = self.build(**values)
        reader.made.append((record, node))
        return record

    def schema(self) -> dict[str, Any]:
        required = [field.key for field in self.fields if field.required]
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {field.key: field.type.schema() for field in self.fields},
            **({"required": required} if required else {}),
        }


def at_key(node: Mapping, *keys: str) -> Node:
    """The first of the keys that is there, for the mark of a problem; else the record itself."""
    for key in keys:
        entry = node.entries.get(key)
        if entry is not None:
            return entry[1]
    return node


def words(items: SequenceType[str]) -> str:
    """``a, b and c``."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else list(items))
