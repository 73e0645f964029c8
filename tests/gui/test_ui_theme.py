"""The tokens keep their contrasts, and nothing but the tokens names a colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel

from viewer.body.body import assets_folder
from viewer.map.style import STYLES
from viewer.ui import tokens as t
from viewer.ui.assets import load_fonts, pixmap
from viewer.ui.theme import Look, palette, role_font, set_role, style_sheet

UI = Path(__file__).resolve().parents[2] / "viewer" / "ui"


@pytest.mark.parametrize("theme", t.THEMES.values(), ids=t.THEMES)
def test_text_is_legible_on_its_ground(theme: t.Tokens) -> None:
    for text, ground in t.TEXT_PAIRS:
        assert t.contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5, (text, ground)


@pytest.mark.parametrize("theme", t.THEMES.values(), ids=t.THEMES)
def test_borders_of_controls_are_seen(theme: t.Tokens) -> None:
    for mark, ground in t.MARK_PAIRS:
        assert t.contrast(getattr(theme, mark), getattr(theme, ground)) >= 3.0, (mark, ground)


def test_marks_are_seen_on_the_figure() -> None:
    for mark in (t.PAIN_LINE, t.PAIN_FILL, t.MUSCLE_LINE, t.HAZARD_LINE, t.INK):
        assert t.contrast(mark, t.FIGURE) >= 3.0
        assert t.contrast(mark, t.CASING) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert t.contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert t.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_high_contrast_has_thick_borders_and_no_soft_grounds() -> None:
    for theme in (t.CONTRAST_LIGHT, t.CONTRAST_DARK):
        assert theme.border_px == 2
        assert {theme.hazard_soft, theme.caution_soft, theme.accent_soft} == {theme.panel}


def test_every_theme_has_a_style_of_the_map() -> None:
    assert set(STYLES) == set(t.THEMES)
    for name, theme in t.THEMES.items():
        assert STYLES[name].ground == theme.map
        assert STYLES[name].accent == theme.accent


def test_the_style_sheet_is_short_and_breaks_no_palette() -> None:
    sheet = style_sheet(t.LIGHT)
    assert len(sheet.splitlines()) <= 150
    assert not re.search(r"(^|\})\s*(\*|QWidget)\s*\{", sheet)


def test_only_the_tokens_name_a_colour() -> None:
    for path in UI.rglob("*.py"):
        if path.name != "tokens.py":
            found = re.findall(r"[\"']#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8"))
            assert not found, f"{path.name}: {found}"


def test_no_widget_has_a_style_sheet_of_its_own() -> None:
    for path in UI.rglob("*.py"):
        calls = re.findall(r"(\w+)\.setStyleSheet", path.read_text(encoding="utf-8"))
        assert calls in ([], ["_app"]), path.name


def test_the_palette_reaches_disabled_text() -> None:
    p = palette(t.DARK)
    disabled = p.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert t.contrast(disabled.name(), t.DARK.panel) >= 3.0


def test_the_faces_are_bundled(qapp: QApplication) -> None:
    families = load_fonts()
    assert {"Inter", "Inter Display"} <= set(families)


def test_a_switch_of_theme_and_text_size_reaches_what_is_there(qapp: QApplication, qtbot) -> None:
    look = Look(qapp)
    look.choose("light", 1.0)
    label = QLabel("words")
    qtbot.addWidget(label)
    set_role(label, "heading")
    small = label.font().pointSizeF()
    look.choose("dark", 2.0)
    assert label.font().pointSizeF() == pytest.approx(2 * small)
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == t.DARK.text
    assert role_font("body").pointSizeF() == pytest.approx(2 * t.BODY_POINT_SIZE)
    look.choose("light", 1.0)


def test_icons_take_the_colour_they_are_asked_for(qapp: QApplication) -> None:
    image = pixmap("x", 24, "#FF0000", 1.0).toImage()
    inked = [
        image.pixelColor(x, y) for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 200
    ]
    assert inked
    assert all(c.red() > 200 and c.green() < 60 for c in inked)


def test_every_bundled_icon_is_used() -> None:
    viewer = UI.parent
    code = "\n".join(p.read_text(encoding="utf-8") for p in viewer.rglob("*.py"))
    folder = assets_folder() / "icons"
    names = [p.stem for p in folder.glob("*.svg")]
    assert names
    assert [n for n in names if f'"{n}"' not in code] == []
    assert (folder / "LICENSE").is_file()
    assert (assets_folder() / "fonts" / "OFL.txt").is_file()
