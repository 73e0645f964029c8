"""The pages of what is not a muscle: techniques, topics, areas, sources, landmarks, structures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from viewer.catalog.citations import cited_sources
from viewer.catalog.model import Muscle, RedFlag
from viewer.catalog.model import Section as Chapter
from viewer.ui.parts.callout import Callout
from viewer.ui.parts.text import Text
from viewer.ui.parts.zones import ZoneBar
from viewer.ui.record.page import Maker, Section
from viewer.ui.record.sources import SourceRow, fill_sources, kind_line
from viewer.ui.words import NOTE_KIND, SOURCE_SEEN, URGENCY, citation, plain_id, plural

LISTED_MAX = 40
SHARE_MIN = 0.03


@dataclass(frozen=True, slots=True)
class Page:
    """A record as the panel shows it: its name, a second line, facts as chips, its sections."""

    title: str
    second: str
    chips: list[tuple[str, str]]
    sections: list[Section]


def page(make: Maker, kind: str, id: str) -> Page:
    """The page of a record; a page that says so where there is none."""
    maker: Callable[[Maker, str], Page] | None = _PAGES.get(kind)
    if maker is None or make.facts.kind_of(id) != kind:
        section = Section("Overview")
        section.add(Text(f"“{id}” is not in this catalog.", "body", "text2"))
        return Page(plain_id(id).capitalize(), "", [], [section])
    return maker(make, id)


def _chapters(make: Maker, chapters: Iterable[Chapter]) -> list[Section]:
    made = []
    for chapter in chapters:
        section = Section(chapter.heading)
        section.add(make.heading(chapter.heading))
        paragraphs = [p.strip() for p in chapter.text.split("\n\n") if p.strip()]
        for paragraph in paragraphs[:-1]:
            section.add(Text(paragraph))
        last = paragraphs[-1] if paragraphs else ""
        section.add(make.say(last, chapter.sources, chapter.evidence, chapter.against))
        made.append(section)
    return made


def _technique(make: Maker, id: str) -> Page:
    t = make.facts.catalog.techniques[id]
    overview = Section("Overview")
    overview.add(Text(t.summary))
    if "needling" in t.kinds:
        box = Callout("caution", "For trained, licensed practitioners")
        box.say(
            "Only under the law of the place and after training in person. A page teaches no one to needle."
        )
        overview.add(box, above=4)
    using = _using(make, id)
    muscles = Section("Muscles")
    muscles.add(make.heading("Muscles with notes"))
    for muscle, kinds in using.items():
        m = make.facts.catalog.muscles[muscle]
        muscles.add(make.link(f"{m.name}: {', '.join(kinds)}", "muscle", muscle))
    if not using:
        muscles.add(Text("No muscle has a note that rests on this technique.", "body", "text2"))
    if t.points:
        muscles.add(make.label("Points it matters most for"), above=6)
        for point in t.points:
            muscles.add(make.link(make.facts.name("point", point), "point", point))
    sources = Section("Sources")
    fill_sources(sources, make, cited_sources(t))
    chips = [(NOTE_KIND[k], "") for k in t.kinds if NOTE_KIND[k] != t.title]
    return Page(
        t.title, ", ".join(t.synonyms), chips, [overview, *_chapters(make, t.sections), muscles, sources]
    )


def _using(make: Maker, technique: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    t = make.facts.catalog.techniques[technique]
    for muscle in make.facts.catalog.muscles.values():
        kinds = [NOTE_KIND[n.kind].lower() for n in muscle.notes if n.technique == technique]
        if kinds:
            found[muscle.id] = list(dict.fromkeys(kinds))
        elif muscle.id in t.muscles:
            found[muscle.id] = ["mentioned"]
    return found


def _topic(make: Maker, id: str) -> Page:
    t = make.facts.catalog.education[id]
    overview = Section("Overview")
    if t.summary:
        overview.add(Text(t.summary))
    sources = Section("Sources")
    fill_sources(sources, make, cited_sources(t))
    return Page(t.title, "For patients", [], [overview, *_chapters(make, t.sections), sources])


def _red_flag(make: Maker, id: str) -> Page:
    flag = make.facts.catalog.red_flags[id]
    overview = Section("Overview")
    overview.add(red_flag_callout(make, flag, link=False))
    if flag.ask:
        overview.add(make.label("Ask"), above=6)
        for question in flag.ask:
            overview.add(make.bullet(Text(question)))
    if flag.regions:
        overview.add(make.label("Where"), above=6)
        for region in flag.regions:
            overview.add(make.link(make.facts.name("region", region), "region", region))
    sources = Section("Sources")
    fill_sources(sources, make, flag.sources)
    return Page(flag.name, "Warning sign", [(URGENCY[flag.urgency], "alert-triangle")], [overview, sources])


def red_flag_callout(make: Maker, flag: RedFlag, link: bool = True) -> Callout:
    """What else a pain may be, and what to do."""
    box = Callout("hazard" if flag.urgency == "emergency" else "caution", flag.name)
    box.add(make.say(flag.text, flag.sources, role="small"))
    box.say(f"{URGENCY[flag.urgency]}: {flag.act}")
    if link:
        box.add(make.link("What to ask", "red_flag", flag.id, "small"))
    return box


def _region(make: Maker, id: str) -> Page:
    region = make.facts.regions[id]
    overview = Section("Overview")
    if region.plain.lower() != region.name.lower():
        overview.add(Text(f"In plain words: {region.plain}."))
    if region.synonyms:
        overview.add(make.label("Also called"), above=6)
        names = ", ".join(region.synonyms)
        overview.add(Text(names[:1].upper() + names[1:]))
    patterns = Section("Patterns")
    _fill_patterns(patterns, make, id)
    flags = [f for f in make.facts.catalog.red_flags.values() if id in f.regions]
    made = [overview, patterns]
    if flags:
        safety = Section("Warning signs")
        safety.add(make.heading("Warning signs"))
        for flag in flags:
            safety.add(red_flag_callout(make, flag))
        made.insert(1, safety)
    return Page(region.name, "Area of the skin", [], made)


def _fill_patterns(section: Section, make: Maker, region: str) -> None:
    section.add(make.heading("Patterns that cover this area"))
    found, waiting = [], False
    for id in make.facts.points:
        shares = make.facts.shares(id)
        if shares is None:
            waiting = True
            continue
        for share in shares:
            if share.region == region and share.essential + share.spillover >= SHARE_MIN:
                found.append((share, id))
    found.sort(key=lambda f: (-f[0].essential, -f[0].spillover))
    for share, id in found[:LISTED_MAX]:
        name = make.facts.name("point", id)
        name += " (from the other side)" if share.side == "opposite" else ""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(make.link(name, "point", id), 3)
        bar = ZoneBar(name, share.essential, share.spillover)
        bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line.addWidget(bar, 2)
        section.add(row)
    if not found and not waiting:
        section.add(Text("No pattern of this catalog covers this area.", "body", "text2"))
    elif waiting:
        section.add(Text("More patterns are being worked out.", "small", "text3"))
    elif found:
        words = (
            f"{plural(len(found), 'pattern')} in this catalog; it does not cover every muscle. No diagnosis."
        )
        section.add(Text(words, "tiny", "text3"))


def _source(make: Maker, id: str) -> Page:
    source = make.facts.catalog.sources[id]
    overview = Section("Overview")
    overview.add(SourceRow(source, make))
    if source.findings:
        overview.add(make.label("What it found"), above=6)
        overview.add(Text(source.findings))
    if source.seen != "full":
        words = f"For this record: {SOURCE_SEEN[source.seen]}."
        overview.add(Text(words, "small", "text2"))
    citing = Section("Cited by")
    citing.add(make.heading("Cited by"))
    count = 0
    c = make.facts.catalog
    groups = (
        ("muscle", c.muscles),
        ("technique", c.techniques),
        ("topic", c.education),
        ("red_flag", c.red_flags),
    )
    for kind, records in groups:
        for key, record in records.items():
            if id in cited_sources(record):
                count += 1
                citing.add(make.link(make.facts.name(kind, key), kind, key))
    if not count:
        citing.add(Text("No record cites it.", "body", "text2"))
    title = source.title if len(source.title) < 90 else make.facts.sources[id]
    return Page(
        title, citation(source), [(p, "") for p in kind_line(source).split(" · ")], [overview, citing]
    )


def _landmark(make: Maker, id: str) -> Page:
    landmark = make.facts.landmarks[id]
    overview = Section("Overview")
    overview.add(Text(landmark.definition))
    overview.add(make.label("How to find it"), above=6)
    overview.add(Text(landmark.find))
    return Page(landmark.name, "Landmark", [("In the midline", "")] if landmark.midline else [], [overview])


def _structure(make: Maker, id: str) -> Page:
    structure = make.facts.structures[id]
    overview = Section("Overview")
    overview.add(make.say(structure.text, structure.sources))
    if not structure.drawn:
        overview.add(Text("Its shape is not drawn on the maps yet.", "small", "text2"))
    near = Section("Muscles")
    near.add(make.heading("Muscles near it"))
    muscles = [m for m in make.facts.catalog.muscles.values() if _names(m, id)]
    for muscle in muscles:
        near.add(make.link(muscle.name, "muscle", muscle.id))
    if not muscles:
        near.add(Text("No note of this catalog names it.", "body", "text2"))
    sources = Section("Sources")
    fill_sources(sources, make, structure.sources)
    return Page(
        structure.name, structure.latin, [(structure.kind.capitalize(), "")], [overview, near, sources]
    )


def _names(muscle: Muscle, structure: str) -> bool:
    return any(h.structure == structure for n in muscle.notes for h in n.hazards)


_PAGES: dict[str, Callable[[Maker, str], Page]] = {
    "technique": _technique,
    "topic": _topic,
    "red_flag": _red_flag,
    "region": _region,
    "source": _source,
    "landmark": _landmark,
    "structure": _structure,
}
