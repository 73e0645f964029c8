"""The small whole figure in the corner of a map, with the part that is in sight framed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from viewer.map.camera import Camera
from viewer.map.painting import paint_picture
from viewer.map.scene import Scene
from viewer.map.style import MapStyle, colour

if TYPE_CHECKING:
    from viewer.map.body_map import BodyMap

HEIGHT_PX = 76
WIDTH_PX = 44


class Navigator(QWidget):
    """Drag the frame to pan, click to go. The keyboard has Shift+arrows for the same."""

    def __init__(self, body_map: BodyMap) -> None:
        super().__init__(body_map)
        self._map = body_map
        self._style: MapStyle | None = None
        self._scene: Scene | None = None
        self._camera = Camera(1, 1)
        self._figure: QPixmap | None = None
        self._made_for: tuple[object, ...] = ()
        self.setFixedSize(WIDTH_PX, HEIGHT_PX)
        self.setAccessibleName("Part of the body in sight")
        self.setToolTip("Part of the body in sight: drag or click to go there")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_style(self, style: MapStyle) -> None:
        self._style = style
        self._figure = None
        self.update()

    def set_scene(self, scene: Scene) -> None:
        self._scene = scene
        self.update()

    def set_camera(self, camera: Camera) -> None:
        self._camera = camera
        self.setAccessibleDescription(f"Zoom {camera.zoom:.1f}, height {camera.centre_mm / 10:.0f} cm")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._style is None or self._scene is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        figure = self._thumbnail()
        if figure is not None:
            painter.drawPixmap(0, 0, figure)
        else:
            self._paint_ground(painter)
        frame = self._framed()
        painter.setPen(QPen(colour(self._style.accent), 1.6))
        painter.setBrush(colour(self._style.accent, 0.08))
        painter.drawRect(frame)

    def _paint_ground(self, painter: QPainter) -> None:
        """A plate like that of the buttons, the same whether or not the body passes beneath."""
        assert self._style is not None
        painter.setPen(QPen(colour(self._style.control_line), self._style.control_line_px))
        painter.setBrush(colour(self._style.control))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 2.0, 2.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def _small(self) -> Camera:
        whole = Camera(
            self.width(), self.height(), direction=self._camera.direction, insets=(0.0, 0.0),
            frame=self._camera.frame,
        )  # fmt: skip
        return whole.kept_in_room()

    def _framed(self) -> QRectF:
        small, seen = self._small(), self._camera.visible_mm()
        a = small.to_px(seen.left(), seen.top())
        b = small.to_px(seen.right(), seen.bottom())
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        return QRectF(a, b).normalized().intersected(room)

    def _go(self, at: QPointF) -> None:
        across, centre = self._small().to_mm(at.x(), at.y())
        self._map.move_camera(replace(self._camera, across_mm=across, centre_mm=centre).kept_in_room())

    def _thumbnail(self) -> QPixmap | None:
        """The figure alone on its ground, made once for a view, theme and screen."""
        assert self._scene is not None
        ratio = self.devicePixelRatioF()
        wanted = (self._scene.view, self._scene.mirrored, ratio, self._style)
        if self._figure is not None and wanted == self._made_for:
            return self._figure
        bare = self._map.thumbnail(self._scene)
        if bare is None:
            return None
        made = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # Halved first: a smooth scaling looks at four pixels only and would flicker below a half.
        paint_picture(painter, _reduced(bare, self.height() * ratio), self._scene.frame, self._small())
        painter.end()
        self._figure, self._made_for = made, wanted
        return made


def _reduced(pixmap: QPixmap, height: float) -> QPixmap:
    if pixmap.height() <= 2 * height:
        return pixmap
    return pixmap.scaledToHeight(round(2 * height), Qt.TransformationMode.SmoothTransformation)
