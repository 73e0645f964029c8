"""Figures of what is seen, and the sheet of a muscle, as they leave the window."""

from __future__ import annotations

import os
import stat
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from ui_app import close, needs_atlas, opened, settled

from viewer.catalog.loader import load
from viewer.map.figure import ensure_application
from viewer.ui.facts import Facts
from viewer.ui.paper.blocks import Block, sheet_text
from viewer.ui.paper.pdf import room_of
from viewer.ui.paper.setting import PAGES_MOST, Sheet, fit

pytestmark = needs_atlas


@pytest.fixture(scope="module")
def facts() -> Facts:
    loaded = load(None)
    data = loaded.body_data
    return Facts.of(loaded.catalog, data.regions, data.landmarks, data.structures)


@pytest.fixture
def app(qapp, qtbot, tmp_path):
    made = opened(qapp, tmp_path / "settings")
    settled(made, qtbot)
    made.store.select_point("infraspinatus.1", "right")
    settled(made, qtbot)
    yield made
    close(made)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_every_sheet_fits_two_pages_and_no_hazard_is_left_out(qapp, facts: Facts, paper: str) -> None:
    ensure_application()
    size = room_of(paper)
    for muscle in facts.catalog.muscles.values():
        text = sheet_text(facts, muscle)
        fitted = fit(Sheet(text, (None,)), size)
        assert max((line.page for line in fitted.lines), default=0) < PAGES_MOST, muscle.id
        hazards = [b for b in text.blocks if b.style == "hazard"]
        assert [b for b in fitted.kept if b.style == "hazard"] == hazards, muscle.id
        whole = {line.block for line in fitted.lines}
        assert whole == set(fitted.kept), muscle.id
        assert all(line.y < size[1] - 36 for line in fitted.lines)


def test_a_sheet_says_what_it_leaves_out(qapp, facts: Facts) -> None:
    text = sheet_text(facts, facts.catalog.muscles["infraspinatus"])
    long = tuple(Block("body", "words " * 60, f"More {n}", 3) for n in range(120))
    fitted = fit(Sheet(type(text)(text.title, text.second, text.facts, text.alt, text.blocks + long, ""), ()),
                 room_of("a4"))  # fmt: skip
    assert fitted.left_out
    assert not any(b.spare >= 3 for b in fitted.kept)


def test_a_sheet_says_hazards_before_points_and_needling_with_its_notice(facts: Facts) -> None:
    blocks = sheet_text(facts, facts.catalog.muscles["infraspinatus"]).blocks
    words = [b.text for b in blocks]
    assert words.index("Hazards of needling") < words.index("Trigger points and their pain")
    assert any(b.label == "Lung and pleura" for b in blocks if b.style == "hazard")
    assert any("for trained, licensed practitioners" in w for w in words)
    assert any(b.label == "TrP 3" for b in blocks)


def test_the_dialog_shows_the_figure_saves_and_copies_it(app, qtbot, tmp_path: Path) -> None:
    QTest.keyClick(app.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    app.window.actions_by_key["figure"].trigger()
    dialog = app.door.paper.dialog
    assert "Infraspinatus, TrP 1" in dialog.picture.accessibleName()
    named = QImage(dialog.picture.image)
    QTest.mouseClick(dialog.naming.button("none"), Qt.MouseButton.LeftButton)
    assert "Infraspinatus" not in dialog.picture.accessibleName()
    assert dialog.picture.image != named
    copy = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy picture")
    copy.click()
    assert QGuiApplication.clipboard().image().size() == dialog.picture.image.size()
    dialog.close()


def test_a_figure_is_saved_as_its_name_says(app, tmp_path: Path) -> None:
    paper = app.door.paper
    for ending in (".png", ".svg", ".pdf"):
        assert paper.save_figure(tmp_path / f"a{ending}", "names")
    image = QImage(str(tmp_path / "a.png"))
    assert image.width() > 1500
    assert "Infraspinatus, TrP 1" in image.text("Title")
    assert "Licence: CC BY 4.0" in image.text("Description")
    assert "Simons 1999" in image.text("Description")
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    assert "Infraspinatus, TrP 1" in root.find("{http://www.w3.org/2000/svg}title").text
    assert QSvgRenderer(str(tmp_path / "a.svg")).isValid()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        assert stat.S_IMODE((tmp_path / "a.png").stat().st_mode) == 0o666 & ~mask


def test_a_file_that_cannot_be_written_is_said_and_the_old_one_stays(app, tmp_path: Path) -> None:
    paper = app.door.paper
    assert not paper.save_figure(tmp_path / "no" / "a.png", "names")
    assert "not saved" in app.window.caution.words()
    old = tmp_path / "a.bmp"
    old.write_text("old")
    assert not paper.save_figure(old, "names")
    assert old.read_text() == "old"


def test_a_figure_in_grey_still_tells_its_marks_apart(app) -> None:
    """Essential zones have a dark outline and a hatch, spillover dots: greys alone must show both."""
    from viewer.ui.paper.seen import image_of

    image = image_of(app.door.paper.figure("numbers"), app.pictures.atlas)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    zone = app.door.paper.shown()[0]
    from dataclasses import replace

    camera = replace(zone.camera, width=447.0, height=620.0).kept_in_room()
    box = camera.transform().mapRect(zone.scene.zones[0].essential.boundingRect())
    y = round(box.center().y() * 2)
    row = [grey.pixelColor(x, y).lightness() for x in range(round(box.left() * 2), round(box.right() * 2))]
    assert max(row) - min(row) > 90, "outline against ground"
    changes = sum(abs(a - b) > 12 for a, b in pairwise(row))
    assert changes > 8, "the hatch"


def test_sheets_are_saved_tagged_where_that_can_be_done(app, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    assert app.door.paper.save_sheet(tmp_path / "a.pdf", "letter")
    data = (tmp_path / "a.pdf").read_bytes()
    assert b"pdfuaid" in data
    assert b"/StructTreeRoot" in data or b"/MarkInfo" in data
    assert "tagged" in app.window.status.said.text()


def test_words_of_a_catalog_are_no_code_to_the_setter(app, facts: Facts) -> None:
    pytest.importorskip("typst")
    from viewer.ui.paper.sheets import SheetSource
    from viewer.ui.paper.tagged import tagged_pdf

    source = SheetSource(facts, app._shown, app._on.atlas)
    sheet = source.sheet(facts.catalog.muscles["supraspinatus"], "right", room_of("a4"))
    evil = Block("body", '#panic("run") #read("/etc/passwd") $x^2$ *b* @ref <a> \\ `c`', "#eval(1)")
    text = sheet.text
    changed = Sheet(
        type(text)(text.title, text.second, text.facts, text.alt, (evil, *text.blocks), ""), sheet.maps
    )
    assert tagged_pdf(changed, app._on.atlas, "a4").startswith(b"%PDF")
