"""Technique notes: hazards first, then how it is done, what studies measured, and cautions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from viewer.catalog.model import DepthEvidence, Hazard, Muscle, Note, Statement
from viewer.ui.parts.buttons import Chip, Link
from viewer.ui.parts.callout import Callout
from viewer.ui.parts.flow import FlowLayout
from viewer.ui.parts.text import Rule, Text
from viewer.ui.record.page import Maker, Section
from viewer.ui.words import (
    LEVEL,
    METHOD,
    NOTE_ICON,
    NOTE_KIND,
    STRUCTURE_ICON,
    capital,
    range_text,
)


def hazard_callout(make: Maker, hazard: Hazard) -> Callout:
    """What lies there, what to do, and who says so."""
    structure = make.facts.structures.get(hazard.structure)
    name = make.facts.name("structure", hazard.structure)
    icon = STRUCTURE_ICON.get(structure.kind if structure else "", "")
    if not icon and "lung" in hazard.structure:
        icon = "lungs"
    box = Callout("hazard", capital(name), icon)
    box.add(make.say(hazard.text, role="small"))
    box.add(make.say(hazard.avoid, hazard.sources, role="small"))
    if structure is not None:
        link = Link(f"About the {structure.name[:1].lower()}{structure.name[1:]}", "small")
        link.clicked.connect(lambda: make.requests.record.emit("structure", hazard.structure))
        box.add(link)
    return box


def caution_callout(make: Maker, cautions: Sequence[Statement]) -> Callout:
    """What to ask and heed before."""
    box = Callout("caution", "Ask first, take care")
    for caution in cautions:
        box.add(make.statement(caution, "small"))
    return box


def fill_techniques(section: Section, make: Maker, muscle: Muscle) -> None:
    """All notes of a muscle by kind, in the order of the kinds."""
    section.clear()
    section.add(make.heading("Technique"))
    if not muscle.notes:
        section.add(Text("No technique notes are written for this muscle.", "body", "text2"))
    for kind in NOTE_KIND:
        for note in muscle.notes:
            if note.kind == kind:
                section.add(note_card(make, note), above=4)
    told = {note.technique for note in muscle.notes}
    methods = make.facts.catalog.techniques.values()
    named = [t for t in methods if muscle.id in t.muscles and t.id not in told]
    make.methods(section, "Methods that name this muscle", named)


def card_name(note: Note) -> str:
    """What the card of a note is called."""
    return f"{NOTE_KIND[note.kind]}: {note.title}"


def note_card(make: Maker, note: Note) -> QWidget:
    """One note as a card."""
    card = QFrame()
    card.setProperty("card", "plain")
    card.setAccessibleName(card_name(note))
    column = QVBoxLayout(card)
    column.setContentsMargins(14, 12, 14, 14)
    column.setSpacing(7)
    column.addWidget(Text(note.title or NOTE_KIND[note.kind], "strong"))
    column.addWidget(_chips(make, note))
    if note.notice:
        column.addWidget(Text(note.notice, "small_strong", "caution"))
    for hazard in note.hazards:
        column.addWidget(hazard_callout(make, hazard))
    rows: list[tuple[str, QWidget]] = []
    if note.position:
        rows.append(("Position", Text(note.position)))
    if note.approach:
        rows.append(("Approach", Text(note.approach)))
    if note.needle is not None:
        length = range_text(*note.needle.length_mm, "mm")
        gauge = range_text(*note.needle.gauge_mm, "mm")
        rows.append(("Needle", make.say(f"{length} long, {gauge} thick", note.needle.sources)))
    if note.direction is not None:
        rows.append(("Direction", Text(note.direction.text)))
    if rows:
        column.addWidget(make.facts_grid(rows))
    if note.depth:
        column.addWidget(make.label("What studies measured from the skin"))
        for row in note.depth:
            column.addWidget(_depth_row(make, row))
        column.addWidget(
            Text("No single depth is given: bodies differ, and so do studies.", "small", "text2")
        )
    if note.guidance is not None:
        column.addWidget(make.label("Ultrasound guidance"))
        column.addWidget(make.statement(note.guidance))
    if note.steps:
        column.addWidget(make.label("Steps"))
        for number, step in enumerate(note.steps, start=1):
            column.addWidget(make.bullet(Text(step), f"{number}."))
    if note.dose:
        column.addWidget(make.label("How much, how often"))
        column.addWidget(Text(note.dose))
    if note.cautions:
        column.addWidget(caution_callout(make, note.cautions))
    if note.plain:
        column.addWidget(make.label("In plain words"))
        column.addWidget(Text(note.plain))
    foot = make.say("", note.sources, note.evidence)
    if foot.references():
        column.addWidget(foot)
    if note.technique:
        name = make.facts.name("technique", note.technique)
        column.addWidget(Rule())
        column.addWidget(make.link(f"About the method: {name}", "technique", note.technique))
    return card


def _chips(make: Maker, note: Note) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder)
    flow.addWidget(Chip(NOTE_KIND[note.kind], NOTE_ICON[note.kind]))
    if note.level:
        flow.addWidget(Chip(LEVEL[note.level]))
    if note.method:
        flow.addWidget(Chip(METHOD[note.method]))
    for id in note.points:
        point = make.facts.points.get(id)
        chip = Chip(point.label if point else id, "circle-x", pressable=True)
        chip.clicked.connect(lambda _=False, i=id: make.requests.record.emit("point", i))
        flow.addWidget(chip)
    return holder


def _depth_row(make: Maker, row: DepthEvidence) -> QWidget:
    name = capital(make.facts.name("structure", row.structure))
    people = f"n = {row.n}" if row.n else ""
    details = ", ".join(p for p in (row.population, people, row.position) if p)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Text(f"{name}: {range_text(*row.mm, 'mm')}", "strong"))
    text = f"{details}. {row.text}".strip(" .") if row.text else details
    column.addWidget(make.say(text, (row.source,) if row.source else (), role="small"))
    return holder


def fill_safety(section: Section, make: Maker, muscle: Muscle) -> None:
    """Every hazard and caution of the muscle's notes, each once; never collapsed."""
    section.clear()
    section.add(make.heading("Safety"))
    hazards = {(h.structure, h.text, h.avoid): h for n in muscle.notes for h in n.hazards}
    cautions = {c.text: c for n in muscle.notes for c in n.cautions}
    for hazard in hazards.values():
        section.add(hazard_callout(make, hazard))
    if cautions:
        section.add(caution_callout(make, list(cautions.values())))
    notices = {n.notice for n in muscle.notes if n.notice}
    for notice in sorted(notices):
        section.add(Text(notice, "small_strong", "caution"))
    if not hazards and not cautions:
        words = "No hazard is recorded here. That does not mean that there is none."
        section.add(Text(words, "body", "text2"))
