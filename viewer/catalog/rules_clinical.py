"""Rules about what is said: who says it, how sure it is, and what a needling note must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from viewer.catalog.fields import at_key
from viewer.catalog.files import Entry
from viewer.catalog.model import (
    NEEDLING_NOTICE,
    DepthEvidence,
    Hazard,
    Innervation,
    Muscle,
    Needle,
    Note,
    Pain,
    RedFlag,
    Section,
    Statement,
    Topic,
    TriggerPoint,
)
from viewer.catalog.reading import grade
from viewer.catalog.source import Mapping
from viewer.catalog.world import Finding, World, finding

PATIENT_GRADE = 6.0
"""The reading grade patients' texts are written for; above ``PATIENT_GRADE_WARNED`` it is said."""
PATIENT_GRADE_WARNED = 8.0


def uncited(world: World) -> Iterator[Finding]:
    """A clinical statement without a source."""
    for entry, record, node in world.all(*_SAID):
        if not record.sources:
            message = f"{_SAID[type(record)]} without a source"
            yield finding(entry, at_key(node, "sources"), "uncited", message)


_SAID = {
    Statement: "a statement", Innervation: "an innervation", Pain: "a pain pattern", Note: "a note",
    Needle: "a needle", Hazard: "a hazard", Section: "a section", RedFlag: "a red flag",
}  # fmt: skip


def disputed(world: World) -> Iterator[Finding]:
    """What is disputed cites who disagrees; nobody is cited on both sides."""
    for entry, record, node in world.all(Statement, Pain, Section):
        if record.evidence == "disputed" and not record.against:
            message = "disputed: 'against' must say who disagrees"
            yield finding(entry, at_key(node, "evidence"), "one-sided", message)
        both = set(record.sources) & set(record.against)
        if both:
            message = f"'{min(both)}' is cited for and against"
            yield finding(entry, at_key(node, "against"), "both-sides", message)


def needling(world: World) -> Iterator[Finding]:
    """What every needling note holds."""
    for entry, note, node in world.all(Note):
        if note.kind != "needling":
            continue
        kind = at_key(node, "kind")
        if not note.hazards:
            message = "a needling note names its hazards"
            yield finding(entry, at_key(node, "hazards", "kind"), "needling-hazards", message)
        if NEEDLING_NOTICE not in note.notice:
            message = f"a needling note's notice holds the words '{NEEDLING_NOTICE}'"
            yield finding(entry, at_key(node, "notice", "kind"), "needling-notice", message)
        if note.level is None:
            message = "a needling note has a level: basic, advanced or avoid"
            yield finding(entry, kind, "needling-level", message)
        if note.direction is None:
            message = "a needling note says the needle's direction in words"
            yield finding(entry, kind, "needling-direction", message)


def needling_fields_elsewhere(world: World) -> Iterator[Finding]:
    """Needle, direction, depth and level belong to needling alone."""
    for entry, note, node in world.all(Note):
        if note.kind == "needling":
            continue
        for key in ("needle", "direction", "depth", "level"):
            if key in node.entries:
                message = f"'{key}' belongs to a needling note, not to {note.kind}"
                yield finding(entry, node.entries[key][0], "not-needling", message)


def palpation_method(world: World) -> Iterator[Finding]:
    """Palpation is flat, pincer or deep; nothing else has such a method."""
    for entry, note, node in world.all(Note):
        if note.kind == "palpation" and note.method is None:
            message = "a palpation note has a method: flat, pincer or deep"
            yield finding(entry, at_key(node, "kind"), "palpation-method", message)


def single_depth(world: World) -> Iterator[Finding]:
    """A depth is what one study measured in whom, as a range; never one number to go by."""
    for entry, row, node in world.all(DepthEvidence):
        if row.mm[0] == row.mm[1]:
            message = "a depth is a range that a study found, never a single number"
            yield finding(entry, at_key(node, "mm"), "single-depth", message)
    for entry, point, _ in world.all(TriggerPoint):
        if point.depth and _lone_number(point.depth.text):
            message = "a point's depth is said in words or as a range, never as a single number"
            yield finding(entry, at_key(world.node(point.depth), "text"), "single-depth", message)


# Every part is bounded, so that no text can make the search slow.
_NUMBER = r"(?<!\d)\d{1,5}(?:\.\d{1,3})?"
_UNIT = r"\s{0,3}(?:mm|cm|millimet|centimet)"
_SPAN = re.compile(
    rf"{_NUMBER}(?:{_UNIT}\w{{0,9}})?\s{{0,3}}(?:-|–|to|and)\s{{0,3}}{_NUMBER}{_UNIT}", re.IGNORECASE
)
_LONE = re.compile(rf"{_NUMBER}{_UNIT}", re.IGNORECASE)
_SAFE_DEPTH = re.compile(
    rf"\bsafe(?:ly|st|r)?\b[^.]{{0,60}}{_NUMBER}{_UNIT}|{_NUMBER}{_UNIT}\w{{0,9}}\s[^.]{{0,40}}\bsafe(?:ly)?\b",
    re.IGNORECASE,
)


def _lone_number(text: str) -> bool:
    return _LONE.search(_SPAN.sub("", text)) is not None


def safe_depth(world: World) -> Iterator[Finding]:
    """No text calls a depth safe."""
    for entry, statement, node in world.all(Statement):
        if _SAFE_DEPTH.search(statement.text):
            yield finding(entry, at_key(node, "text"), "safe-depth", _NO_SAFE_DEPTH)
    for entry, note, node in world.all(Note):
        for key in ("approach", "position", "dose", "plain"):
            if _SAFE_DEPTH.search(getattr(note, key)):
                yield finding(entry, at_key(node, key), "safe-depth", _NO_SAFE_DEPTH)
        if any(_SAFE_DEPTH.search(step) for step in note.steps):
            yield finding(entry, at_key(node, "steps"), "safe-depth", _NO_SAFE_DEPTH)
    for entry, hazard, node in world.all(Hazard):
        for key in ("text", "avoid"):
            if _SAFE_DEPTH.search(getattr(hazard, key)):
                yield finding(entry, at_key(node, key), "safe-depth", _NO_SAFE_DEPTH)


_NO_SAFE_DEPTH = "no depth is called safe; say what was measured, in whom, as a range"


def reading_grade(world: World) -> Iterator[Finding]:
    """Patients' texts that read above their grade (a warning)."""
    for entry, muscle, node in world.all(Muscle):
        yield from _grade(entry, node, "plain", muscle.plain)
        for note in muscle.notes:
            yield from _grade(entry, world.node(note), "plain", note.plain)
    for entry, topic, _ in world.all(Topic):
        for section in topic.sections:
            yield from _grade(entry, world.node(section), "text", section.text)


def _grade(entry: Entry, node: Mapping, key: str, text: str) -> Iterator[Finding]:
    reached = grade(text)
    if reached > PATIENT_GRADE_WARNED:
        message = f"reads at grade {reached:.0f}; patients' texts are written for grade {PATIENT_GRADE:.0f}"
        yield finding(entry, at_key(node, key), "hard-to-read", message, severity="warning")


RULES: tuple[Callable[[World], Iterator[Finding]], ...] = (
    uncited,
    disputed,
    needling,
    needling_fields_elsewhere,
    palpation_method,
    single_depth,
    safe_depth,
    reading_grade,
)
