"""A record as text for the terminal: headings, statements with their sources, the sources' list."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from viewer.catalog import model
from viewer.catalog.citations import cited_sources, reference

_WIDTH = 100


def lines(kind: str, record: Any, loaded: Any) -> Iterator[str]:
    """A record's lines; ``kind`` as ``viewer.cli_output.find`` says it."""
    if isinstance(record, model.Muscle):
        yield from _muscle(record)
    elif isinstance(record, model.TriggerPoint):
        muscle = loaded.catalog.muscle_of(record.id)
        yield from _head(f"{muscle.name}, {record.label}", record.id, record.name)
        yield from _point(record)
        for note in muscle.notes:
            if record.id in note.points:
                yield from _note(note)
    elif isinstance(record, model.Technique | model.Topic):
        yield from _head(record.title, record.id, record.summary)
        for section in record.sections:
            yield from _statement(section.heading, (section,))
    elif isinstance(record, model.RedFlag):
        yield from _head(record.name, record.id, f"{record.urgency.replace('_', ' ')}: {record.act}")
        yield from wrapped(record.text + _sources(record.sources))
        yield from _bullets("Ask", record.ask)
        yield from wrapped("Regions: " + ", ".join(record.regions))
    elif isinstance(record, model.Source):
        yield from wrapped(reference(record))
        yield from wrapped(f"{record.kind}, grade {record.grade}, seen: {record.seen}")
        if record.findings:
            yield from wrapped(record.findings)
    else:
        yield from _body_record(kind, record)
    cited = cited_sources(record) if not isinstance(record, model.Source) else ()
    if cited:
        yield ""
        yield "Sources"
        for source_id in cited:
            source = loaded.catalog.sources.get(source_id)
            yield from wrapped(f"[{source_id}] {reference(source) if source else 'left out'}", "  ")


def _muscle(muscle: model.Muscle) -> Iterator[str]:
    yield from _head(muscle.name, muscle.id, muscle.latin)
    other = ", ".join((*muscle.synonyms, *muscle.abbreviations))
    if other:
        yield from wrapped(f"Also: {other}")
    numbers = " ".join(number for number in (muscle.fma, muscle.ta98) if number)
    group = model.GROUPS.get(muscle.region, muscle.region)
    yield ", ".join(one for one in (group, muscle.layer, numbers) if one)
    if not muscle.described:
        yield "This muscle has a shape and no record yet."
        return
    yield from wrapped(muscle.plain)
    yield from _statement("Origin", muscle.origin)
    yield from _statement("Insertion", muscle.insertion)
    yield "Innervation"
    for nerve in muscle.innervation:
        text = f": {nerve.text}" if nerve.text else ""
        yield from wrapped(f"{nerve.nerve} ({', '.join(nerve.roots)}){text}{_sources(nerve.sources)}", "  ")
    for heading in ("actions", "synergists", "antagonists", "overload", "symptoms"):
        yield from _statement(heading.capitalize(), getattr(muscle, heading))
    yield from _unknown(muscle.unknown)
    for point in muscle.trigger_points:
        yield ""
        yield f"{point.label}: {point.name}  [{point.id}]"
        yield from _point(point)
    for note in muscle.notes:
        yield from _note(note)


def _point(point: model.TriggerPoint) -> Iterator[str]:
    yield from _statement("Pain", (point.pain,))
    yield from _statement("Where to feel", (point.find,))
    if point.depth:
        yield from _statement("Depth", (point.depth,))
    yield from _statement("Features", point.features)
    yield from _statement("Satellites", point.satellites)
    yield from _statement("Look-alikes", point.look_alikes)
    yield from _unknown(point.unknown)


def _unknown(names: Iterable[str]) -> Iterator[str]:
    said = ", ".join(model.UNKNOWN_WORDS[name] for name in names)
    if said:
        yield from wrapped(f"Not documented: {said}")


def _note(note: model.Note) -> Iterator[str]:
    yield ""
    level = f", {note.level}" if note.level else f", {note.method}" if note.method else ""
    points = f" for {', '.join(note.points)}" if note.points else ""
    evidence = f" ({note.evidence})" if note.evidence else ""
    yield f"{note.title}: {note.kind.replace('_', ' ')}{level}{points}{evidence}{_sources(note.sources)}"
    for heading in ("notice", "position", "approach"):
        yield from _named(heading.capitalize(), getattr(note, heading))
    if note.needle:
        low, high = note.needle.length_mm
        thin, thick = note.needle.gauge_mm
        text = f"{low:g} to {high:g} mm long, {thin:g} to {thick:g} mm thick{_sources(note.needle.sources)}"
        yield from _named("Needle", text)
    if note.direction:
        yield from _named("Direction", note.direction.text)
    for row in note.depth:
        size = f", n = {row.n}" if row.n else ""
        position = f", {row.position}" if row.position else ""
        low, high = row.mm
        text = f"{row.structure} {low:g} to {high:g} mm from the skin in {row.population}{size}{position}"
        yield from _named("Measured", f"{text}. {row.text}".rstrip(". ") + _sources((row.source,)))
    for hazard in note.hazards:
        text = f"{hazard.text} {hazard.avoid}{_sources(hazard.sources)}"
        yield from _named(f"Hazard, {hazard.structure}", text)
    yield from _bullets("Steps", note.steps)
    yield from _named("Dose", note.dose)
    if note.guidance:
        yield from _statement("Ultrasound", (note.guidance,), "  ")
    yield from _statement("Cautions", note.cautions, "  ")
    yield from _named("In plain words", note.plain)


def _body_record(kind: str, record: Any) -> Iterator[str]:
    about = getattr(record, "plain", "") or getattr(record, "latin", "")
    yield from _head(record.name, f"{kind}:{record.id}", about)
    if getattr(record, "synonyms", ()):
        yield from wrapped(f"Also: {', '.join(record.synonyms)}")
    for field in ("definition", "find", "text"):
        yield from _named(field.capitalize(), getattr(record, field, ""))


def _head(name: str, record_id: str, text: str) -> Iterator[str]:
    yield f"{name}  [{record_id}]"
    yield from wrapped(text)


def _statement(heading: str, statements: Iterable[Any], indent: str = "") -> Iterator[str]:
    found = tuple(statements)
    if not found:
        return
    yield indent + heading
    for one in found:
        ref = f" → {one.ref}" if getattr(one, "ref", None) else ""
        evidence = f" ({one.evidence})" if one.evidence else ""
        against = f" against: {_sources(one.against).strip()}" if one.against else ""
        yield from wrapped(f"{one.text}{ref}{evidence}{_sources(one.sources)}{against}", indent + "  ")


def _named(name: str, text: str) -> Iterator[str]:
    if text:
        yield from wrapped(f"{name}: {text}", "  ")


def _bullets(heading: str, items: Iterable[str]) -> Iterator[str]:
    yield f"  {heading}"
    for number, item in enumerate(items, 1):
        yield from wrapped(f"{number}. {item}", "    ")


def wrapped(text: str, indent: str = "", hanging: str = "") -> Iterator[str]:
    """A text in lines of the terminal's width; those after the first are indented further."""
    hanging = hanging or (indent + "  " if indent else "")
    yield from textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=hanging)


def _sources(ids: Iterable[str]) -> str:
    cited = ", ".join(ids)
    return f" [{cited}]" if cited else ""
