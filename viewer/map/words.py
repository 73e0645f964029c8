"""The words on a map. Sides are always the patient's."""

from __future__ import annotations

from viewer.body.views import VIEWS, ViewId

PATIENT = {"left": "Patient’s left", "right": "Patient’s right"}
VIEW_NAMES = {
    "anterior": "Front",
    "posterior": "Back",
    "right_lateral": "Right side",
    "left_lateral": "Left side",
    "superior": "Shoulders from above",
    "perineal": "Pelvic floor from below",
    "right_medial": "Right inner thigh",
    "left_medial": "Left inner thigh",
    "plantar": "Soles of the feet",
    "foot_dorsal": "Backs of the feet",
}
SEEN_FROM = {
    "anterior": "the front",
    "posterior": "the back",
    "right_lateral": "the right side",
    "left_lateral": "the left side",
    "superior": "above",
    "perineal": "below",
    "right_medial": "the inner side",
    "left_medial": "the inner side",
    "plantar": "the sole",
    "foot_dorsal": "the back of the foot",
}


def corners(view: ViewId, *, mirrored: bool = False) -> tuple[str, str]:
    """The words at the top left and top right of a map: the patient's sides, or front and back."""
    sign = VIEWS[view].screen_sign
    frontal = VIEWS[view].horizontal_axis == 0
    if not VIEWS[view].whole and not frontal:
        side = PATIENT["left"] if VIEWS[view].toward[0] < 0 else PATIENT["right"]
        edges = (f"Back · {side}", "Front")
        return edges if (sign > 0) != mirrored else ("Front", edges[0])
    words = (PATIENT["right"], PATIENT["left"]) if frontal else ("Back", "Front")
    return words if (sign > 0) != mirrored else (words[1], words[0])
