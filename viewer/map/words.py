"""The words on a map. Sides are always the patient's."""

from __future__ import annotations

PATIENT = {"left": "Patient’s left", "right": "Patient’s right"}
VIEW_NAMES = {
    "anterior": "Front",
    "posterior": "Back",
    "right_lateral": "Right side",
    "left_lateral": "Left side",
}
SEEN_FROM = {
    "anterior": "the front",
    "posterior": "the back",
    "right_lateral": "the right side",
    "left_lateral": "the left side",
}
