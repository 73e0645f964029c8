"""Filters over the muscles: what can be asked for, how many have it, and which pass.

A filter is a sorted tuple of (facet, value). Of one facet any value will do; every facet that is
asked for must be met. A root within a span ("C5" in C4–C8) counts as named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from viewer.catalog.model import GROUPS, Catalog, Muscle

Filter = tuple[tuple[str, str], ...]
Passing = Callable[[Filter], frozenset[str]]
"""The ids of the muscles that meet a filter."""
OwnRecords = frozenset[tuple[str, str]]
"""(kind, id) of the records that the user has written something of."""

FACETS = {
    "region": "Region",
    "layer": "Layer",
    "root": "Root",
    "nerve": "Nerve",
    "action": "Word in its actions",
    "evidence": "Evidence of a pain pattern",
    "level": "Needling",
    "own": "Own notes",
}
"""The facets in their order, with their headings."""

LAYERS = {"superficial": "Superficial", "intermediate": "Middle", "deep": "Deep"}
EVIDENCE = {
    "strong": "Strong", "moderate": "Moderate", "limited": "Limited", "traditional": "Traditional teaching",
    "disputed": "Disputed",
}  # fmt: skip
LEVELS = {"basic": "Basic", "advanced": "Advanced", "avoid": "Avoid needling"}
OWN = {"notes": "Has own notes"}
ACTIONS = {
    "flex": "flex flexes", "extend": "extend extends", "abduct": "abduct abducts",
    "adduct": "adduct adducts", "bend": "bend bends", "straighten": "straighten straightens",
    "turn": "turn turns rotate rotates", "tilt": "tilt tilts", "lift": "lift lifts raise raises",
    "draw": "draw draws pull pulls", "push": "push pushes press presses", "open": "open opens",
    "close": "close closes", "hold": "hold holds steady steadies support supports",
    "plantarflex": "plantarflex plantarflexes", "dorsiflex": "dorsiflex dorsiflexes",
    "invert": "invert inverts", "evert": "evert everts", "widen": "widen widens",
    "tighten": "tighten tightens", "move": "move moves",
}  # fmt: skip
"""A movement and the words of an action that name it; nothing is concluded from them."""

_SPAN = re.compile(r"([CTLS])(\d+)(?:\s*[–-]\s*([CTLS])?(\d+))?$")
_SEGMENTS = (
    *(f"C{n}" for n in range(1, 9)), *(f"T{n}" for n in range(1, 13)),
    *(f"L{n}" for n in range(1, 6)), *(f"S{n}" for n in range(1, 6)),
)  # fmt: skip
_PARTS = re.compile(r"[,()]|\b(?:of|from|by) (?:the|its|a|an)\b|\bwhich\b|\bfrom\b|\bby\b")


_SAID_TOGETHER = {
    "upper and lower subscapular nerves": ("upper subscapular nerve", "lower subscapular nerve"),
    "thoracoabdominal and subcostal nerves": ("thoracoabdominal nerves", "subcostal nerve"),
    "iliohypogastric and ilioinguinal nerves": ("iliohypogastric nerve", "ilioinguinal nerve"),
    "subcostal nerve and lumbar plexus": ("subcostal nerve", "lumbar plexus"),
    "ninth to eleventh intercostal and subcostal nerves": ("intercostal nerves", "subcostal nerve"),
    "second to fifth intercostal nerves": ("intercostal nerves",),
    "lower intercostal nerves": ("intercostal nerves",),
}  # fmt: skip
"""Several nerves in one name, each as it is called alone."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that can be asked for.

    Attributes:
        count: muscles that it would leave, given what is asked of the other facets.
        on: it is asked for.
    """

    facet: str
    value: str
    words: str
    count: int
    on: bool


@dataclass(slots=True)
class Facets:
    """What can be asked of the muscles of one catalog.

    Attributes:
        own: the records that the user has written of; may be replaced at any time.
    """

    catalog: Catalog
    own: OwnRecords = frozenset()
    _values: dict[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)

    def values(self, facet: str) -> Mapping[str, frozenset[str]]:
        """The values of a facet in their order, each with the ids of the muscles that have it."""
        if facet == "own":
            return {"notes": self._own()}
        if facet not in self._values:
            self._values[facet] = self._read(facet)
        return self._values[facet]

    def passing(self, asked: Filter) -> frozenset[str]:
        """The ids of the muscles that meet a filter; all of them for an empty one."""
        found = frozenset(self.catalog.muscles)
        for facet in {facet for facet, _ in asked}:
            found &= self._any_of(facet, asked)
        return found

    def offers(self, asked: Filter) -> dict[str, list[Offer]]:
        """By facet the values that can be asked for; one that is asked for is always among them."""
        offered: dict[str, list[Offer]] = {}
        for facet in FACETS:
            others = self.passing(tuple(each for each in asked if each[0] != facet))
            known = self.values(facet)
            on = [value for at, value in asked if at == facet]
            offered[facet] = [
                Offer(facet, value, words_of(facet, value), len(members & others), value in on)
                for value, members in known.items()
            ]
            offered[facet] += [
                Offer(facet, value, words_of(facet, value), 0, True) for value in on if value not in known
            ]
        return offered

    def _any_of(self, facet: str, asked: Filter) -> frozenset[str]:
        known = self.values(facet)
        return frozenset().union(*(known.get(value, frozenset()) for at, value in asked if at == facet))

    def _read(self, facet: str) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for muscle in self.catalog.muscles.values():
            for value in _VALUES[facet](muscle):
                found.setdefault(value, set()).add(muscle.id)
        order = _ORDER.get(facet)
        names = sorted(found) if order is None else [value for value in order if value in found]
        return {name: frozenset(found[name]) for name in names}

    def _own(self) -> frozenset[str]:
        """Muscles that something was written of, or of one of their points."""
        return frozenset(
            muscle.id
            for muscle in self.catalog.muscles.values()
            if ("muscle", muscle.id) in self.own
            or any(("point", point.id) in self.own for point in muscle.trigger_points)
        )


def words_of(facet: str, value: str) -> str:
    """How a value is said: "C5", "Middle", "Femoral nerve"."""
    known = _WORDS.get(facet, {}).get(value, "")
    return known or value[:1].upper() + value[1:]


def asked_for(written: Iterable[str]) -> Filter:
    """A filter from ``root=C5`` or ``root:C5``; letters' case is of no account.

    Raises:
        ValueError: there is no such facet or value, or no ``=``; its text says which there are.
    """
    found = []
    for text in written:
        facet, sign, value = text.partition("=" if "=" in text else ":")
        facet, value = facet.strip().lower(), " ".join(value.split())
        if not sign or facet not in FACETS:
            raise ValueError(f"'{text}' is no filter: FACET=VALUE, with {', '.join(FACETS)}")
        known = {each.lower(): each for each in _ORDER.get(facet) or ()}
        if known and value.lower() not in known:
            raise ValueError(f"'{value}' is none of {facet}: {', '.join(known.values())}")
        if not value:
            raise ValueError(f"'{text}' names no value")
        found.append((facet, known.get(value.lower(), value.lower())))
    return tuple(sorted(set(found)))


def toggled(asked: Filter, facet: str, value: str) -> Filter:
    """The filter with a value asked for, or no longer."""
    return tuple(sorted(set(asked) ^ {(facet, value)}))


@lru_cache(maxsize=256)
def segments(root: str) -> tuple[str, ...]:
    """The spinal segments of a root as it is written: ``C4–C6`` is C4, C5 and C6; a cranial nerve itself."""
    match = _SPAN.match(root.strip())
    if match is None:
        return (root.strip(),)
    first = match[1] + match[2]
    last = (match[3] or match[1]) + (match[4] or match[2])
    if first not in _SEGMENTS or last not in _SEGMENTS:
        return (root.strip(),)
    return _SEGMENTS[_SEGMENTS.index(first) : _SEGMENTS.index(last) + 1] or (root.strip(),)


def nerves(text: str) -> tuple[str, ...]:
    """The nerves and plexuses that the name of a nerve supply holds.

    "Deep branch of the ulnar nerve" is the ulnar nerve; the rest of the words stands for no name.
    """
    found: list[str] = []
    for part in _PARTS.split(text.lower()):
        name = part.strip()
        named = re.search(r"\b(?:nerves?|plexus|cervicalis)$", name) or name.startswith("nerve to ")
        if named and not name.startswith("runs with"):  # beside another nerve, not by it
            found += _SAID_TOGETHER.get(name, (name,))
    return tuple(dict.fromkeys(found)) or (text.lower(),)


def _actions(muscle: Muscle) -> set[str]:
    said = {word for s in muscle.actions for word in re.findall(r"[a-z]+", s.text.lower())}
    return {action for action, words in ACTIONS.items() if said & set(words.split())}


_VALUES: dict[str, Callable[[Muscle], Iterable[str]]] = {
    "region": lambda m: (m.region,),
    "layer": lambda m: (m.layer,),
    "root": lambda m: {s for n in m.innervation for root in n.roots for s in segments(root)},
    "nerve": lambda m: {name for n in m.innervation for name in nerves(n.nerve)},
    "action": _actions,
    "evidence": lambda m: {p.pain.evidence for p in m.trigger_points},
    "level": lambda m: {n.level for n in m.notes if n.kind == "needling" and n.level},
}
_CRANIAL = (
    "CN I", "CN II", "CN III", "CN IV", "CN V", "CN VI", "CN VII", "CN VIII", "CN IX", "CN X", "CN XI",
    "CN XII",
)  # fmt: skip
_ORDER: dict[str, Iterable[str]] = {
    "region": GROUPS, "layer": LAYERS, "root": (*_CRANIAL, *_SEGMENTS), "action": ACTIONS,
    "evidence": EVIDENCE, "level": LEVELS, "own": OWN,
}  # fmt: skip
_WORDS: dict[str, Mapping[str, str]] = {
    "region": GROUPS, "layer": LAYERS, "evidence": EVIDENCE, "level": LEVELS, "own": OWN,
}  # fmt: skip
