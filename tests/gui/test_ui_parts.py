"""The small pieces: what they say, where the keyboard goes, what they paint."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from viewer.ui.parts.buttons import Chip, Link, Segmented
from viewer.ui.parts.callout import Callout
from viewer.ui.parts.evidence import EvidenceBadge, Statement
from viewer.ui.parts.flow import FlowLayout
from viewer.ui.parts.layer_slider import LayerSlider
from viewer.ui.parts.tabs import TabStrip
from viewer.ui.parts.text import Elided, Text
from viewer.ui.parts.zones import SWATCHES, ZoneBar, paint_swatch, paint_zone_bar
from viewer.ui.words import SourceNames, plural, range_text, roots_text


@pytest.fixture
def shown(qapp, qtbot):
    def show(widget: QWidget, width: int = 300, height: int = 40) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return show


def test_a_segmented_control_is_one_tab_stop_and_arrows_move(shown) -> None:
    control = shown(Segmented("Side", [("a", "One"), ("b", "Two"), ("c", "Three")]))
    chosen = []
    control.chosen.connect(chosen.append)
    control.set_chosen("a")
    stops = [control.button(k).focusPolicy() == Qt.FocusPolicy.StrongFocus for k in "abc"]
    assert stops == [True, False, False]
    QTest.keyClick(control, Qt.Key.Key_Right)
    QTest.keyClick(control, Qt.Key.Key_Right)
    assert chosen == ["b", "c"]
    assert control.key() == "c"
    control.set_chosen("nothing")
    assert control.key() == ""
    assert chosen == ["b", "c"]


def test_choosing_a_segment_moves_nothing(shown) -> None:
    control = shown(Segmented("Side", [("a", "One"), ("b", "Another")]))
    control.set_chosen("a")
    before = [control.button(k).geometry() for k in "ab"]
    control.set_chosen("b")
    assert [control.button(k).geometry() for k in "ab"] == before


def test_the_layer_slider_takes_a_click_on_a_name(shown) -> None:
    slider = shown(LayerSlider({"skin": "Skin", "deep": "Deep", "bone": "Bone"}), 300)
    asked = []
    slider.stop_requested.connect(asked.append)
    QTest.mouseClick(
        slider, Qt.MouseButton.LeftButton, pos=slider.rect().bottomRight() - slider.rect().topLeft()
    )
    assert asked == ["bone"]
    assert slider.accessibleDescription() == "Bone"
    slider.set_stop("deep")
    assert asked == ["bone"]
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert asked == ["bone", "bone"]


def test_a_fact_is_not_focusable_and_a_choice_is(shown) -> None:
    assert Chip("3 points").focusPolicy() == Qt.FocusPolicy.NoFocus
    chip = shown(Chip("TrP 1", pressable=True))
    assert chip.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert chip.sizeHint().height() >= 24
    pressed = []
    chip.clicked.connect(lambda: pressed.append(1))
    QTest.keyClick(chip, Qt.Key.Key_Return)
    assert pressed == [1]


def test_text_is_never_markup(shown) -> None:
    label = shown(Text("<b>bold</b> & <img src=file:///etc/passwd>"), 200, 80)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.heightForWidth(100) > label.heightForWidth(400)


def test_what_is_elided_is_told_in_the_tooltip(shown) -> None:
    holder = shown(QWidget(), 700, 40)
    label = Elided("a long name that does not fit in here", parent=holder)
    label.show()
    label.resize(60, 20)
    assert label.toolTip() == label.text()
    label.resize(600, 20)
    assert label.toolTip() == ""


def test_a_statement_opens_its_sources(shown) -> None:
    s = shown(Statement("It hurts.", [("a", "One 1999")], "disputed", [("b", "Two 2014")]), 300, 60)
    one, many = [], []
    s.source_requested.connect(one.append)
    s.sources_requested.connect(many.append)
    badge, first, against = s.references()
    assert isinstance(badge, EvidenceBadge)
    badge.click()
    first.click()
    against.click()
    assert many == [("a", "b")]
    assert one == ["a", "b"]


def test_references_wrap_within_the_width(shown) -> None:
    names = [(str(n), f"Somebody {1990 + n}") for n in range(8)]
    s = shown(Statement("A sentence.", names), 220, 200)
    s.resize(220, s.heightForWidth(220))
    for button in s.references():
        assert s.rect().contains(button.geometry())


def test_a_link_wraps_and_is_pressed(shown) -> None:
    link = shown(Link("Words that open something and are longer than the line"), 120, 80)
    assert link.heightForWidth(120) > link.heightForWidth(600)


def test_a_hazard_can_not_be_closed(shown) -> None:
    box = shown(Callout("hazard", "Lung"), 300, 80)
    assert box.accessibleName() == "Hazard: Lung"
    assert not box.findChildren(type(Chip("x")))
    assert not hasattr(box, "collapse")


def test_tabs_mark_and_choose(shown) -> None:
    tabs = shown(TabStrip(), 400, 40)
    tabs.set_tabs(["One", "Two", "Three"])
    chosen = []
    tabs.chosen.connect(chosen.append)
    assert tabs.current() == "One"
    QTest.keyClick(tabs, Qt.Key.Key_Left)
    assert chosen == ["Three"]
    tabs.mark("Two")
    assert tabs.current() == "Two"
    assert chosen == ["Three"]


def test_a_flow_wraps(shown) -> None:
    holder = shown(QWidget(), 120, 200)
    flow = FlowLayout(holder)
    for n in range(4):
        flow.addWidget(chip := Chip(f"chip {n}", parent=holder))
        chip.show()
    assert flow.heightForWidth(120) > flow.heightForWidth(600)


def painted(paint) -> bytes:
    image = QImage(120, 16, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(grey.constBits())


def test_zones_differ_without_colour(qapp) -> None:
    rect = QRectF(0, 2, 120, 12)
    kinds = [(0.6, 0.0), (0.0, 0.6), (0.0, 0.0), (0.3, 0.3)]
    pictures = [painted(lambda p, k=k: paint_zone_bar(p, rect, *k)) for k in kinds]
    assert len(set(pictures)) == len(kinds)
    marks = [painted(lambda p, k=k: paint_swatch(p, QRectF(0, 0, 22, 16), k)) for k in SWATCHES]
    assert len(set(marks)) == len(SWATCHES)


def test_a_zone_bar_says_its_numbers(shown) -> None:
    bar = shown(ZoneBar("Temple", 0.46, 0.38))
    assert bar.accessibleName() == "Temple: essential 46%, spillover 38% of this area"


def test_words() -> None:
    assert plural(1, "point") == "1 point"
    assert plural(3, "point") == "3 points"
    assert range_text(25, 40, "mm") == "25–40\u202fmm"
    assert roots_text(["CN XI", "C3", "C4"]) == "CN XI, C3–C4"
    assert roots_text(["C5", "C6", "C8"]) == "C5–C6, C8"
    assert roots_text([]) == ""


def test_sources_with_the_same_short_name_are_told_apart() -> None:
    from sample import SOURCES

    from viewer.catalog.model import Source

    twin = Source("twin", ("Brady S",), 2014, "Another", "survey", "low", "no")
    names = SourceNames.of([*SOURCES.values(), twin])
    assert names["one_1999"] == "Simons 1999"
    assert (names["two_2014"], names["twin"]) == ("Brady 2014a", "Brady 2014b")


def test_many_tabs_become_a_list(shown) -> None:
    tabs = shown(TabStrip(), 400, 40)
    names = [f"Chapter {n}" for n in range(20)]
    tabs.set_tabs(names)
    assert tabs.names() == names
    assert tabs.current() == "Chapter 0"
    tabs.mark("Chapter 7")
    assert tabs.current() == "Chapter 7"
    assert tabs.heightForWidth(400) < 80
    tabs.set_tabs(["One", "Two"])
    assert tabs.current() == "One"
    assert tabs.names() == ["One", "Two"]
