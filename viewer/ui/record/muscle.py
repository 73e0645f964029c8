"""The page of a muscle: overview, points, pain, technique, safety, sources."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.catalog.citations import cited_sources
from viewer.catalog.model import Muscle, Statement
from viewer.ui.parts.callout import Callout
from viewer.ui.parts.text import Text
from viewer.ui.record.notes import fill_safety, fill_techniques
from viewer.ui.record.page import Maker, Section
from viewer.ui.record.points import fill_pain, fill_points
from viewer.ui.record.sources import fill_sources
from viewer.ui.words import LAYER, capital, plural, roots_text


def chips(muscle: Muscle) -> list[tuple[str, str]]:
    """(words, icon) of the facts beneath the name."""
    made = []
    for nerve in muscle.innervation[:1]:
        roots = f", {roots_text(nerve.roots)}" if nerve.roots else ""
        made.append((f"{capital(nerve.nerve.removesuffix(' nerve'))}{roots}", "bolt"))
    made.append((LAYER[muscle.layer], "stack-2"))
    if muscle.described:
        made.append((plural(len(muscle.trigger_points), "point"), ""))
    return made


def sections(make: Maker, muscle: Muscle, point: str | None) -> list[Section]:
    """The sections of the page, in the order of the tabs."""
    overview = Section("Overview", lambda s: fill_overview(s, make, muscle))
    if not muscle.described:
        return [overview]
    return [
        overview,
        Section("Points", lambda s: fill_points(s, make, muscle, point)),
        Section("Pain", lambda s: fill_pain(s, make, muscle, point)),
        Section("Technique", lambda s: fill_techniques(s, make, muscle)),
        Section("Safety", lambda s: fill_safety(s, make, muscle)),
        Section("Sources", lambda s: fill_sources(s, make, cited_sources(muscle))),
    ]


def fill_overview(section: Section, make: Maker, muscle: Muscle) -> None:
    """What the muscle is, where it runs, what moves it and what it moves."""
    if not muscle.described:
        box = Callout("note", "Not described yet")
        box.say("This release shows the muscle’s shape. Its points, pain and techniques are not written yet.")
        section.add(box)
    if muscle.plain:
        section.add(Text(muscle.plain))
    names = ", ".join((*muscle.synonyms, *muscle.abbreviations))
    if names:
        section.add(make.label("Also called"), above=6)
        section.add(Text(names))
    rows: list[tuple[str, QWidget]] = []
    for label, items in (("Origin", muscle.origin), ("Insertion", muscle.insertion)):
        if items:
            rows.append((label, _together(make, items)))
    if rows:
        section.add(make.label("Attachments"), above=6)
        section.add(make.facts_grid(rows))
    if muscle.innervation:
        section.add(make.label("Nerve supply"), above=6)
        for nerve in muscle.innervation:
            roots = f" ({roots_text(nerve.roots)})" if nerve.roots else ""
            words = f"{capital(nerve.nerve)}{roots}"
            text = f"{words}. {nerve.text}" if nerve.text else words
            section.add(make.say(text, nerve.sources))
    make.statements(section, "Actions", muscle.actions)
    make.statements(section, "Works with", muscle.synergists)
    make.statements(section, "Works against", muscle.antagonists)
    make.statements(section, "What overloads it", muscle.overload)
    make.statements(section, "What people notice", muscle.symptoms)
    make.unknown(section, muscle.unknown)
    ids = [f"FMA {muscle.fma.removeprefix('FMA')}" if muscle.fma else "", muscle.ta98]
    if any(ids):
        section.add(Text("  ".join(i for i in ids if i), "tiny", "text3"), above=4)


def _together(make: Maker, items: tuple[Statement, ...]) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for s in items:
        column.addWidget(make.statement(s))
    return holder
