"""Links to a view: ``trp://muscle/<id>?point=…&side=…&view=…``. They navigate and change no data."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from viewer.state.view_state import LAYERS, SIDES, VIEWS_OFFERED, ViewState

SCHEME = "trp"
KINDS = ("muscle", "point", "technique", "topic", "region", "landmark", "source", "red_flag", "structure")
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


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads. An empty ``kind`` means that only the id is known."""

    kind: str
    id: str
    point: str = ""
    side: str = ""
    views: tuple[str, ...] = ()
    layer: str = ""


def views_named(text: str) -> tuple[str, ...]:
    """View ids from words such as ``front,back``; unknown ones are left out."""
    named = (VIEW_NAMES.get(word.strip(), word.strip()) for word in text.split(",") if word.strip())
    return tuple(dict.fromkeys(v for v in named if v in VIEWS_OFFERED))[:4]


def target_of(text: str) -> Target | None:
    """What a link or a bare id leads to; None if it is neither."""
    text = text.strip()
    if "://" not in text:
        return Target("", text) if text else None
    parts = urlsplit(text)
    id = parts.path.strip("/")
    if parts.scheme != SCHEME or parts.netloc not in KINDS or not id:
        return None
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    side, layer = asked.get("side", ""), asked.get("layer", "")
    return Target(
        parts.netloc, id, asked.get("point", ""), side if side in SIDES else "",
        views_named(asked.get("view", "")), layer if layer in LAYERS else "",
    )  # fmt: skip


def uri_of(state: ViewState) -> str:
    """A link to what a state shows."""
    kind, id = state.record or ("muscle", state.muscle or "")
    asked = {}
    if kind == "muscle" and state.point:
        asked["point"] = state.point
    asked["side"] = state.side
    asked["view"] = ",".join(state.views)
    if state.layer != "skin":
        asked["layer"] = state.layer
    return f"{SCHEME}://{kind}/{quote(id)}?{urlencode(asked, safe=',')}"
