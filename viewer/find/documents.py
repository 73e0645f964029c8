"""What can be found: the catalog and the body's own names as search documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from viewer.body.records import LandmarkRecord, RegionRecord, StructureRecord
from viewer.catalog.model import GROUPS, Catalog, Muscle, Note, Section, TriggerPoint
from viewer.find.text import Document, Field

NAME, NEAR, TEXT = 8.0, 3.0, 1.0
POINT_WEIGHT = 0.8
LEAST_SHARE = 0.02
"""An area of which a pattern covers less is not said to be reached."""
Reach = Callable[[str], Iterable[tuple[str, float, float]] | None]
"""For a point's id (region id, share usually felt, share sometimes felt); None while it is not known."""
SELDOM = 0.1
"""Titles of papers hold the words of every complaint: they come after what is about it."""


def catalog_documents(catalog: Catalog) -> Iterator[Document]:
    """Muscles, points, techniques, topics, red flags and sources of a catalog."""
    for muscle in catalog.muscles.values():
        yield muscle_document(muscle)
        for point in muscle.trigger_points:
            yield point_document(muscle, point)
        for number, note in enumerate(muscle.notes):
            yield note_document(muscle, number, note)
    for technique in catalog.techniques.values():
        names = tuple(Field(name, NAME, "also called") for name in technique.synonyms)
        texts = (Field(technique.summary, TEXT, "text"), *_sections(technique.sections))
        yield Document("technique", technique.id, technique.title, names + texts)
    for topic in catalog.education.values():
        names = tuple(Field(name, NAME, "also called") for name in topic.synonyms)
        texts = (Field(topic.summary, TEXT, "text"), *_sections(topic.sections))
        yield Document("topic", topic.id, topic.title, names + texts)
    for flag in catalog.red_flags.values():
        yield Document("red_flag", flag.id, flag.name, (Field(flag.text, TEXT, "text"),))
    for source in catalog.sources.values():
        authors = Field(" ".join(source.authors), NEAR, "author")
        numbers = Field(f"{source.doi} {source.pmid} {source.year}", NEAR, "number")
        yield Document("source", source.id, source.title, (authors, numbers), SELDOM)


def body_documents(
    regions: Iterable[RegionRecord],
    landmarks: Iterable[LandmarkRecord] = (),
    structures: Iterable[StructureRecord] = (),
) -> Iterator[Document]:
    """The named areas of the skin, the landmarks and the structures a needle must respect."""
    for region in regions:
        names = [Field(region.plain, NAME, "area"), *(Field(n, NAME, "also called") for n in region.synonyms)]
        yield Document("region", region.id, region.name, tuple(names))
    for landmark in landmarks:
        yield Document("landmark", landmark.id, landmark.name, (Field(landmark.definition, TEXT, "text"),))
    for structure in structures:
        names = [Field(structure.latin, NAME, "Latin"), Field(structure.text, TEXT, "text")]
        yield Document("structure", structure.id, structure.name, tuple(names))


def muscle_document(muscle: Muscle) -> Document:
    """A muscle by name, Latin, synonyms and abbreviations, by its nerve, and by where it hurts."""
    fields = [Field(muscle.latin, NAME, "Latin")]
    fields += [Field(name, NAME, "synonym") for name in muscle.synonyms]
    fields += [Field(short, NAME + 1, "abbreviation") for short in muscle.abbreviations]
    fields += [Field(GROUPS.get(muscle.region, ""), NEAR, "group"), Field(muscle.group, NEAR, "group")]
    fields += [Field(s.text, NEAR, "symptom") for s in muscle.symptoms]
    fields += [Field(point.pain.text, NEAR, "refers here") for point in muscle.trigger_points]
    fields += [Field(nerve.nerve, NEAR, "nerve") for nerve in muscle.innervation]
    fields += [Field(s.text, TEXT, "text") for s in (*muscle.actions, *muscle.overload)]
    fields.append(Field(muscle.plain, TEXT, "text"))
    return Document("muscle", muscle.id, muscle.name, tuple(f for f in fields if f.text))


def point_document(muscle: Muscle, point: TriggerPoint) -> Document:
    """A trigger point, found by its muscle, its place and the pain it refers."""
    fields = (
        Field(point.name, NEAR, "place"),
        Field(", ".join((*muscle.abbreviations, *muscle.synonyms)), NEAR, "synonym"),
        Field(point.pain.text, NEAR, "refers here"),
        Field(point.find.text, TEXT, "text"),
    )
    return Document("point", point.id, f"{muscle.name}, {point.label}", tuple(f for f in fields if f.text))


NOTE_KINDS = {
    "palpation": "finding it by hand", "needling": "dry needling", "release": "manual release",
    "stretch": "stretch", "strengthening": "strengthening", "self_care": "self-care",
}  # fmt: skip
NOTE_WEIGHT = 0.3
"""A muscle comes before the notes on it."""


def note_document(muscle: Muscle, number: int, note: Note) -> Document:
    """A technique note by its steps, hazards and cautions; its id is the muscle's, # and its number."""
    fields = [Field(NOTE_KINDS[note.kind], NAME, "technique")]
    fields += [Field(f"{h.text.rstrip('.')}. {h.avoid}", NAME - 3, "hazard") for h in note.hazards]
    fields += [Field(s.text, NEAR, "caution") for s in note.cautions]
    fields += [Field(step, NEAR, "step") for step in note.steps]
    fields += [Field(text, NEAR, "text") for text in (note.position, note.approach, note.dose, note.plain)]
    if note.guidance is not None:
        fields.append(Field(note.guidance.text, NEAR, "guidance"))
    if note.direction is not None:
        fields.append(Field(note.direction.text, NEAR, "direction"))
    title = f"{muscle.name}: {note.title or NOTE_KINDS[note.kind]}"
    return Document("note", f"{muscle.id}#{number}", title, tuple(f for f in fields if f.text), NOTE_WEIGHT)


def pain_documents(catalog: Catalog, regions: Mapping[str, RegionRecord], reach: Reach) -> Iterator[Document]:
    """The areas of the skin, and the muscles and points by where their pain is felt."""
    yield from body_documents(regions.values())
    for muscle in catalog.muscles.values():
        of_muscle: dict[str, Field] = {}
        for point in muscle.trigger_points:
            fields = [*_felt(regions, reach(point.id) or ()), Field(point.pain.text, NEAR, "refers here")]
            for field in fields:
                before = of_muscle.get(field.text)
                if before is None or before.weight < field.weight:
                    of_muscle[field.text] = field
            yield Document("point", point.id, f"{muscle.name}, {point.label}", tuple(fields), POINT_WEIGHT)
        if of_muscle:
            yield Document("muscle", muscle.id, muscle.name, tuple(of_muscle.values()))


def _felt(regions: Mapping[str, RegionRecord], areas: Iterable[tuple[str, float, float]]) -> Iterator[Field]:
    """The names of the areas that a pattern covers, as much as they are covered."""
    for id, essential, spillover in areas:
        region = regions.get(id)
        if region is None or max(essential, spillover) < LEAST_SHARE:
            continue
        usually = essential >= LEAST_SHARE
        others = [n for n in (region.plain, *region.synonyms) if n.lower() != region.name.lower()]
        names = ", ".join((region.name, *dict.fromkeys(others)))
        weight = (NAME if usually else NEAR) + max(essential, spillover)
        yield Field(names, weight, "usually felt here" if usually else "sometimes felt here")


def _sections(sections: Iterable[Section]) -> Iterator[Field]:
    for section in sections:
        yield Field(section.heading, NEAR, "section")
        yield Field(section.text, TEXT, "text")
