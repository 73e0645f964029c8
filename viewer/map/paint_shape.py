"""A painted pain as a view draws it."""

from __future__ import annotations

from viewer.body.paint import PaintField
from viewer.body.seen import Seen
from viewer.map.scene import PaintShape


def paint_shape(field: PaintField, seen: Seen) -> PaintShape | None:
    """The outlines of what a view sees of the paint; None where it sees none."""
    whole = seen.rings(field.mm)
    if not whole:
        return None
    some = bool(((field.strength < 0.75) & (field.mm < 0.0)).any())
    return PaintShape.of(whole, seen.rings(field.worst_mm) if some else whole)
