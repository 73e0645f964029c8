"""What of a catalog is written, for those who edit it: by group of muscles and by field.

A field is *filled*, said to be *unknown* (looked for, and not documented or not applicable), or
*empty*, when nobody has written it yet. Something filled that cites nobody is *uncited* besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, get_args

from viewer.catalog.loaded import Loaded
from viewer.catalog.model import GROUPS, Muscle, MuscleField, NoteKind, PointField, TriggerPoint

MUSCLE_FIELDS: tuple[str, ...] = (*get_args(MuscleField), "plain")
POINT_FIELDS: tuple[str, ...] = tuple(f"point.{name}" for name in ("find", "pain", *get_args(PointField)))
FIELDS = MUSCLE_FIELDS + POINT_FIELDS
"""Fields of a muscle, kinds of its notes, and fields of its trigger points."""
_UNCITED_MAY_BE = frozenset({"plain", "trigger_points", "point.spillover"})
_NOTES = frozenset(get_args(NoteKind))


@dataclass(frozen=True, slots=True)
class Tally:
    """How far one field is written.

    Attributes:
        filled, unknown: how many records.
        empty, uncited: ids of the records; what is uncited is filled as well.
    """

    filled: int = 0
    unknown: int = 0
    empty: tuple[str, ...] = ()
    uncited: tuple[str, ...] = ()

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.filled + other.filled,
            self.unknown + other.unknown,
            self.empty + other.empty,
            self.uncited + other.uncited,
        )

    @property
    def asked(self) -> int:
        """How many records have the field at all."""
        return self.filled + self.unknown + len(self.empty)

    @property
    def share(self) -> float:
        """How much is settled, filled or unknown, 0 to 1."""
        return 1.0 - len(self.empty) / self.asked if self.asked else 1.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a catalog is written.

    Attributes:
        tallies: by group and field; of groups those that have muscles.
        described, bare: by group how many muscles have a record, and ids of shapes without one.
        points: by group how many trigger points there are.
    """

    tallies: Mapping[str, Mapping[str, Tally]]
    described: Mapping[str, int]
    bare: Mapping[str, tuple[str, ...]]
    points: Mapping[str, int]

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(self.tallies)

    def of_group(self, group: str) -> Tally:
        """All fields of a group together."""
        return sum(self.tallies[group].values(), Tally())

    def of_field(self, field: str) -> Tally:
        """One field in all groups."""
        return sum((fields[field] for fields in self.tallies.values()), Tally())

    def to_json(self) -> dict[str, Any]:
        """Plain data, with the ids of what is empty or uncited."""
        return {
            group: {
                "muscles": self.described[group],
                "without_record": list(self.bare[group]),
                "points": self.points[group],
                "fields": {field: asdict(tally) for field, tally in fields.items()},
            }
            for group, fields in self.tallies.items()
        }


def coverage(muscles: Iterable[Muscle]) -> Coverage:
    """Count what is written of these muscles and of their trigger points."""
    by_group: dict[str, list[Muscle]] = {group: [] for group in GROUPS}
    for muscle in muscles:
        by_group.setdefault(muscle.region, []).append(muscle)
    there = {group: found for group, found in by_group.items() if found}
    described = {group: [m for m in found if m.described] for group, found in there.items()}
    return Coverage(
        tallies={group: _tallies(found) for group, found in described.items()},
        described={group: len(found) for group, found in described.items()},
        bare={group: tuple(m.id for m in found if not m.described) for group, found in there.items()},
        points={group: sum(len(m.trigger_points) for m in found) for group, found in described.items()},
    )


def _tallies(muscles: list[Muscle]) -> dict[str, Tally]:
    found = dict.fromkeys(FIELDS, Tally())
    for muscle in muscles:
        for field, one in _of_muscle(muscle):
            found[field] += one
        for point in muscle.trigger_points:
            for field, one in _of_point(point):
                found[field] += one
    return found


def _of_muscle(muscle: Muscle) -> Iterator[tuple[str, Tally]]:
    for field in MUSCLE_FIELDS:
        notes = tuple(note for note in muscle.notes if note.kind == field)
        written = notes if field in _NOTES else getattr(muscle, field)
        yield field, _tally(muscle.id, field, written, field in muscle.unknown)


def _of_point(point: TriggerPoint) -> Iterator[tuple[str, Tally]]:
    for field in POINT_FIELDS:
        name = field.removeprefix("point.")
        written = point.pain.spillover if name == "spillover" else getattr(point, name)
        yield field, _tally(point.id, field, written, name in point.unknown)


def _tally(id: str, field: str, written: Any, unknown: bool) -> Tally:
    if not written:
        return Tally(unknown=1) if unknown else Tally(empty=(id,))
    said = written if isinstance(written, tuple) else (written,)
    uncited = field not in _UNCITED_MAY_BE and not all(one.sources for one in said)
    return Tally(filled=1, uncited=(id,) if uncited else ())


def written_muscles(loaded: Loaded) -> Iterator[Muscle]:
    """The muscles of a catalog, those that are withheld because of an error included."""
    written = {
        entry.id: entry.record
        for file in loaded.parsed.values()
        for entry in file.entries
        if isinstance(entry.record, Muscle) and entry.id in loaded.withheld
    }
    for id, muscle in loaded.catalog.muscles.items():
        yield written.pop(id, muscle)
    yield from written.values()
