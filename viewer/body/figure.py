"""The description of a picture, in words that need no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from viewer.body.paint import Painting
from viewer.body.views import ViewId

Naming = Literal["numbers", "names", "none"]
"""Trigger points by their numbers; names of muscles as well; or nothing that gives a name away."""
NAMINGS: tuple[Naming, ...] = ("numbers", "names", "none")
PictureLayer = Literal["skin", "superficial", "intermediate", "deep", "skeleton"]
LAYERS: tuple[PictureLayer, ...] = ("skin", "superficial", "intermediate", "deep", "skeleton")


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """What a figure shows, for the screen, for print and for files alike.

    Attributes:
        ids: muscles and trigger points to mark; empty for the bare figure.
        view: which way one looks at the body.
        layer: how deep the picture goes.
        side: the patient's side that is marked.
        height_px: height of the whole figure.
        painting: a painted pain, drawn over it.
        counts: by region id a number, to tint the regions by; empty for no tint.
        naming: which names stand on it.
        caption: what stands beneath it; empty for the names of what it marks.
    """

    ids: tuple[str, ...] = ()
    view: ViewId = "anterior"
    layer: PictureLayer = "skin"
    side: Literal["left", "right", "both"] = "both"
    height_px: int = 900
    painting: Painting = ()
    counts: tuple[tuple[str, int], ...] = ()
    naming: Naming = "numbers"
    caption: str = ""
