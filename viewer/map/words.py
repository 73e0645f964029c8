"""The words on a map. Sides are always the patient's."""

from __future__ import annotations

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
