"""Where a map looks: which part of a view's plane fills it, and how large.

Plane coordinates are a view's (horizontal, vertical) millimetres; pixels are logical, y down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTransform

BODY_MM = (1050.0, 1770.0)
"""What must fit at zoom 1: width and height of the body with a margin, the same for all views,
so that linked maps share one scale."""
INSETS_PX = (44.0, 12.0)
"""Left free above and below the whole body, for the words and the view switcher at the top."""
ROOM_MM = (530.0, -60.0, 1830.0)
"""The middle of a map stays within this half width and between these heights."""


@dataclass(frozen=True, slots=True)
class Camera:
    """An orthographic look at a view's plane.

    Attributes:
        width, height: of the map, px.
        across_mm, centre_mm: the plane's horizontal and vertical at the middle of the map.
        zoom: 1 shows the whole body.
        direction: 1 where the plane's horizontal runs to the right on the screen, else −1.
        insets: what the whole body leaves free above and below it, px.
        frame: of a close-up: its least horizontal and vertical, its width and height. It fills the map
            at zoom 1 and the map's middle stays within it.
    """

    width: float
    height: float
    across_mm: float = 0.0
    centre_mm: float = 875.0
    zoom: float = 1.0
    direction: int = 1
    insets: tuple[float, float] = INSETS_PX
    frame: tuple[float, float, float, float] | None = None

    @property
    def px_per_mm(self) -> float:
        high = max(self.height - sum(self.insets), self.height * 0.5)
        wide_mm, high_mm = self.frame[2:] if self.frame else BODY_MM
        return max(min(self.width / wide_mm, high / high_mm), 1e-3) * self.zoom

    def transform(self) -> QTransform:
        """From the plane's millimetres to pixels of the map."""
        s = self.px_per_mm
        return QTransform(
            s * self.direction, 0.0, 0.0, -s,
            self.width / 2 - s * self.direction * self.across_mm, self.height / 2 + s * self.centre_mm,
        )  # fmt: skip

    def to_mm(self, x: float, y: float) -> tuple[float, float]:
        s = self.px_per_mm
        return (
            self.across_mm + (x - self.width / 2) * self.direction / s,
            self.centre_mm - (y - self.height / 2) / s,
        )

    def to_px(self, h_mm: float, v_mm: float) -> QPointF:
        return self.transform().map(QPointF(h_mm, v_mm))

    def visible_mm(self) -> QRectF:
        """The part of the plane in sight: x its lower horizontal, y its lower vertical."""
        w, h = self.width / self.px_per_mm, self.height / self.px_per_mm
        return QRectF(self.across_mm - w / 2, self.centre_mm - h / 2, w, h)

    def zoomed(self, factor: float, x: float, y: float, low: float, high: float) -> Camera:
        """Zoomed about a pixel, which stays where it is, within zooms low to high."""
        zoom = min(high, max(low, self.zoom * factor))
        before = self.to_mm(x, y)
        moved = replace(self, zoom=zoom)
        after = moved.to_mm(x, y)
        return replace(
            moved,
            across_mm=self.across_mm + before[0] - after[0],
            centre_mm=self.centre_mm + before[1] - after[1],
        ).kept_in_room()

    def panned(self, dx: float, dy: float) -> Camera:
        """The picture moved by so many pixels."""
        s = self.px_per_mm
        return replace(
            self, across_mm=self.across_mm - dx * self.direction / s, centre_mm=self.centre_mm + dy / s
        ).kept_in_room()

    def kept_in_room(self) -> Camera:
        """Moved back where the body can't be lost; with the whole body in sight it is centred."""
        if self.frame is not None:
            left, low, wide, high = self.frame
            slack_h, slack_v = self.width / self.px_per_mm / 2, self.height / self.px_per_mm / 2
            return replace(
                self,
                across_mm=_within(self.across_mm, left + slack_h, left + wide - slack_h),
                centre_mm=_within(self.centre_mm, low + slack_v, low + high - slack_v),
            )
        half, low, high = ROOM_MM
        s = self.px_per_mm
        if self.height / s >= BODY_MM[1]:
            # Whole: in the middle of what the words at the top leave free.
            centre = BODY_MM[1] / 2 - 12.0 + (self.insets[0] - self.insets[1]) / 2 / s
        else:
            slack = self.height / s / 2
            centre = min(max(self.centre_mm, low + slack), max(high - slack, low + slack))
        loose = max(0.0, half - self.width / s / 2)
        across = min(max(self.across_mm, -loose), loose)
        return replace(self, across_mm=across, centre_mm=centre)


def _within(value: float, low: float, high: float) -> float:
    """Between two bounds; where they cross, halfway between them."""
    return (low + high) / 2 if low > high else min(max(value, low), high)
