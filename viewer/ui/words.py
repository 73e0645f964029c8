"""The words of the interface for what the catalog says in ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from viewer.catalog.model import Catalog, Source

EVIDENCE = {
    "disputed": "Disputed",
    "traditional": "Traditional teaching",
    "limited": "Limited",
    "moderate": "Moderate",
    "strong": "Strong",
}
EVIDENCE_CELLS = {"disputed": 1, "traditional": 2, "limited": 2, "moderate": 3, "strong": 4}
EVIDENCE_MEANS = {
    "disputed": "Sources disagree; both sides are cited.",
    "traditional": "Taught in textbooks from clinical experience; little or no study.",
    "limited": "Few or small studies.",
    "moderate": "Several studies, or one of good quality.",
    "strong": "Consistent results of good studies.",
}
LAYER = {
    "skin": "Skin",
    "superficial": "Superficial",
    "intermediate": "Middle",
    "deep": "Deep",
    "skeleton": "Bone",
}
BUILD = {"male": "Male", "female": "Female"}
MODE_WORDS: tuple[tuple[str, str], ...] = (("explore", "Explore"), ("pain", "Pain"), ("compare", "Compare"))
SIDE = {"right": "Right", "left": "Left", "both": "Both"}
PATIENT_SIDE = {"right": "patient’s right", "left": "patient’s left", "both": "both sides"}
NOTE_KIND = {
    "palpation": "Finding it by hand",
    "needling": "Dry needling",
    "release": "Manual release",
    "stretch": "Stretch",
    "strengthening": "Strengthening",
    "self_care": "Self-care",
}
NOTE_ICON = {
    "palpation": "hand-finger",
    "needling": "vaccine",
    "release": "massage",
    "stretch": "stretching",
    "strengthening": "barbell",
    "self_care": "heart-handshake",
}
LEVEL = {"basic": "Basic", "advanced": "Advanced", "avoid": "Avoid needling"}
METHOD = {"flat": "Flat palpation", "pincer": "Pincer palpation", "deep": "Deep palpation"}
SOURCE_KIND = {
    "systematic_review": "Systematic review",
    "trial": "Trial",
    "cohort": "Cohort study",
    "survey": "Survey",
    "reliability": "Reliability study",
    "cadaver": "Cadaver study",
    "imaging": "Imaging study",
    "laboratory": "Laboratory study",
    "guideline": "Guideline",
    "consensus": "Consensus",
    "textbook": "Textbook",
    "expert": "Expert opinion",
    "critique": "Critique",
}
SOURCE_GRADE = {
    "high": "high grade",
    "moderate": "moderate grade",
    "low": "low grade",
    "very_low": "very low grade",
    "expert": "expert opinion",
    "tradition": "tradition",
    "reference": "reference work",
}
SOURCE_SEEN = {
    "full": "read in full",
    "abstract": "abstract read",
    "index": "index entry seen",
    "no": "not seen",
}
URGENCY = {"emergency": "Emergency", "same_day": "Same day", "soon": "Soon"}
STRUCTURE_ICON = {
    "lung": "lungs",
    "organ": "heart",
    "artery": "droplet",
    "vein": "droplet",
    "nerve": "bolt",
    "canal": "bone",
    "bone": "bone",
}
NOT_DESCRIBED = "Not described yet"
STATEMENT = (
    "Trigger Point Viewer is a reference for education. It gives no diagnosis and is no substitute "
    "for training, examination or judgement. Needling is only for trained and licensed practitioners, "
    "under the law of the place."
)
PRINT_STATEMENT = (
    "Reference for education. Not a diagnosis, and not a substitute for training, examination or "
    "judgement. Needling only by trained, licensed practitioners under local law."
)


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 point", "3 points"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def plain_id(id: str) -> str:
    """An id in words, for what has no name: "superior_gluteal_nerve" → "superior gluteal nerve"."""
    return id.replace("_", " ")


def range_text(low: float, high: float, unit: str) -> str:
    """A range with an en dash and a thin space before the unit."""
    one = f"{low:g}" if low == high else f"{low:g}–{high:g}"
    return f"{one}\u202f{unit}"


def percent(share: float) -> str:
    """A share in whole per cent, with a thin space: 0.254 → "25 %"."""
    return f"{100.0 * share:.0f}\u202f%"


def roots_text(roots: Iterable[str]) -> str:
    """Roots in few letters: CN XI, C3, C4 → "CN XI, C3–C4"."""
    runs: list[list[str]] = []
    for root in roots:
        last = runs[-1][-1] if runs else ""
        follows = last[:1] == root[:1] and last[1:].isdigit() and root[1:].isdigit()
        if follows and int(root[1:]) == int(last[1:]) + 1:
            runs[-1].append(root)
        else:
            runs.append([root])
    return ", ".join(r[0] if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)


@dataclass(frozen=True, slots=True)
class SourceNames:
    """Short names of sources ("Simons 1999"), told apart by a letter where two are the same."""

    names: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(sources: Iterable[Source]) -> SourceNames:
        groups: dict[str, list[str]] = {}
        for source in sources:
            author = source.authors[0] if source.authors else source.title
            groups.setdefault(f"{family_name(author)} {source.year}", []).append(source.id)
        names = {
            id: name if len(ids) == 1 else f"{name}{'abcdefghijklmnopqrstuvwxyz'[n % 26]}"
            for name, ids in groups.items()
            for n, id in enumerate(ids)
        }
        return SourceNames(names)

    def __getitem__(self, id: str) -> str:
        return self.names.get(id, plain_id(id))


def family_name(author: str) -> str:
    """The family name of "Simons DG"; a group's name is kept whole, shortened where it is long."""
    family, _, initials = author.partition(",")[0].rpartition(" ")
    if family and len(initials) <= 3 and initials.isupper():
        return family
    return author if len(author) <= 28 else author[:27].rstrip() + "…"


def edition_of(catalog: Catalog) -> str:
    """Which catalog it is: title, edition and date of review."""
    return f"{catalog.title}, edition {catalog.edition}, reviewed {catalog.reviewed}"


def citation(source: Source) -> str:
    """A source as one line to be copied."""
    parts = [", ".join(source.authors), f"({source.year})", source.title.rstrip(".") + "."]
    place = source.journal or source.publisher
    if place:
        volume = f" {source.volume}" if source.volume else ""
        pages = f": {source.pages}" if source.pages else ""
        parts.append(f"{place}{volume}{pages}.")
    if source.doi:
        parts.append(f"doi:{source.doi}")
    if source.pmid:
        parts.append(f"PMID {source.pmid}")
    return " ".join(p for p in parts if p)
