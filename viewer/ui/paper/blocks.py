"""A muscle as blocks of text for one sheet: hazards first, then points, technique, the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from viewer.catalog.citations import cited_sources
from viewer.catalog.model import Muscle, Note, NoteKind, Statement, TriggerPoint
from viewer.ui.facts import Facts
from viewer.ui.words import (
    EVIDENCE,
    LAYER,
    LEVEL,
    METHOD,
    NOTE_KIND,
    capital,
    citation,
    edition_of,
    range_text,
    roots_text,
)

SPARE: dict[NoteKind, int] = {
    "needling": 0, "palpation": 1, "self_care": 1, "stretch": 2, "release": 3, "strengthening": 4,
}  # fmt: skip
SOURCES_SPARE = 3
"""They are named beside each statement as well."""
Style = Literal["heading", "label", "body", "step", "hazard", "small"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a sheet.

    Attributes:
        label: words in front of it, in bold.
        spare: 0 for what stays; of the rest the highest is left out first where room is short.
    """

    style: Style
    text: str
    label: str = ""
    spare: int = 0


@dataclass(frozen=True, slots=True)
class SheetText:
    """The words of a sheet.

    Attributes:
        second: Latin name and synonyms.
        facts: nerve, roots and layer in a line.
        alt: what the maps show, in words.
        source: the catalog's title, edition and review date.
    """

    title: str
    second: str
    facts: str
    alt: str
    blocks: tuple[Block, ...]
    source: str


def sheet_text(facts: Facts, muscle: Muscle) -> SheetText:
    """What the sheet of a muscle says."""
    catalog = facts.catalog
    names = ", ".join((*muscle.synonyms, *muscle.abbreviations))
    second = f"{muscle.latin}. Also: {names}." if names else muscle.latin
    nerves = [
        f"{capital(n.nerve)}{f' ({roots_text(n.roots)})' if n.roots else ''}" for n in muscle.innervation
    ]
    line = "; ".join([*nerves, f"layer: {LAYER[muscle.layer].lower()}"])
    blocks = tuple(b for b in _blocks(facts, muscle) if b.text)
    return SheetText(muscle.name, second, capital(line), alt_text(muscle), blocks, edition_of(catalog))


def alt_text(muscle: Muscle) -> str:
    """What the maps of a sheet show, for whoever does not see them."""
    words = [f"The body with {muscle.name} outlined."]
    for point in muscle.trigger_points:
        words.append(f"{point.label}, {point.name}: {point.pain.text}")
    return " ".join(words)


def _blocks(facts: Facts, m: Muscle) -> Iterator[Block]:
    yield Block("body", m.plain)
    hazards = {(h.structure, h.text): h for n in m.notes for h in n.hazards}
    if hazards:
        yield Block("heading", "Hazards of needling")
    for h in hazards.values():
        name = capital(facts.name("structure", h.structure))
        words = " ".join(f"{part.rstrip('.')}." for part in (h.text, h.avoid) if part)
        yield Block("hazard", f"{words.rstrip('.')}{_names(facts, h.sources)}.", name)
    if m.trigger_points:
        yield Block("heading", "Trigger points and their pain")
    for point in m.trigger_points:
        yield from _point(facts, point)
    yield Block("heading", "Attachments and action")
    for label, items in (("Origin", m.origin), ("Insertion", m.insertion), ("Action", m.actions)):
        yield Block("body", _joined(facts, items), label)
    for label, items, spare in (
        ("Works with", m.synergists, 5), ("Works against", m.antagonists, 5),
        ("What overloads it", m.overload, 2), ("What people notice", m.symptoms, 1),
    ):  # fmt: skip
        yield Block("body", _joined(facts, items), label, spare)
    order = list(NOTE_KIND)
    for note in sorted(m.notes, key=lambda n: order.index(n.kind)):
        yield from _note(facts, note)
    ids = cited_sources(m)
    sources = [facts.catalog.sources[id] for id in ids if id in facts.catalog.sources]
    if sources:
        yield Block("heading", "Sources", "", SOURCES_SPARE)
        for source in sources:
            yield Block("small", citation(source), facts.sources[source.id], SOURCES_SPARE)


def _point(facts: Facts, p: TriggerPoint) -> Iterator[Block]:
    yield Block("label", p.name, p.label)
    yield Block("body", _said(facts, p.find), "Feel")
    pain = Statement(p.pain.text, p.pain.sources, p.pain.evidence, p.pain.against)
    yield Block("body", _said(facts, pain), "Pain")
    if p.depth is not None:
        yield Block("body", _said(facts, p.depth), "Depth", 3)
    yield Block("body", _joined(facts, p.look_alikes), "Easily taken for it", 2)


def _note(facts: Facts, n: Note) -> Iterator[Block]:
    spare = SPARE[n.kind]
    level = f", {LEVEL[n.level].lower()}" if n.level else ""
    yield Block("heading", f"{NOTE_KIND[n.kind]}{level}", "", spare)
    if n.notice:
        yield Block("hazard", capital(n.notice), "", spare)
    head = []
    if n.method:
        head.append(METHOD[n.method])
    if n.position:
        head.append(f"Position: {n.position}")
    if n.needle:
        length, gauge = range_text(*n.needle.length_mm, "mm"), range_text(*n.needle.gauge_mm, "mm")
        head.append(f"Needle {length} by {gauge}")
    if n.direction:
        head.append(f"Direction: {n.direction.text}")
    yield Block("body", ". ".join(part.rstrip(".") for part in head) + "." if head else "", n.title, spare)
    for number, step in enumerate(n.steps, start=1):
        yield Block("step", step, f"{number}", spare)
    if n.dose:
        yield Block("body", n.dose, "Dose", spare)
    for d in n.depth:
        who = f"{d.population}{f', n = {d.n}' if d.n else ''}"
        text = (
            f"{capital(facts.name('structure', d.structure))} {range_text(*d.mm, 'mm')} from the skin ({who})"
        )
        yield Block("body", f"{text}{_names(facts, (d.source,))}", "Measured", spare)
    yield Block("body", _joined(facts, n.cautions), "Take care", spare)


def _joined(facts: Facts, items: Iterable[Statement]) -> str:
    """Statements in one paragraph, those of the same sources together."""
    groups: list[tuple[str, list[str]]] = []
    for s in items:
        tail = _tail(facts, s)
        if groups and groups[-1][0] == tail:
            groups[-1][1].append(s.text.rstrip("."))
        else:
            groups.append((tail, [s.text.rstrip(".")]))
    return " ".join(f"{'; '.join(texts)}{tail}." for tail, texts in groups)


def _said(facts: Facts, s: Statement) -> str:
    return f"{s.text.rstrip('.')}{_tail(facts, s)}."


def _tail(facts: Facts, s: Statement) -> str:
    parts = [EVIDENCE[s.evidence].lower()] if s.evidence else []
    parts += [facts.sources[id] for id in (*s.sources, *s.against)]
    return f" ({'; '.join(parts)})" if parts else ""


def _names(facts: Facts, ids: Iterable[str]) -> str:
    names = "; ".join(facts.sources[id] for id in dict.fromkeys(ids))
    return f" ({names})" if names else ""
