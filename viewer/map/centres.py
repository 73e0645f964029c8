"""The middles of what a map shows, for the arrow keys to step over."""

from __future__ import annotations

import numpy as np

from viewer.body.atlas import Atlas
from viewer.body.body import Body
from viewer.body.records import Side
from viewer.body.views import ViewId
from viewer.map.scene import Pick

LEAST_PIXELS = 150
"""Of what is seen less, nobody would find the middle."""


def centres_of(atlas: Atlas, body: Body, view: ViewId, layer: str) -> list[tuple[Pick, float, float]]:
    """The skin's regions or a layer's muscles with the middle (mm) of what is seen of each, row by row."""
    codes = atlas.regions(view) if layer == "skin" else atlas.ids(view, layer)
    rows, columns = np.nonzero(codes)
    values = codes[rows, columns].astype(np.intp)
    counts = np.bincount(values)
    middle_row = np.bincount(values, rows) / np.maximum(counts, 1)
    middle_column = np.bincount(values, columns) / np.maximum(counts, 1)
    frame, found = atlas.frame(view), []
    regions = body.regions if layer == "skin" else None
    for code in np.nonzero(counts >= LEAST_PIXELS)[0].tolist():
        number, right = divmod(code - 1, 2)
        side: Side = "right" if right else "left"
        if regions is not None:
            pick = Pick("region", regions.ids[number], None if regions.midline[number] else side)
        elif atlas.table[number].kind == "muscle":
            pick = Pick("muscle", atlas.table[number].id, side)
        else:
            continue
        found.append((pick, *frame.plane(middle_column[code] + 0.5, middle_row[code] + 0.5)))
    return sorted(found, key=lambda each: (-round(each[2] / 40), each[1] * frame.screen_sign))
