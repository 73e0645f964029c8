"""Every colour, size and duration of the interface: name → value for each theme.

Nothing else in ``viewer.ui`` names a colour. The pairs that must keep a contrast are
listed here as well, so that a test can compute each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["light", "dark", "contrast_light", "contrast_dark"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme as ``#RRGGBB``; a soft ground equal to ``panel`` means none."""

    name: ThemeName
    window: str
    panel: str
    sunk: str
    map: str
    line: str
    edge: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_soft: str
    on_accent: str
    hazard: str
    hazard_soft: str
    caution: str
    caution_soft: str
    good: str
    good_soft: str
    pain: str
    scroll: str
    border_px: int = 1
    dark: bool = False

    @property
    def high_contrast(self) -> bool:
        """Whether this is one of the two high contrast themes."""
        return self.name.startswith("contrast")


LIGHT = Tokens(
    name="light", window="#EEF0F2", panel="#FFFFFF", sunk="#F6F7F8", map="#FAFBFB",
    line="#DFE3E7", edge="#7B848E", text="#15191E", text2="#454D57", text3="#5F6873",
    accent="#0B6670", accent_soft="#E2F0F1", on_accent="#FFFFFF",
    hazard="#A3241A", hazard_soft="#FCEEEC", caution="#754700", caution_soft="#FDF3DF",
    good="#1E6638", good_soft="#E6F3EA", pain="#43269A", scroll="#C9CFD5",
)  # fmt: skip

DARK = Tokens(
    name="dark", window="#0F1214", panel="#191D21", sunk="#14181B", map="#0C0F11",
    line="#2B3137", edge="#747E89", text="#EDEFF1", text2="#BAC1C9", text3="#98A1AB",
    accent="#62C6CE", accent_soft="#12363A", on_accent="#06262A",
    hazard="#FF9D90", hazard_soft="#371A17", caution="#F1C566", caution_soft="#31260F",
    good="#86D3A0", good_soft="#12301D", pain="#B9A6FF", scroll="#3A424A", dark=True,
)  # fmt: skip

CONTRAST_LIGHT = Tokens(
    name="contrast_light", window="#FFFFFF", panel="#FFFFFF", sunk="#FFFFFF", map="#FFFFFF",
    line="#000000", edge="#000000", text="#000000", text2="#000000", text3="#000000",
    accent="#00407A", accent_soft="#FFFFFF", on_accent="#FFFFFF",
    hazard="#8A0000", hazard_soft="#FFFFFF", caution="#5C3600", caution_soft="#FFFFFF",
    good="#00491F", good_soft="#FFFFFF", pain="#2A1463", scroll="#000000", border_px=2,
)  # fmt: skip

CONTRAST_DARK = Tokens(
    name="contrast_dark", window="#000000", panel="#000000", sunk="#000000", map="#000000",
    line="#FFFFFF", edge="#FFFFFF", text="#FFFFFF", text2="#FFFFFF", text3="#FFFFFF",
    accent="#7FE8FF", accent_soft="#000000", on_accent="#000000",
    hazard="#FFB3A8", hazard_soft="#000000", caution="#FFD75E", caution_soft="#000000",
    good="#9DF0B8", good_soft="#000000", pain="#C9BBFF", scroll="#FFFFFF", border_px=2, dark=True,
)  # fmt: skip

THEMES: dict[ThemeName, Tokens] = {t.name: t for t in (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK)}

# The marks on the body have one set of colours for every theme, since the figure is pale in all.
FIGURE = "#DEE0E4"
MUSCLE = "#CC6152"
MUSCLE_LINE = "#6B140E"
PAIN_FILL = "#43269A"
PAIN_LINE = "#2A1463"
PAINTED_FILL = "#0B6670"
PAINTED_LINE = "#0B4A52"
INK = "#15191E"
CASING = "#FFFFFF"
HAZARD_LINE = "#A3241A"

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("text", "panel"), ("text", "window"), ("text", "sunk"), ("text", "accent_soft"),
    ("text2", "panel"), ("text2", "window"), ("text2", "sunk"),
    ("text3", "panel"), ("text3", "window"),
    ("accent", "panel"), ("accent", "accent_soft"), ("on_accent", "accent"),
    ("hazard", "panel"), ("hazard", "hazard_soft"), ("text", "hazard_soft"),
    ("caution", "panel"), ("caution", "caution_soft"), ("text", "caution_soft"),
    ("good", "panel"), ("good", "good_soft"), ("pain", "panel"),
    ("text2", "map"), ("text", "map"), ("text2", "hazard_soft"), ("text2", "caution_soft"),
    ("accent", "hazard_soft"), ("accent", "caution_soft"),
)  # fmt: skip
"""Text on its ground: at least 4.5 : 1."""

MARK_PAIRS: tuple[tuple[str, str], ...] = (
    ("edge", "panel"), ("edge", "window"), ("accent", "map"), ("accent", "window"),
    ("pain", "window"), ("edge", "map"),
)  # fmt: skip
"""Borders of controls and marks against both neighbours: at least 3 : 1."""

# Sizes in device-independent pixels.
TOP_BAR = 52
TOOLBAR = 52
LEGEND = 36
STATUS = 28
ROW = 30
FIELD = 34
TARGET = 24
TOUCH_TARGET, TOUCH_ROW = 44, 48
LOADING_AFTER_MS = 150
RELOAD_DEBOUNCE_MS = 250


@dataclass(frozen=True, slots=True)
class Role:
    """A role of type: size and line height in px at 100 %, and the cut of the face."""

    px: float
    line: float
    weight: int = 400
    italic: bool = False
    display: bool = False


ROLES: dict[str, Role] = {
    "display": Role(32, 40, 600, display=True),
    "title": Role(22, 28, 600, display=True),
    "heading": Role(15, 22, 600),
    "body": Role(13, 20),
    "medium": Role(13, 20, 500),
    "strong": Role(13, 20, 600),
    "small": Role(12, 18),
    "small_medium": Role(12, 18, 500),
    "small_strong": Role(12, 18, 600),
    "tiny": Role(11, 16),
    "tiny_medium": Role(11, 16, 500),
    "latin": Role(14, 20, italic=True),
    "mark": Role(13, 16, 700),
}
BODY_PX = 13.0
BODY_POINT_SIZE = 9.75


def luminance(colour: str) -> float:
    """Relative luminance (WCAG) of ``#RRGGBB``, 0 to 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    """Contrast (WCAG) of two colours, 1 to 21."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)
