"""The outline of the whole figure in each view, so that no map has to trace it before it can be shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from viewer.body.atlas import Atlas
from viewer.map.contour import figure_rings


def build(assets: Path) -> None:
    """Write ``atlas/figures.npz``: for each view its rings one after another, and where each begins."""
    atlas = Atlas(assets)
    arrays = {}
    for view in atlas.views:
        rings = figure_rings(atlas, view)
        arrays[view] = np.concatenate(rings) if rings else np.zeros((0, 2))
        arrays[f"{view}_starts"] = np.cumsum([0, *(len(ring) for ring in rings)])
    np.savez_compressed(atlas.folder / "figures.npz", **arrays)


if __name__ == "__main__":
    from viewer.body.folders import assets_folder

    build(assets_folder())
