"""The catalog's records, as frozen data.

The YAML keys are the field names unless ``schema.py`` says otherwise. Every clinical
statement carries the ids of its sources.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from viewer.body.records import Layer

if TYPE_CHECKING:
    from viewer.body.records import Place, Zone
else:
    # msgspec reads these records from the compiled form, but cannot tell the kinds of places
    # apart: to it they are anything, and ``wire.py`` builds them.
    Place = Zone = Any

Evidence = Literal["traditional", "limited", "moderate", "strong", "disputed"]
NoteKind = Literal["palpation", "needling", "release", "stretch", "strengthening", "self_care"]
NeedlingLevel = Literal["basic", "advanced", "avoid"]
PalpationMethod = Literal["flat", "pincer", "deep"]
MuscleField = Literal[
    "origin", "insertion", "innervation", "actions", "synergists", "antagonists", "overload", "symptoms",
    "trigger_points", "palpation", "needling", "release", "stretch", "strengthening", "self_care",
]  # fmt: skip
"""What a muscle's record may say to be unknown: its fields, and the kinds of its notes."""
PointField = Literal["depth", "features", "spillover", "satellites", "look_alikes"]
Seen = Literal["full", "abstract", "index", "no"]
SourceKind = Literal[
    "systematic_review", "trial", "cohort", "survey", "reliability", "cadaver", "imaging",
    "laboratory", "guideline", "consensus", "textbook", "expert", "critique",
]  # fmt: skip
SourceGrade = Literal["high", "moderate", "low", "very_low", "expert", "tradition", "reference"]

UNKNOWN_WORDS = {
    "actions": "actions", "antagonists": "what works against it", "depth": "depth",
    "features": "active or latent features", "innervation": "nerve supply", "insertion": "insertion",
    "look_alikes": "what is easily taken for it", "needling": "dry needling", "origin": "origin",
    "overload": "what overloads it", "palpation": "palpation", "release": "manual release",
    "satellites": "points it may set off", "self_care": "self-care", "spillover": "spillover",
    "strengthening": "strengthening", "stretch": "stretch", "symptoms": "what people notice",
    "synergists": "what works with it", "trigger_points": "trigger points",
}  # fmt: skip
"""How what is unknown is said to people: "Not documented: ..."."""

GROUPS = {
    "head": "Head and jaw",
    "neck": "Neck",
    "shoulder": "Shoulder",
    "upper_back": "Upper back",
    "arm": "Arm and elbow",
    "forearm_hand": "Forearm and hand",
    "chest_abdomen": "Chest and abdomen",
    "low_back_hip": "Low back and hip",
    "thigh": "Thigh",
    "leg_foot": "Leg and foot",
}
"""The groups of the muscle tree: the values of ``region`` of a muscle, in their order."""

NEEDLING_NOTICE = "for trained, licensed practitioners"
"""The words every needling note carries."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A clinical statement.

    Attributes:
        sources: ids of the sources that say it.
        evidence: how sure; None where the statement is plain anatomy.
        against: ids of the sources that disagree (evidence ``disputed``).
        ref: a muscle or point the statement is about (synergist, satellite, look-alike), if any.
    """

    text: str
    sources: tuple[str, ...] = ()
    evidence: Evidence | None = None
    against: tuple[str, ...] = ()
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Innervation:
    nerve: str
    roots: tuple[str, ...]
    sources: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Pain:
    """The pain a trigger point refers: in words, and as zones on the skin."""

    text: str
    evidence: Evidence
    sources: tuple[str, ...]
    essential: Zone
    spillover: Zone = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TriggerPoint:
    id: str
    label: str
    name: str
    at: Place
    find: Statement
    pain: Pain
    depth: Statement | None = None
    features: tuple[Statement, ...] = ()
    satellites: tuple[Statement, ...] = ()
    look_alikes: tuple[Statement, ...] = ()
    unknown: tuple[PointField, ...] = ()


@dataclass(frozen=True, slots=True)
class Needle:
    length_mm: tuple[float, float]
    gauge_mm: tuple[float, float]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Direction:
    """Where the needle goes: a vector between two places, and in words."""

    text: str
    start: Place | None = None
    toward: Place | None = None


@dataclass(frozen=True, slots=True)
class DepthEvidence:
    """What one study measured from the skin; never a recommendation."""

    structure: str
    mm: tuple[float, float]
    population: str
    source: str
    n: int | None = None
    position: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Hazard:
    structure: str
    text: str
    avoid: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A technique note of a muscle, or of some of its points.

    Attributes:
        points: ids of the points it is for; empty for the whole muscle.
        technique: id of the technique it rests on.
        notice: for needling, words that hold ``NEEDLING_NOTICE``.
    """

    kind: NoteKind
    title: str
    steps: tuple[str, ...]
    sources: tuple[str, ...]
    points: tuple[str, ...] = ()
    technique: str | None = None
    evidence: Evidence | None = None
    method: PalpationMethod | None = None
    position: str = ""
    approach: str = ""
    needle: Needle | None = None
    direction: Direction | None = None
    depth: tuple[DepthEvidence, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    guidance: Statement | None = None
    level: NeedlingLevel | None = None
    dose: str = ""
    cautions: tuple[Statement, ...] = ()
    plain: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle's record. ``described`` is False for a shape that has no record yet.

    Attributes:
        unknown: what was looked for and is not documented, or does not apply to this muscle.
    """

    id: str
    name: str
    latin: str
    region: str
    layer: Layer
    described: bool = True
    group: str = ""
    synonyms: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    fma: str = ""
    ta98: str = ""
    sheet: str = ""
    origin: tuple[Statement, ...] = ()
    insertion: tuple[Statement, ...] = ()
    innervation: tuple[Innervation, ...] = ()
    actions: tuple[Statement, ...] = ()
    synergists: tuple[Statement, ...] = ()
    antagonists: tuple[Statement, ...] = ()
    overload: tuple[Statement, ...] = ()
    symptoms: tuple[Statement, ...] = ()
    plain: str = ""
    trigger_points: tuple[TriggerPoint, ...] = ()
    notes: tuple[Note, ...] = ()
    unknown: tuple[MuscleField, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    text: str
    sources: tuple[str, ...] = ()
    evidence: Evidence | None = None
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Technique:
    """A method for therapists: what it is, how it is thought to work, a session, evidence, limits.

    Attributes:
        kinds: the kinds of notes that rest on it.
        muscles: muscles for which it matters most; points: trigger points likewise.
    """

    id: str
    title: str
    summary: str
    sections: tuple[Section, ...]
    synonyms: tuple[str, ...] = ()
    kinds: tuple[NoteKind, ...] = ()
    muscles: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic for patients (``education``), in plain words."""

    id: str
    title: str
    sections: tuple[Section, ...]
    summary: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RedFlag:
    """What else a pain may be, what to ask, what to do and how soon."""

    id: str
    name: str
    regions: tuple[str, ...]
    text: str
    ask: tuple[str, ...]
    act: str
    urgency: Literal["emergency", "same_day", "soon"]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Something cited. ``authors`` are written family name first; a DOI is bare (``10.…``)."""

    id: str
    authors: tuple[str, ...]
    year: int
    title: str
    kind: SourceKind
    grade: SourceGrade
    seen: Seen
    journal: str = ""
    publisher: str = ""
    volume: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    findings: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What the main file of a catalog or an overlay says of itself.

    Attributes:
        format: version of the format it is written in.
        include: files beside it that belong to it, as written.
        renamed: (old id, new id), so that what people saved survives.
    """

    format: int
    title: str
    edition: str
    reviewed: str
    licence: str = ""
    include: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    deleted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalog:
    """A loaded catalog: records by id, in file order.

    Attributes:
        muscles: described ones and, after them, the shapes that have no record yet.
        origin: for each record id, the title of the catalog or overlay it came from.
        digest: hash of every byte it was read from.
        renamed: old id to new id; ``current_id`` follows it.
    """

    title: str
    edition: str
    reviewed: str
    licence: str = ""
    muscles: MappingProxyType[str, Muscle] = field(default_factory=lambda: MappingProxyType({}))
    techniques: MappingProxyType[str, Technique] = field(default_factory=lambda: MappingProxyType({}))
    education: MappingProxyType[str, Topic] = field(default_factory=lambda: MappingProxyType({}))
    red_flags: MappingProxyType[str, RedFlag] = field(default_factory=lambda: MappingProxyType({}))
    sources: MappingProxyType[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    renamed: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    deleted: tuple[str, ...] = ()
    origin: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    digest: str = ""

    def current_id(self, record_id: str) -> str | None:
        """The id that stands for a saved one today: itself, what it was renamed to, or None."""
        seen: set[str] = set()
        while record_id in self.renamed and record_id not in seen:
            seen.add(record_id)
            record_id = self.renamed[record_id]
        lists = (self.muscles, self.techniques, self.education, self.red_flags, self.sources)
        if any(record_id in records for records in lists) or record_id in self.points():
            return record_id
        return None

    def points(self) -> dict[str, TriggerPoint]:
        """All trigger points by id, in catalog order."""
        return {p.id: p for m in self.muscles.values() for p in m.trigger_points}

    def muscle_of(self, point_id: str) -> Muscle:
        """The muscle a point belongs to. Raises KeyError for an unknown point."""
        for muscle in self.muscles.values():
            if any(p.id == point_id for p in muscle.trigger_points):
                return muscle
        raise KeyError(point_id)
