"""Links to a view: ``trp://muscle/<id>?point=…&side=…&view=…``. They navigate and change no data.

A link that names a zoom says all that is shown: what it leaves out is as at the start. One that
names none leaves everything else as it is, and so is short enough to be typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, get_args
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from viewer.body.paint import SOME, WORST, Painting, WholeArea
from viewer.find.filters import asked_for
from viewer.state.view_state import (
    BUILDS,
    COMPARED_MOST,
    LAYERS,
    MODES,
    SIDES,
    VIEWS_OFFERED,
    RecordKind,
    Rest,
    ViewState,
    clamp_zoom,
)

SCHEME = "trp"
RECORDS: tuple[str, ...] = get_args(RecordKind)
KINDS = ("muscle", "point", *RECORDS)
VIEW = "view"
"""What stands for the kind where nothing is selected: ``trp://view?…``."""
VIEW_NAMES = {
    "front": "anterior",
    "back": "posterior",
    "right": "right_lateral",
    "left": "left_lateral",
    "above": "superior",
    "below": "perineal",
    "soles": "plantar",
    "feet": "foot_dorsal",
}
LONGEST = 8_000
"""No link of more letters is read."""
MOST_IDS = 400
MOST_AREAS = 12
"""Painted regions that still make a short link; a stroke of the brush never does."""
_NAMES = {id: name for name, id in VIEW_NAMES.items()}
_STRENGTHS = {WORST: "worst", SOME: "some", 0.0: "none"}
_ID = re.compile(r"[A-Za-z0-9_.-]{1,120}")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads.

    Attributes:
        kind: empty where only the id is known, ``view`` where nothing is selected.
        muscle: the muscle that is selected beside a record of another kind.
        rest: (field of the state, value) of what else it says.
        whole: it says all that is shown.
        painting: the regions it paints; None where it says nothing of paint.
    """

    kind: str
    id: str
    point: str = ""
    side: str = ""
    views: tuple[str, ...] = ()
    layer: str = ""
    muscle: str = ""
    rest: tuple[tuple[str, Any], ...] = ()
    whole: bool = False
    painting: Painting | None = None


def views_named(text: str) -> tuple[str, ...]:
    """View ids from words such as ``front,back``; unknown ones are left out."""
    named = (VIEW_NAMES.get(word.strip(), word.strip()) for word in text.split(",") if word.strip())
    return tuple(dict.fromkeys(v for v in named if v in VIEWS_OFFERED))[:4]


def target_of(text: str) -> Target | None:
    """What a link or a bare id leads to; None if it is neither. What it says amiss is passed over."""
    text = text.strip()
    if len(text) > LONGEST:
        return None
    if "://" not in text:
        return Target("", text) if text else None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    kind, id = parts.netloc.lower(), unquote(parts.path).strip("/")
    if parts.scheme != SCHEME or kind not in (*KINDS, VIEW) or bool(id) == (kind == VIEW):
        return None
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    side, layer = asked.get("side", ""), asked.get("layer", "")
    rest = {}
    for field, (key, _, read) in _PARTS.items():
        if key in asked:
            try:
                rest[field] = read(asked[key])
            except (ValueError, OverflowError):
                continue
    return Target(
        kind, id, asked.get("point", ""), side if side in SIDES else "",
        views_named(asked.get("view", "")), layer if layer in LAYERS else "", asked.get("muscle", ""),
        tuple(rest.items()), "zoom" in rest, _areas(asked["pain"]) if "pain" in asked else None,
    )  # fmt: skip


def uri_of(state: ViewState) -> str:
    """A link to all that a state shows."""
    start = ViewState()
    kind, id = state.record or (("muscle", state.muscle) if state.muscle else (VIEW, ""))
    asked: dict[str, str] = {}
    if state.record and state.muscle:
        asked["muscle"] = state.muscle
    if state.point:
        asked["point"] = state.point
    asked["side"] = state.side
    asked["view"] = ",".join(_NAMES.get(view, view) for view in state.views)
    if state.layer != start.layer:
        asked["layer"] = state.layer
    for field, (key, write, _) in _PARTS.items():
        value = getattr(state, field)
        if field == "zoom" or value != getattr(start, field):
            asked[key] = write(value)
    if state.side != "both":
        asked.pop("at", None)
    if state.painting and (areas := _areas_written(state.painting)):
        asked["pain"] = areas
    return f"{SCHEME}://{kind}{'/' if id else ''}{quote(id)}?{urlencode(asked, safe=',:')}"


def state_of(target: Target, now: ViewState) -> ViewState:
    """All that a target shows; what it does not say is as it is now or, if it is whole, as at the start.

    Paint, what is ruled out and the pointer stay as they are.
    """
    base = now
    if target.whole:
        base = ViewState(hovered=now.hovered, painting=now.painting, ruled_out=now.ruled_out)
    said: dict[str, Any] = dict(target.rest)
    if target.side:
        said["side"] = target.side
        if target.side != "both":
            said["at_side"] = target.side
    if target.views:
        said["views"] = target.views
    if target.layer:
        said["layer"] = target.layer
        said.setdefault("peel", 0.0)
    if target.kind in ("muscle", "point"):
        point = target.point or (target.id if target.kind == "point" else "")
        muscle = target.id if target.kind == "muscle" else target.muscle
        said |= {"muscle": muscle or None, "point": point or None, "record": None}
    elif target.kind in RECORDS:
        said["record"] = (target.kind, target.id)
    if target.kind in RECORDS or target.kind == VIEW:
        said |= {"muscle": target.muscle or None, "point": target.point or None} if target.whole else {}
    if target.kind == VIEW and target.whole:
        said["record"] = None
    return replace(base, **said)


# -- what a link says beside the selection, the views, side and layer


def _number(value: float, digits: int = 1) -> str:
    return f"{round(value, digits):.{digits}f}".rstrip("0").rstrip(".") if round(value, digits) else "0"


def _read_number(text: str, low: float, high: float) -> float:
    value = float(text)
    if not low <= value <= high:  # not a number is not, either
        raise ValueError(text)
    return value


def _mm(text: str) -> float:
    return _read_number(text, -4000.0, 4000.0)


def _written(items: Iterable[str]) -> str:
    return ",".join(quote(item, safe=":") for item in items)


def _ids(text: str) -> tuple[str, ...]:
    found = [unquote(item) for item in text.split(",")[:MOST_IDS]]
    return tuple(dict.fromkeys(id for id in found if _ID.fullmatch(id)))


def _one_of(text: str, known: Iterable[str]) -> str:
    if text not in known:
        raise ValueError(text)
    return text


def _across(text: str) -> tuple[tuple[str, float], ...]:
    pairs = (item.partition(":") for item in text.split(","))
    return tuple(sorted((_one_of(view, VIEWS_OFFERED), _mm(mm)) for view, _, mm in pairs))


def _close_ups(text: str) -> tuple[tuple[str, tuple[float, float, float]], ...]:
    found = []
    for item in text.split(","):
        view, across, centre, zoom = item.split(":")
        look = (_mm(across), _mm(centre), clamp_zoom(_read_number(zoom, 0.0, 1e3)))
        found.append((_one_of(view, VIEWS_OFFERED), look))
    return tuple(sorted(found))


def _filter(text: str) -> tuple[tuple[str, str], ...]:
    return asked_for(unquote(item) for item in text.split(",")[:MOST_IDS])


_Part = tuple[str, Callable[[Any], str], Callable[[str], Any]]
_PARTS: dict[str, _Part] = {
    "at_side": ("at", str, lambda t: _one_of(t, SIDES[:2])),
    "peel": ("peel", lambda v: _number(v, 4), lambda t: _read_number(t, -0.5, 0.5)),
    "hidden": ("hide", _written, lambda t: tuple(sorted(_ids(t)))),
    "alone": ("only", _written, lambda t: tuple(sorted(_ids(t)))),
    "rest": ("rest", str, lambda t: _one_of(t, get_args(Rest))),
    "filter": ("filter", lambda v: _written(f"{facet}:{value}" for facet, value in v), _filter),
    "structures": ("nerves", lambda v: "shown", lambda t: t == "shown"),
    "hazards": ("structures", _written, _ids),
    "build": ("body", str, lambda t: _one_of(t, BUILDS)),
    "mode": ("mode", str, lambda t: _one_of(t, MODES)),
    "compared": ("compare", _written, lambda t: _ids(t)[-COMPARED_MOST:]),
    "mirrored": ("mirror", lambda v: "on", lambda t: t == "on"),
    "zoom": ("zoom", lambda v: _number(v, 3), lambda t: clamp_zoom(_read_number(t, 0.0, 1e3))),
    "centre_mm": ("height", _number, _mm),
    "across_mm": ("across", lambda v: ",".join(f"{view}:{_number(mm)}" for view, mm in v), _across),
    "close_ups": (
        "close", lambda v: ",".join(
            f"{view}:{_number(a)}:{_number(c)}:{_number(zoom, 3)}" for view, (a, c, zoom) in v
        ), _close_ups,
    ),
}  # fmt: skip


def _areas_written(painting: Painting) -> str:
    areas = [mark for mark in painting if isinstance(mark, WholeArea) and mark.strength in _STRENGTHS]
    if len(areas) != len(painting) or len(areas) > MOST_AREAS:
        return ""
    return ",".join(f"{a.region}:{a.side}:{_STRENGTHS[a.strength]}" for a in areas)


def _areas(text: str) -> Painting | None:
    named = {words: strength for strength, words in _STRENGTHS.items()}
    found = []
    for item in text.split(",")[:MOST_AREAS]:
        region, _, rest = item.partition(":")
        side, _, strength = rest.partition(":")
        if _ID.fullmatch(region) and side in SIDES[:2]:
            found.append(WholeArea(region, "left" if side == "left" else "right", named.get(strength, WORST)))
    return tuple(found) or None
