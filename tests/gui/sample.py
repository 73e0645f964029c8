"""A small catalog of records for the tests of the interface; nothing in it is content."""

from __future__ import annotations

from types import MappingProxyType

from viewer.body.records import AtLandmark, LandmarkRecord, RegionRecord, Stroke, StructureRecord
from viewer.catalog import model as m
from viewer.ui.facts import AreaShare, Facts


def by_id(*records: object) -> MappingProxyType:
    return MappingProxyType({r.id: r for r in records})


ZONE = (Stroke((AtLandmark("acromion"),), (30.0,)),)


def point(id: str, label: str, name: str) -> m.TriggerPoint:
    return m.TriggerPoint(
        id=id,
        label=label,
        name=name,
        at=AtLandmark("acromion"),
        find=m.Statement("Grip the free border between thumb and fingers and roll it.", ("one_1999",)),
        depth=m.Statement("Just beneath the skin.", ("two_2014",), "limited"),
        features=(m.Statement("A taut band that jumps when it is snapped.", ("one_1999",), "traditional"),),
        satellites=(
            m.Statement("May set off a point of the temple.", ("one_1999",), "traditional", (), "beta.1"),
        ),
        look_alikes=(m.Statement("Pain of the neck's joints.", ("two_2014",), "disputed", ("three_2015",)),),
        pain=m.Pain("Side of the neck and the temple.", "traditional", ("one_1999",), ZONE, ZONE),
    )


NEEDLING = m.Note(
    kind="needling",
    title="Needling the free border",
    level="basic",
    technique="dry_needling",
    notice="Dry needling is for trained, licensed practitioners.",
    position="Lying on the side.",
    approach="Grip and lift the border.",
    needle=m.Needle((25, 40), (0.25, 0.3), ("two_2014",)),
    direction=m.Direction("Across the gripped fold, away from the chest."),
    depth=(
        m.DepthEvidence("lung", (33, 58), "adults", "two_2014", 57, "prone"),
        m.DepthEvidence("lung", (20, 41), "slim adults", "three_2015", 12, "prone"),
    ),
    hazards=(
        m.Hazard(
            "lung", "The top of the lung lies beneath.", "Lift the muscle off the chest.", ("two_2014",)
        ),
    ),
    steps=("Clean the skin.", "Grip the fold.", "Enter across the fold."),
    cautions=(m.Statement("Bleeding disorders.", ("two_2014",)),),
    sources=("one_1999", "two_2014"),
    points=("alpha.1",),
    evidence="limited",
)
STRETCH = m.Note(
    kind="stretch",
    title="Side bend",
    steps=("Sit.", "Bend the head to the other side."),
    sources=("one_1999",),
    dose="Three times, 30 seconds each.",
    evidence="traditional",
    technique="stretching",
)

ALPHA = m.Muscle(
    id="alpha",
    name="Upper trapezius",
    latin="Musculus trapezius, pars descendens",
    region="neck",
    layer="superficial",
    group="Trapezius",
    synonyms=("Descending trapezius",),
    abbreviations=("UT",),
    plain="The muscle between the neck and the shoulder.",
    fma="FMA33571",
    origin=(m.Statement("Back of the skull and the nuchal ligament.", ("one_1999",)),),
    insertion=(m.Statement("Outer third of the collarbone.", ("one_1999",)),),
    innervation=(m.Innervation("accessory nerve", ("CN XI", "C3", "C4"), ("one_1999",)),),
    actions=(
        m.Statement("Lifts the shoulder.", ("one_1999",)),
        m.Statement("Bends the neck.", ("one_1999",)),
    ),
    synergists=(m.Statement("Lifting the shoulder blade.", ("one_1999",), None, (), "gamma"),),
    overload=(m.Statement("Carrying a bag on one shoulder.", ("one_1999",), "traditional"),),
    symptoms=(m.Statement("Headache at the temple.", ("one_1999",), "traditional"),),
    trigger_points=(
        point("alpha.1", "TrP 1", "Anterior border, above the collarbone"),
        point("alpha.2", "TrP 2", "Mid upper fibres, halfway to the shoulder"),
    ),
    notes=(NEEDLING, STRETCH),
)
ALPHA2 = m.Muscle(
    id="alpha2",
    name="Middle trapezius",
    latin="Pars transversa",
    region="neck",
    layer="superficial",
    group="Trapezius",
    trigger_points=(point("alpha2.1", "TrP 1", "Middle"),),
)
BETA = m.Muscle(
    id="beta",
    name="Temporalis",
    latin="Musculus temporalis",
    region="head",
    layer="superficial",
    trigger_points=(point("beta.1", "TrP 1", "Front fibres"),),
)
GAMMA = m.Muscle(
    id="gamma",
    name="Levator scapulae",
    latin="Musculus levator scapulae",
    region="neck",
    layer="intermediate",
    described=False,
)

SOURCES = by_id(
    m.Source(
        "one_1999",
        ("Simons DG", "Travell JG"),
        1999,
        "A manual",
        "textbook",
        "tradition",
        "no",
        publisher="A house",
    ),
    m.Source(
        "two_2014",
        ("Brady S",),
        2014,
        "A survey",
        "survey",
        "low",
        "abstract",
        "A journal",
        "",
        "22",
        "134-140",
        "10.1179/2042618613Y.0000000044",
        "25125935",
        "Few bad events.",
    ),
    m.Source("three_2015", ("Quintner J",), 2015, "A critique", "critique", "expert", "full", "A journal"),
)
CATALOG = m.Catalog(
    title="Sample catalog",
    edition="0.1",
    reviewed="2026-11-23",
    muscles=by_id(ALPHA, ALPHA2, BETA, GAMMA),
    techniques=by_id(
        m.Technique(
            "dry_needling",
            "Dry needling",
            "A thin needle into a muscle.",
            (m.Section("Evidence", "Few trials.", ("two_2014",), "limited"),),
            kinds=("needling",),
            points=("alpha.1",),
        )
    ),
    education=by_id(
        m.Topic(
            "what_is_dry_needling",
            "What is dry needling?",
            (m.Section("What to expect", "A short ache.", ("two_2014",), "limited"),),
            "A plain answer.",
        )
    ),
    red_flags=by_id(
        m.RedFlag(
            "artery",
            "Torn neck artery",
            ("temple",),
            "Sudden new pain of head and neck.",
            ("Is it the worst pain ever?",),
            "Call an ambulance.",
            "emergency",
            ("two_2014",),
        )
    ),
    sources=SOURCES,
)
REGIONS = {
    id: RegionRecord(id, name, plain, (), parent, ())
    for id, name, plain, parent in (
        ("temple", "Temple", "the side of the forehead", "head"),
        ("side_of_neck", "Side of the neck", "the side of the neck", "neck"),
        ("mastoid_region", "Mastoid region", "behind the ear", "head"),
    )
}
STRUCTURES = {
    "lung": StructureRecord("lung", "Lung", "Pulmo", "lung", "The organ of breathing.", ("one_1999",), True)
}
LANDMARKS = {"acromion": LandmarkRecord("acromion", "Acromion", "The tip of the shoulder.", "Feel the bone.")}


def shares(id: str) -> tuple[AreaShare, ...]:
    return (
        AreaShare("side_of_neck", "same", 0.64, 0.22),
        AreaShare("mastoid_region", "same", 0.58, 0.31),
        AreaShare("temple", "same", 0.0, 0.52),
    )


def facts() -> Facts:
    return Facts.of(CATALOG, REGIONS, LANDMARKS, STRUCTURES, shares)
