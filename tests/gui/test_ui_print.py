"""What is put on paper."""

from __future__ import annotations

import sample
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from viewer.state.view_state import ViewState
from viewer.ui import printing
from viewer.ui.assets import load_fonts
from viewer.ui.printing import Sheet, print_sheet, set_up
from viewer.ui.summary import Paragraph, summary
from viewer.ui.words import PRINT_STATEMENT


def test_a_summary_says_pain_evidence_hazards_and_sources() -> None:
    made = summary(sample.facts(), ViewState(muscle="alpha", point="alpha.1"))
    text = "\n".join(p.text for p in made)
    assert made[0].text == "Upper trapezius, TrP 1"
    assert "Pain: Side of the neck and the temple. (Traditional teaching; Simons 1999)" in text
    assert [p.text for p in made if p.style == "hazard"] == [
        "Lung: The top of the lung lies beneath. Lift the muscle off the chest."
    ]
    assert "doi:10.1179/2042618613Y.0000000044" in text


def test_topics_and_areas_can_be_printed_and_nothing_is_nothing() -> None:
    facts = sample.facts()
    topic = summary(facts, ViewState(record=("topic", "what_is_dry_needling")))
    assert topic[0].text == "What is dry needling?"
    assert any(p.text == "A short ache. (Limited; Brady 2014)" for p in topic)
    assert summary(facts, ViewState(record=("region", "temple")))[0].text == "Temple"
    assert summary(facts, ViewState()) == []


def test_every_page_carries_the_disclaimer(qapp, tmp_path, monkeypatch) -> None:
    load_fonts()
    said: list[str] = []
    real = printing.QPainter

    class Listening(real):
        def drawText(self, *args):
            said.extend(a for a in args if isinstance(a, str))
            return super().drawText(*args)

    monkeypatch.setattr(printing, "QPainter", Listening)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    set_up(printer)
    long = tuple(Paragraph("body", f"Line {n} of something that goes on and on. " * 4) for n in range(60))
    pages = print_sheet(printer, Sheet((), long, "Sample, edition 0.1"), None)
    assert pages >= 3
    assert said.count(PRINT_STATEMENT) == pages
    assert sum("Sample, edition 0.1" in s for s in said) == pages
    assert (tmp_path / "out.pdf").stat().st_size > 2000


def test_lines_stay_within_the_page(qapp) -> None:
    load_fonts()
    image = QImage(600, 800, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    turned: list[int] = []
    pages = printing._Pages(painter, 500, 700, lambda: turned.append(1) or True, "x")
    for _ in range(80):
        pages.write(Paragraph("body", "words " * 40))
        assert pages.y <= 700 - printing.FOOTER + 1
    painter.end()
    assert pages.number == len(turned) + 1
    assert QRectF(0, 0, 500, 700).height() > 0
