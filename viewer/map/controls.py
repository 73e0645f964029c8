"""What floats over a map: the chip that names the view, the zoom buttons, the navigator."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QActionGroup, QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from viewer.map.camera import Camera
from viewer.map.keys import ZOOM_STEP
from viewer.map.marks import mark_font
from viewer.map.navigator import Navigator
from viewer.map.scene import Cut, Scene
from viewer.map.style import MapStyle, colour
from viewer.map.words import SEEN_FROM, VIEW_NAMES
from viewer.state.view_state import CLOSE_UPS

if TYPE_CHECKING:
    from viewer.map.body_map import BodyMap

_BUTTON = 30
_BESIDE = 66


class MapButton(QToolButton):
    """A small button with a sign drawn in the map's colours."""

    def __init__(self, parent: QWidget, sign: str, name: str, tip: str) -> None:
        super().__init__(parent)
        self._sign = sign
        self._style: MapStyle | None = None
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setFixedSize(_BUTTON, _BUTTON)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_style(self, style: MapStyle) -> None:
        self._style = style
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        style = self._style
        if style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_plate(painter, self, style, radius=2.0)
        pen = QPen(colour(style.control_icon), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        m = QPointF(self.width() / 2, self.height() / 2)
        if self._sign in "+-":
            painter.drawLine(m - QPointF(5.5, 0), m + QPointF(5.5, 0))
        if self._sign == "+":
            painter.drawLine(m - QPointF(0, 5.5), m + QPointF(0, 5.5))
        if self._sign == "fit":
            for sx in (-1, 1):
                for sy in (-1, 1):
                    corner = m + QPointF(6.5 * sx, 6.5 * sy)
                    painter.drawLine(corner, corner - QPointF(3.5 * sx, 0))
                    painter.drawLine(corner, corner - QPointF(0, 3.5 * sy))
            painter.setBrush(colour(style.control_icon))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(m, 1.6, 1.6)


class Pill(QToolButton):
    """Words on a round plate over the map.

    Attributes:
        beside_px: room left and right of the words, together.
    """

    beside_px = 24

    def __init__(self, body_map: BodyMap) -> None:
        super().__init__(body_map)
        self._style: MapStyle | None = None
        self._target_px = body_map.target_px
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def text_px(self, style: MapStyle) -> float:
        """The size of the words."""
        return style.label_px

    def set_target(self, pixels: float) -> None:
        """How high it is at least."""
        self._target_px = pixels
        self.adjustSize()

    def set_style(self, style: MapStyle) -> None:
        self._style = style
        self.setFont(mark_font(style, self.text_px(style), QFont.Weight.Medium))
        self.adjustSize()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        wide = metrics.horizontalAdvance(self.text()) + self.beside_px
        return QSize(wide, max(round(self._target_px), metrics.height() + 8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_plate(painter, self, self._style, radius=self.height() / 2)
        painter.setFont(self.font())
        self.paint_words(painter, self._style)

    def paint_words(self, painter: QPainter, style: MapStyle) -> None:
        """The words in the middle; a pill with more to show draws it here."""
        painter.setPen(colour(style.accent))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class ViewChip(Pill):
    """Names the view at the top of the map and offers the others."""

    beside_px = 44

    def __init__(self, body_map: BodyMap) -> None:
        super().__init__(body_map)
        self._map = body_map
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        group = QActionGroup(menu)
        self._actions = {}
        for number, (view, name) in enumerate(VIEW_NAMES.items(), start=1):
            if view in CLOSE_UPS[:1]:
                menu.addSeparator()
            action = menu.addAction(f"{name}\t{number}" if number < 10 else name)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, v=view: body_map.view_requested.emit(v))
            self._actions[view] = action
        self.setMenu(menu)

    def offer(self, views: Sequence[str]) -> None:
        """Offer only the views that the body is drawn in."""
        for view, action in self._actions.items():
            action.setVisible(view in views)

    def set_view(self, view: str) -> None:
        self.setText(VIEW_NAMES.get(view, view))
        self.setAccessibleName(f"View: {self.text()}")
        self.setToolTip("Change the view (1–9, V for the next)")
        if view in self._actions:
            self._actions[view].setChecked(True)
        self.adjustSize()

    def text_px(self, style: MapStyle) -> float:
        return style.mark_px

    def paint_words(self, painter: QPainter, style: MapStyle) -> None:
        painter.setPen(colour(style.control_text))
        room = self.rect().adjusted(14, 0, -26, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        pen = QPen(colour(style.control_icon), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        x, y = self.width() - 18.0, self.height() / 2 - 1.5
        painter.drawPolyline([QPointF(x - 4, y), QPointF(x, y + 4), QPointF(x + 4, y)])


class Elsewhere(Pill):
    """Says that this view doesn't see the selection, and goes to one that does."""

    def __init__(self, body_map: BodyMap) -> None:
        super().__init__(body_map)
        self._view = ""
        self.setAccessibleName("Show a view that sees the selection")
        self.setVisible(False)
        self.clicked.connect(lambda: body_map.view_requested.emit(self._view))

    def set_view(self, view: str) -> None:
        """The view that sees the selection; "" hides the button."""
        self._view = view
        self.setVisible(bool(view))
        if view:
            self.setText(f"Seen from {SEEN_FROM[view]}")
            self.setAccessibleName(f"{self.text()}. Show that view here")
            self.setToolTip("Show that view here")
            self.adjustSize()


class CutChip(Pill):
    """Says how many muscles are taken away or stand out, and brings all of them back."""

    def __init__(self, body_map: BodyMap) -> None:
        super().__init__(body_map)
        self.setVisible(False)
        self.setToolTip("Show all muscles again (Shift+H)")
        self.clicked.connect(lambda: body_map.verb_requested.emit("show_all"))

    def set_cut(self, cut: Cut | None) -> None:
        """What the map leaves out; None or nothing hides the chip."""
        words = []
        if cut is not None and cut.hidden:
            words.append(f"{len(cut.hidden)} hidden")
        if cut is not None and cut.alone is not None:
            count = len({pick.id for pick, _ in cut.picks})
            how = "in the filter" if cut.filtered else "alone" if cut.rest == "bones" else "brought out"
            words.append(f"{count} {how}")
        self.setVisible(bool(words))
        self.setText(f"{', '.join(words)} · Show all")
        self.setAccessibleName(f"{', '.join(words)}. Show all muscles")
        self.adjustSize()

    def paint_words(self, painter: QPainter, style: MapStyle) -> None:
        told, dot, verb = self.text().rpartition(" · ")
        metrics = self.fontMetrics()
        room = self.rect().adjusted(self.beside_px // 2, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(colour(style.orientation))
        painter.drawText(room, flags, told + dot)
        painter.setPen(colour(style.accent))
        painter.drawText(room.adjusted(metrics.horizontalAdvance(told + dot), 0, 0, 0), flags, verb)


class MapControls:
    """The floating parts of one map, kept in their corners."""

    def __init__(self, body_map: BodyMap, style: MapStyle) -> None:
        self._map = body_map
        self.chip = ViewChip(body_map)
        self.zoom_in = MapButton(body_map, "+", "Zoom in", "Zoom in (+)")
        self.zoom_out = MapButton(body_map, "-", "Zoom out", "Zoom out (−)")
        self.fit = MapButton(body_map, "fit", "Show the whole body", "Show the whole body (0)")
        self.zoom_in.clicked.connect(lambda: body_map.zoom_by(ZOOM_STEP**2))
        self.zoom_out.clicked.connect(lambda: body_map.zoom_by(ZOOM_STEP**-2))
        self.fit.clicked.connect(lambda: body_map.zoom_to_fit())
        self.elsewhere = Elsewhere(body_map)
        self.cut = CutChip(body_map)
        self.tells_cut = True
        self.navigator = Navigator(body_map)
        self.set_style(style)
        self.arrange()

    def set_style(self, style: MapStyle) -> None:
        buttons = (self.zoom_in, self.zoom_out, self.fit)
        for part in (self.chip, self.elsewhere, self.cut, *buttons, self.navigator):
            part.set_style(style)
        self.arrange()

    def set_target(self, pixels: float) -> None:
        """How large what one presses is."""
        for pill in (self.chip, self.elsewhere, self.cut):
            pill.set_target(pixels)
        self.arrange()

    def set_scene(self, scene: Scene) -> None:
        self.chip.set_view(scene.view)
        name = VIEW_NAMES.get(scene.view, scene.view)
        self._map.setAccessibleName(f"Body map, {name.lower()}, {scene.layer}")
        self.elsewhere.set_view(scene.seen_from)
        self.cut.set_cut(scene.cut if self.tells_cut else None)
        self.navigator.set_scene(scene)
        self.arrange()

    def update_frame(self, camera: Camera) -> None:
        self.navigator.set_camera(camera)

    def arrange(self) -> None:
        """Put everything into its corner again."""
        wide, high = self._map.width(), self._map.height()
        self.chip.move((wide - self.chip.width()) // 2, 6)
        below = self.chip.geometry().bottom() + 8
        self.elsewhere.move((wide - self.elsewhere.width()) // 2, below)
        for number, button in enumerate((self.fit, self.zoom_out, self.zoom_in)):
            # One column whose neighbours share a line.
            side = max(_BUTTON, round(self._map.target_px))
            button.setFixedSize(side, side)
            button.move(wide - side - 12, high - 12 - side - number * (side - 1))
        self.navigator.move(12, high - self.navigator.height() - 12)
        beside = wide - self.cut.width() >= 2 * _BESIDE
        low = high - 12 - self.cut.height() if beside else below + self.elsewhere.height() + 8
        self.cut.move((wide - self.cut.width()) // 2, low)
        roomy = high >= 320 and wide >= 260
        self.navigator.setVisible(roomy)


def _paint_plate(painter: QPainter, button: QToolButton, style: MapStyle, radius: float) -> None:
    """The ground of a floating control: panel, one line, the ring when it has the keyboard."""
    wide = style.control_line_px
    plate = QRectF(button.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
    edge = style.control_edge if button.underMouse() else style.control_line
    fill = style.control_hover if button.underMouse() or button.isDown() else style.control
    ratio = button.devicePixelRatioF()
    painter.drawPixmap(0, 0, _plate(button.width(), button.height(), radius, edge, fill, wide, ratio))
    if button.hasFocus():
        painter.setPen(QPen(colour(style.accent), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(plate.adjusted(1, 1, -1, -1), radius, radius)


@lru_cache(maxsize=32)
def _plate(
    wide: int, high: int, radius: float, edge: str, fill: str, line_px: float, ratio: float
) -> QPixmap:
    """Made once: every frame of the map paints what floats over it again."""
    made = QPixmap(math.ceil(wide * ratio), math.ceil(high * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(edge), line_px))
    painter.setBrush(colour(fill))
    painter.drawRoundedRect(QRectF(0.5, 0.5, wide - 1.0, high - 1.0), radius, radius)
    painter.end()
    return made
