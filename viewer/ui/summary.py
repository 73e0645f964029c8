"""A record as a few plain paragraphs, for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from viewer.catalog.citations import cited_sources
from viewer.catalog.model import Muscle, Section, Statement, TriggerPoint
from viewer.state.view_state import ViewState
from viewer.ui.facts import Facts
from viewer.ui.words import EVIDENCE, NOTE_KIND, capital, citation

Style = Literal["title", "second", "heading", "body", "hazard", "small"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and how it is set."""

    style: Style
    text: str


def summary(facts: Facts, state: ViewState) -> list[Paragraph]:
    """What the record panel says of the selection, shortened; empty if nothing is selected."""
    record: object = None
    made: list[Paragraph] = []
    c = facts.catalog
    if state.record and state.record[0] in ("technique", "topic"):
        kind, id = state.record
        record = c.techniques.get(id) if kind == "technique" else c.education.get(id)
        if record is not None:
            made += [Paragraph("title", record.title), Paragraph("body", record.summary)]
            made += _sections(facts, record.sections)
    elif state.record and state.record[0] == "region":
        region = facts.regions.get(state.record[1])
        if region is not None:
            made += [Paragraph("title", region.name), Paragraph("body", capital(region.plain))]
    elif state.muscle and state.muscle in c.muscles:
        record = c.muscles[state.muscle]
        made += _muscle(facts, record, facts.points.get(state.point or ""))
    ids = cited_sources(record) if record is not None else ()
    sources = [c.sources[id] for id in ids if id in c.sources]
    if sources:
        made.append(Paragraph("heading", "Sources"))
        made += [Paragraph("small", citation(s)) for s in sources]
    return [p for p in made if p.text]


def _muscle(facts: Facts, m: Muscle, point: TriggerPoint | None) -> Iterator[Paragraph]:
    yield Paragraph("title", f"{m.name}, {point.label}" if point else m.name)
    yield Paragraph("second", m.latin)
    yield Paragraph("body", m.plain)
    for p in (point,) if point else m.trigger_points:
        yield Paragraph("heading", f"{p.label}: {p.name}")
        yield Paragraph("body", f"Where to feel: {_said(facts, p.find)}")
        evidence = EVIDENCE[p.pain.evidence]
        names = ", ".join(facts.sources[id] for id in (*p.pain.sources, *p.pain.against))
        yield Paragraph("body", f"Pain: {p.pain.text} ({evidence}; {names})")
    hazards = {(h.structure, h.text): h for n in m.notes for h in n.hazards}
    if hazards:
        yield Paragraph("heading", "Safety")
    for hazard in hazards.values():
        name = capital(facts.name("structure", hazard.structure))
        yield Paragraph("hazard", f"{name}: {hazard.text} {hazard.avoid}")
    for caution in {c.text: c for n in m.notes for c in n.cautions}.values():
        yield Paragraph("body", f"Take care: {_said(facts, caution)}")
    kinds = dict.fromkeys(NOTE_KIND[n.kind] for n in m.notes)
    if kinds:
        yield Paragraph("small", f"Technique notes in the app: {', '.join(kinds)}.")


def _sections(facts: Facts, sections: Iterable[Section]) -> Iterator[Paragraph]:
    for s in sections:
        yield Paragraph("heading", s.heading)
        yield Paragraph("body", _said(facts, Statement(s.text, s.sources, s.evidence, s.against)))


def _said(facts: Facts, s: Statement) -> str:
    notes = [EVIDENCE[s.evidence]] if s.evidence else []
    notes += [facts.sources[id] for id in (*s.sources, *s.against)]
    return f"{s.text} ({'; '.join(notes)})" if notes else s.text
