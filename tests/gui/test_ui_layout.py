"""How the window divides its room."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from ui_window import make_window

from viewer.ui.layout import plan


@pytest.mark.parametrize(
    ("width", "height", "find", "find_px", "record_px", "maps"),
    [
        (1440, 900, "panel", 280, 408, 2),
        (1280, 800, "panel", 240, 376, 2),
        (1279, 800, "rail", 280, 376, 2),
        (1024, 768, "rail", 280, 340, 1),
        (2560, 1440, "panel", 320, 480, 3),
    ],
)
def test_sizes_by_width(width: int, height: int, find: str, find_px: int, record_px: int, maps: int) -> None:
    made = plan(width, height)
    assert (made.find, made.find_px, made.record_px, made.maps) == (find, find_px, record_px, maps)
    assert not made.column


def test_a_narrow_window_is_one_column() -> None:
    assert plan(880, 1200).column
    assert plan(880, 1200).find == "palette"


def test_large_text_takes_room_as_a_small_window_does() -> None:
    assert plan(1440, 900, 2.0).column
    assert not plan(2560, 1440, 2.0).column
    assert plan(2560, 1440, 2.0).record_px > plan(1280, 800).record_px


def test_the_legend_folds_in_a_low_window() -> None:
    assert plan(1280, 800).legend
    assert not plan(1280, 640).legend


def test_letters_come_back_to_their_size_in_panels_that_were_out_of_sight(qapp, qtbot, tmp_path) -> None:
    window = make_window(qapp, qtbot, tmp_path, (1280, 720))
    parts = [window.find_panel, *window.find_panel.findChildren(QWidget)]
    before = {part: part.font().pointSizeF() for part in parts}
    window.look.choose("light", 2.0)
    qtbot.wait(50)
    assert window.plan.column
    assert window.find_panel.field.font().pointSizeF() > 1.9 * before[window.find_panel.field]
    window.look.choose("light", 1.0)
    qtbot.wait(50)
    assert not window.plan.column
    assert {p: p.font().pointSizeF() for p in before} == before
