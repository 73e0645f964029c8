"""The look of the application: palette, short style sheet and type, made from the tokens.

The theme in force belongs to the application as its palette does: ``tokens()`` gives it to
whoever paints. Switching is live: palette, style sheet, fonts, one repaint.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton, QStyleFactory, QWidget

from viewer.ui.tokens import (
    BODY_POINT_SIZE,
    BODY_PX,
    LIGHT,
    ROLES,
    TARGET,
    THEMES,
    TOUCH_TARGET,
    ThemeName,
    Tokens,
)

ThemeChoice = Literal["system", "light", "dark", "contrast_light", "contrast_dark"]
CHOICES: dict[ThemeChoice, str] = {
    "system": "Same as the system",
    "light": "Light",
    "dark": "Dark",
    "contrast_light": "High contrast, light",
    "contrast_dark": "High contrast, dark",
}
TEXT_SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)
_PROPERTY = "theme_name"
_ROLE = "type_role"
_TOUCH = "touch"

# QSS is for shape alone; every colour is filled in from the tokens.
_SHEET = """
QLineEdit[field="true"] {{ border: {b}px solid {edge}; border-radius: 8px; background: {panel};
  color: {text}; padding: 0 8px; selection-background-color: {accent};
  selection-color: {on_accent}; }}
QLineEdit[field="true"]:focus {{ border: 2px solid {accent}; padding: 0 {focus_pad}px; }}
QComboBox {{ border: {b}px solid {edge}; border-radius: 8px; background: {panel}; color: {text};
  padding: 6px 10px; }}
QComboBox:focus {{ border: 2px solid {accent}; padding: 5px 9px; }}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: none; width: 0; height: 0; }}
QToolButton[plain="true"] {{ border: none; border-radius: 6px; padding: 0; background: transparent; }}
QToolButton[plain="true"]:hover {{ background: {window}; }}
QToolButton[plain="true"]:pressed {{ background: {accent_soft}; }}
QToolButton[plain="true"]:checked {{ background: {accent_soft}; }}
QToolButton[plain="true"]::menu-indicator {{ image: none; width: 0; }}
QToolButton[link="true"] {{ border: none; background: transparent; color: {accent}; padding: 0; }}
QToolButton[link="true"]:hover {{ text-decoration: underline; }}
QPushButton {{ border: {b}px solid {edge}; border-radius: 8px; background: {panel}; color: {text};
  padding: 5px 14px; }}
QPushButton:hover {{ background: {sunk}; }}
QPushButton:pressed {{ background: {window}; }}
QPushButton:default {{ background: {accent}; border-color: {accent}; color: {on_accent}; }}
QPushButton:disabled {{ color: {text3}; background: {sunk}; border-color: {line}; }}
QFrame[card="plain"] {{ border: {b}px solid {line}; border-radius: 8px; background: {panel}; }}
QFrame[card="popup"] {{ border: {b}px solid {edge}; border-radius: 8px; background: {panel}; }}
QListView, QTreeView {{ border: none; background: {panel}; outline: none; }}
QScrollArea {{ border: none; background: {panel}; }}
QPlainTextEdit, QTextEdit {{ border: {b}px solid {edge}; border-radius: 8px; background: {panel};
  padding: 6px; }}
QTextBrowser[note="true"] {{ border: none; padding: 0; background: {panel}; }}
QToolTip {{ border: {b}px solid {edge}; background: {panel}; color: {text}; padding: 4px 6px; }}
QMenu {{ border: {b}px solid {edge}; background: {panel}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 6px; color: {text}; }}
QMenu::item:selected {{ background: {accent_soft}; color: {accent}; }}
QMenu::item:disabled {{ color: {text3}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QMenu::icon {{ padding-left: 8px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {scroll}; border-radius: 3px; margin: 3px; min-height: 32px;
  min-width: 32px; }}
QScrollBar::handle:hover {{ background: {edge}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
# Without the padding above and below: 44 pixels with it.
_TOUCH_SHEET = """
QPushButton, QComboBox { min-height: 34px; }
QMenu::item { padding: 13px 28px 13px 16px; }
QScrollBar:vertical { width: 20px; }
"""


def tokens() -> Tokens:
    """The tokens of the theme in force (light before one is chosen)."""
    app = QApplication.instance()
    name = app.property(_PROPERTY) if app is not None else None
    return THEMES.get(name, LIGHT)


def colour(name: str) -> QColor:
    """A token of the theme in force as a colour."""
    return QColor(getattr(tokens(), name))


def palette(t: Tokens) -> QPalette:
    """The palette of a theme; it reaches every stock dialog as well."""
    p = QPalette()
    role = QPalette.ColorRole
    for r, value in (
        (role.Window, t.panel), (role.WindowText, t.text), (role.Base, t.panel),
        (role.AlternateBase, t.sunk), (role.Text, t.text), (role.PlaceholderText, t.text3),
        (role.Button, t.panel), (role.ButtonText, t.text), (role.BrightText, t.hazard),
        (role.Highlight, t.accent), (role.HighlightedText, t.on_accent), (role.Link, t.accent),
        (role.LinkVisited, t.accent), (role.ToolTipBase, t.panel), (role.ToolTipText, t.text),
        (role.Light, t.panel), (role.Midlight, t.sunk), (role.Mid, t.line), (role.Dark, t.edge),
        (role.Shadow, t.edge), (role.Accent, t.accent),
    ):  # fmt: skip
        p.setColor(r, QColor(value))
    for r in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        p.setColor(QPalette.ColorGroup.Disabled, r, QColor(t.text3))
    return p


def style_sheet(t: Tokens, for_touch: bool = False) -> str:
    """The style sheet of a theme."""
    values = {f.name: getattr(t, f.name) for f in fields(Tokens)}
    sheet = _SHEET.format(**values, b=t.border_px, focus_pad=7 if t.border_px == 1 else 8)
    return sheet + _TOUCH_SHEET if for_touch else sheet


def role_font(role: str, tabular: bool = False) -> QFont:
    """The font of a role of type, in proportion to the application's font."""
    spec = ROLES[role]
    base = QApplication.font()
    family = "Inter Display" if spec.display else base.family()
    font = QFont(family)
    font.setPointSizeF(base.pointSizeF() * spec.px / BODY_PX)
    font.setWeight(QFont.Weight(spec.weight))
    font.setItalic(spec.italic)
    if spec.display:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.2)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def touch() -> bool:
    """Whether targets are as large as fingers need them."""
    app = QApplication.instance()
    return bool(app is not None and app.property(_TOUCH))


def target_px(least: int = TARGET) -> int:
    """The least height of something to press: its own, or what a finger needs."""
    return max(least, TOUCH_TARGET) if touch() else least


def text_scale() -> float:
    """The size of text in proportion to 100 % (13 px at 96 dpi)."""
    screen = QApplication.primaryScreen()
    dpi = screen.logicalDotsPerInchY() if screen is not None else 96.0
    return QApplication.font().pointSizeF() * dpi / 72.0 / BODY_PX


def set_role(widget: QWidget, role: str, tabular: bool = False) -> None:
    """Give a widget a role of type, kept over a live switch of the size of text."""
    widget.setProperty(_ROLE, (role, tabular))
    widget.setFont(role_font(role, tabular))


def _apply_role(widget: QWidget) -> None:
    stored = widget.property(_ROLE)
    if stored:
        widget.setFont(role_font(*stored))


def refresh_roles(panel: QWidget) -> None:
    """Set the type of a panel and all in it again: with a new parent, Qt puts earlier fonts back."""
    for widget in (panel, *panel.findChildren(QWidget)):
        _apply_role(widget)


class Look(QObject):
    """Applies the theme and the size of text to the application, live.

    Signals:
        changed: after a switch; whoever caches pictures drops them.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.choice: ThemeChoice = "system"
        self.scale = 1.0
        style = QStyleFactory.create("Fusion")
        if style is not None:
            app.setStyle(style)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    def system_theme(self) -> ThemeName:
        """What the system asks for: dark or light, high contrast where it prefers that."""
        hints = self._app.styleHints()
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
        accessibility = hints.accessibility() if hasattr(hints, "accessibility") else None
        if accessibility is not None and hasattr(accessibility, "contrastPreference"):
            preference = accessibility.contrastPreference()
            if preference == Qt.ContrastPreference.HighContrast:
                return "contrast_dark" if dark else "contrast_light"
        return "dark" if dark else "light"

    def choose(self, choice: ThemeChoice, scale: float | None = None) -> None:
        """Switch the theme, and the size of text if given."""
        self.choice = choice
        self.scale = self.scale if scale is None else scale
        self._apply()

    def set_touch(self, on: bool) -> None:
        """Make what one presses large enough for fingers, or as it was."""
        if on != touch():
            self._app.setProperty(_TOUCH, on)
            self._apply()
            for widget in self._app.allWidgets():
                widget.updateGeometry()
                if isinstance(widget, QAbstractItemView):
                    widget.scheduleDelayedItemsLayout()

    def _apply(self) -> None:
        name: ThemeName = self.system_theme() if self.choice == "system" else self.choice
        t = THEMES[name]
        self._app.setProperty(_PROPERTY, name)
        font = QFont("Inter")
        font.setPointSizeF(BODY_POINT_SIZE * self.scale)
        self._app.setFont(font)
        sheet = style_sheet(t, touch())
        if sheet != self._app.styleSheet():
            # Only for another theme: Qt works out the style of every widget anew.
            self._app.setPalette(palette(t))
            self._app.setStyleSheet(sheet)
        for widget in self._app.allWidgets():
            _apply_role(widget)
            if isinstance(widget, QPushButton) and not widget.property(_ROLE):
                widget.setFont(font)  # with a style sheet Qt leaves those as they are
        self.changed.emit()
        for widget in self._app.allWidgets():
            widget.update()

    def _system_changed(self) -> None:
        if self.choice == "system":
            self._apply()
