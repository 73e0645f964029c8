"""The colours and sizes of the marks on a map.

The figure is pale grey in every theme, so the marks share one set of colours; a theme chooses
the ground, the tone of the figure and the colours of the controls that float over it. Lengths
are device-independent pixels of the screen, 1/96 inch in print.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class MapStyle:
    """What a map is drawn with.

    Attributes:
        figure_tint: the figure's picture is multiplied by it, (red, green, blue).
        two_tone: the body in two flat tones, for high contrast.
        ghost: opacity of the superficial muscles under the skin.
        scale: 1 for the screen; larger where everything is to be larger, type and lines alike.
        font_scale: size of the type alone, with the user's text size.
    """

    name: str = "light"
    ground: str = "#FAFBFB"
    figure_tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    two_tone: bool = False
    ghost: float = 0.18
    figure_line: str = "#5E6873"
    figure_line_alpha: float = 0.55
    orientation: str = "#454D57"
    control: str = "#FFFFFF"
    control_hover: str = "#F6F7F8"
    control_line: str = "#DFE3E7"
    control_edge: str = "#7B848E"
    control_text: str = "#15191E"
    control_icon: str = "#454D57"
    control_line_px: float = 1.0
    accent: str = "#0B6670"

    casing: str = "#FFFFFF"
    ink: str = "#15191E"
    muscle: str = "#6B140E"
    muscle_behind: str = "#7A1B14"
    muscle_behind_alpha: float = 0.55
    essential: str = "#2A1463"
    pain: str = "#43269A"
    painted: str = "#0B4A52"
    painted_fill: str = "#0B6670"
    hazard: str = "#A3241A"

    font_family: str = "Inter"
    scale: float = 1.0
    font_scale: float = 1.0
    outline_px: float = 2.0
    outline_casing_px: float = 4.0
    behind_px: float = 1.1
    behind_dash: tuple[float, float] = (2.5, 3.5)
    hover_px: float = 1.5
    wash_essential: float = 0.35
    wash_spillover: float = 0.30
    fill_essential: float = 0.34
    fill_painted: float = 0.16
    painted_pitch_px: float = 7.0
    hatch_px: float = 1.5
    hatch_pitch_px: float = 5.0
    dot_px: float = 2.5
    dot_cell_px2: float = 32.0
    hazard_px: float = 1.6
    hazard_casing_px: float = 3.6
    hazard_dash: tuple[float, ...] = (7.0, 3.0, 1.5, 3.0)
    hazard_fill: float = 0.07
    label_px: float = 12.0
    mark_px: float = 13.0
    hazard_label_px: float = 12.5
    text_casing_px: float = 3.5
    reach_px: float = 12.0
    crowded_px: float = 24.0

    def larger(self, factor: float) -> MapStyle:
        """The same style with every length multiplied, for a denser picture or for chairside."""
        return replace(self, scale=self.scale * factor)

    @property
    def type_scale(self) -> float:
        """What lengths of type are multiplied by."""
        return self.scale * self.font_scale


LIGHT = MapStyle()
DARK = replace(
    LIGHT,
    name="dark", ground="#0C0F11", figure_tint=(0.83, 0.85, 0.88),
    figure_line="#E3E7EB", figure_line_alpha=0.35,
    orientation="#BAC1C9", control="#191D21", control_hover="#14181B", control_line="#2B3137",
    control_edge="#747E89", control_text="#EDEFF1", control_icon="#BAC1C9", accent="#62C6CE",
)  # fmt: skip
CONTRAST_LIGHT = replace(
    LIGHT,
    name="contrast_light", ground="#FFFFFF", two_tone=True, ghost=0.0,
    figure_line="#000000", figure_line_alpha=1.0,
    orientation="#000000", control="#FFFFFF", control_hover="#FFFFFF", control_line="#000000",
    control_edge="#000000", control_text="#000000", control_icon="#000000", control_line_px=2.0,
    accent="#00407A",
)  # fmt: skip
CONTRAST_DARK = replace(
    CONTRAST_LIGHT,
    name="contrast_dark", ground="#000000", figure_line="#FFFFFF",
    orientation="#FFFFFF", control="#000000", control_hover="#000000", control_line="#FFFFFF",
    control_edge="#FFFFFF", control_text="#FFFFFF", control_icon="#FFFFFF", accent="#7FE8FF",
)  # fmt: skip
STYLES = {s.name: s for s in (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK)}


def colour(name: str, alpha: float = 1.0) -> QColor:
    """A colour of the style, see-through where alpha is below 1."""
    made = QColor(name)
    made.setAlphaF(alpha)
    return made
