"""A resolved trigger point on another build of the body.

Builds share one surface, one set of fibres and one set of dots, so a place on the skin, a place in a
muscle and a zone's distances hold for all of them; only what is measured in millimetres of the body or
seen in a view is worked out anew. A zone is as wide against the body about it as on the first build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from viewer.body.body import Body
from viewer.body.frame import Floats
from viewer.body.seen import Seen
from viewer.body.views import ViewId
from viewer.catalog.resolve import ResolvedPoint, ZoneOutlines


def carried(
    found: ResolvedPoint, sheet: str, of: Body, to: Body, sights: Mapping[ViewId, Seen] | None = None
) -> ResolvedPoint:
    """A point of one build as it lies on another.

    Args:
        sheet: id of the muscle's shape.
        of, to: the build it was resolved on, and the other.
        sights: the views of the other build to outline the zones in; left out, none.
    """
    count = len(to.surface.vertices)
    essential, spillover = found.essential.dense(count), found.spillover.dense(count)
    return replace(
        found,
        skin_xyz=to.surface.xyz(found.skin),
        normal=to.surface.normal(found.skin),
        xyz=_in_muscle(found.xyz, sheet, of, to),
        outlines={
            view: ZoneOutlines(seen.rings(essential), seen.rings(spillover), seen.share(essential))
            for view, seen in (sights or {}).items()
        },
    )


def _in_muscle(xyz: Floats, sheet: str, of: Body, to: Body) -> Floats:
    """The same place among the fibres."""
    if sheet not in of.sheets or sheet not in to.sheets:
        return xyz
    part, along, across = of.sheets[sheet].coordinates(xyz)
    return to.sheets[sheet].at(along, across, part)
