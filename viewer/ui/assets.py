"""Fonts and icons that come with the app, read at start and tinted as asked."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QFontDatabase, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from viewer.body.folders import assets_folder
from viewer.ui.theme import tokens

ASSETS = assets_folder()
STROKE = "1.75"
TOOL_PX = 18
FIELD_PX = 16
CALLOUT_PX = 20


def load_fonts() -> list[str]:
    """Register the bundled faces; returns the families that were found."""
    families: list[str] = []
    for path in sorted((ASSETS / "fonts").glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        if number >= 0:
            families.extend(QFontDatabase.applicationFontFamilies(number))
    return sorted(set(families))


@lru_cache(maxsize=128)
def _svg(name: str) -> str:
    text = (ASSETS / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', f'stroke-width="{STROKE}"')


@lru_cache(maxsize=512)
def pixmap(name: str, px: int, colour: str, ratio: float) -> QPixmap:
    """An icon of ``px`` device-independent pixels, drawn in ``#RRGGBB``."""
    picture = QPixmap(round(px * ratio), round(px * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, px: int = TOOL_PX, token: str = "text2") -> QIcon:
    """An icon in the theme in force: normal in ``token``, accent when on, paler when disabled."""
    t = tokens()
    app = QApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
    made = QIcon()
    on, off = QIcon.State.On, QIcon.State.Off
    for r in {1.0, ratio}:
        made.addPixmap(pixmap(name, px, getattr(t, token), r), QIcon.Mode.Normal, off)
        made.addPixmap(pixmap(name, px, t.accent, r), QIcon.Mode.Normal, on)
        made.addPixmap(pixmap(name, px, t.edge, r), QIcon.Mode.Disabled, off)
    return made


def paint_icon(
    painter: QPainter, widget: QWidget, name: str, x: float, y: float, px: int, colour: str
) -> None:
    """Draw an icon at a place of a widget that paints itself."""
    picture = pixmap(name, px, colour, widget.devicePixelRatioF())
    painter.drawPixmap(QRectF(x, y, px, px), picture, QRectF(picture.rect()))


def set_icon(button: QWidget, name: str, px: int = TOOL_PX, token: str = "text2") -> None:
    """Give a button an icon and remember its name, so that a theme switch can tint it anew."""
    button.setProperty("icon_spec", (name, px, token))
    refresh_icon(button)


def refresh_icon(widget: QWidget) -> None:
    """Tint the icon of a button anew after a switch of the theme."""
    spec = widget.property("icon_spec")
    if spec and hasattr(widget, "setIcon"):
        widget.setIcon(icon(*spec))
        widget.setIconSize(QSize(spec[1], spec[1]))


def refresh_icons(app: QApplication) -> None:
    """Tint every icon of the application anew."""
    for widget in app.allWidgets():
        refresh_icon(widget)
