"""What can be found: the catalog and the body's own names as search documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from viewer.body.records import LandmarkRecord, RegionRecord, StructureRecord
from viewer.catalog.model import GROUPS, Catalog, Muscle, Section, TriggerPoint
from viewer.find.text import Document, Field

NAME, NEAR, TEXT = 8.0, 3.0, 1.0
SELDOM = 0.1
"""Titles of papers hold the words of every complaint: they come after what is about it."""


def catalog_documents(catalog: Catalog) -> Iterator[Document]:
    """Muscles, points, techniques, topics, red flags and sources of a catalog."""
    for muscle in catalog.muscles.values():
        yield muscle_document(muscle)
        for point in muscle.trigger_points:
            yield point_document(muscle, point)
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
        Field(" ".join((*muscle.abbreviations, *muscle.synonyms)), NEAR, "synonym"),
        Field(point.pain.text, NEAR, "refers here"),
        Field(point.find.text, TEXT, "text"),
    )
    return Document("point", point.id, f"{muscle.name}, {point.label}", tuple(f for f in fields if f.text))


def _sections(sections: Iterable[Section]) -> Iterator[Field]:
    for section in sections:
        yield Field(section.heading, NEAR, "section")
        yield Field(section.text, TEXT, "text")
