"""What the panels read: the catalog, the names of the body, and the resolved patterns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from viewer.body.records import LandmarkRecord, RegionRecord, StructureRecord
from viewer.catalog.model import Catalog, Muscle, TriggerPoint
from viewer.find.filters import Facets
from viewer.ui.words import SourceNames, plain_id


@dataclass(frozen=True, slots=True)
class AreaShare:
    """How much of one area of the skin a pattern covers, 0 to 1.

    Attributes:
        side: ``same``, ``opposite`` or ``midline``, as seen from the point.
    """

    region: str
    side: str
    essential: float
    spillover: float


_KINDS = (
    "muscle", "point", "technique", "topic", "region", "source", "red_flag", "structure", "landmark",
)  # fmt: skip
"""Which record an id means where only the id is known."""

Shares = Callable[[str], tuple[AreaShare, ...] | None]
"""For a point's id its areas, the most covered first; None while they are being worked out."""


def no_shares(point: str) -> tuple[AreaShare, ...] | None:
    """Nothing is known yet."""
    return None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a panel may read; replaced as a whole when a catalog is loaded."""

    catalog: Catalog
    regions: Mapping[str, RegionRecord] = field(default_factory=dict)
    landmarks: Mapping[str, LandmarkRecord] = field(default_factory=dict)
    structures: Mapping[str, StructureRecord] = field(default_factory=dict)
    shares: Shares = no_shares
    sources: SourceNames = field(default_factory=SourceNames)
    points: Mapping[str, TriggerPoint] = field(default_factory=dict)
    owners: Mapping[str, Muscle] = field(default_factory=dict)
    facets: Facets = field(default_factory=lambda: Facets(Catalog("", "", "")))

    @staticmethod
    def of(
        catalog: Catalog,
        regions: Mapping[str, RegionRecord] | None = None,
        landmarks: Mapping[str, LandmarkRecord] | None = None,
        structures: Mapping[str, StructureRecord] | None = None,
        shares: Shares = no_shares,
    ) -> Facts:
        """Facts of a catalog, with the look-ups that the panels need."""
        muscles = catalog.muscles.values()
        return Facts(
            catalog, regions or {}, landmarks or {}, structures or {}, shares,
            SourceNames.of(catalog.sources.values()),
            {p.id: p for m in muscles for p in m.trigger_points},
            {p.id: m for m in muscles for p in m.trigger_points}, Facets(catalog),
        )  # fmt: skip

    def name(self, kind: str, id: str) -> str:
        """The name of a record, in words even where it has none."""
        if kind == "point" and id in self.points:
            return f"{self.owners[id].name}, {self.points[id].label}"
        record = self.records(kind).get(id)
        for attribute in ("name", "title"):
            value = getattr(record, attribute, "")
            if value:
                return str(value)
        return plain_id(id)

    def records(self, kind: str) -> Mapping[str, object]:
        """The records of a kind by id; empty for a kind that there is not."""
        c = self.catalog
        known: dict[str, Mapping[str, object]] = {
            "muscle": c.muscles, "point": self.points, "technique": c.techniques, "topic": c.education,
            "region": self.regions, "source": c.sources, "red_flag": c.red_flags,
            "structure": self.structures, "landmark": self.landmarks,
        }  # fmt: skip
        return known.get(kind, {})

    def kind_of(self, id: str) -> str:
        """Whether an id is a muscle, a point or another record; empty if nobody knows it."""
        for kind in _KINDS:
            if id in self.records(kind):
                return kind
        return ""
