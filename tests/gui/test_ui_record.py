"""The record panel: what it shows of each kind of record, and where its links lead."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
import sample
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from viewer.catalog.citations import cited_sources
from viewer.state.view_state import ViewState
from viewer.ui.parts.buttons import Chip, Link, Reference
from viewer.ui.parts.callout import Callout
from viewer.ui.parts.evidence import EvidenceBadge, Statement
from viewer.ui.parts.zones import ZoneBar
from viewer.ui.record.panel import RecordPanel
from viewer.ui.record.points import PointRow
from viewer.ui.record.sources import SourceRow


@pytest.fixture
def panel(qapp, qtbot) -> RecordPanel:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    made = RecordPanel(sample.facts())
    qtbot.addWidget(made)
    made.resize(408, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


def alive(panel: QWidget, kind: type) -> list:
    for panel_ in (panel, panel.window()):
        if isinstance(panel_, RecordPanel):
            panel_.complete()
    QApplication.processEvents()
    return [w for w in panel.findChildren(kind) if w.isVisibleTo(panel)]


def words(panel: QWidget) -> str:
    return "\n".join(label.text() for label in alive(panel, QLabel))


def test_nothing_selected_says_what_to_do(panel: RecordPanel) -> None:
    assert "Choose a muscle" in words(panel)
    assert panel.title.text() == "Nothing selected"


def test_a_muscle_has_six_parts(panel: RecordPanel) -> None:
    panel.show_state(ViewState(muscle="alpha"))
    assert panel.title.text() == "Upper trapezius"
    assert panel.tabs.names() == ["Overview", "Points", "Pain", "Technique", "Safety", "Sources"]
    text = words(panel)
    for said in ("Musculus trapezius, pars descendens", "Back of the skull", "Lifts the shoulder.", "C3–C4"):
        assert said in text
    assert [c.text() for c in alive(panel, Chip)][:3] == [
        "Accessory, CN XI, C3–C4",
        "Superficial",
        "2 points",
    ]


def test_an_undescribed_muscle_says_so(panel: RecordPanel) -> None:
    panel.show_state(ViewState(muscle="gamma"))
    assert "Not described yet" in words(panel)
    assert panel.tabs.names() == []


def test_a_point_is_told_in_full_and_its_pain_by_area(panel: RecordPanel) -> None:
    panel.show_state(ViewState(muscle="alpha", point="alpha.2"))
    assert "Pain from TrP 2" in words(panel)
    names = [b.accessibleName() for b in alive(panel, ZoneBar)]
    assert names[0].startswith("Side of the neck: essential 64%")
    assert len(names) == 3
    rows = alive(panel, PointRow)
    assert [("selected" in r.accessibleName()) for r in rows] == [False, True]


def test_another_point_changes_only_its_parts(panel: RecordPanel) -> None:
    panel.show_state(ViewState(muscle="alpha", point="alpha.1"))
    overview = panel._sections[0]
    panel.show_state(ViewState(muscle="alpha", point="alpha.2"))
    assert panel._sections[0] is overview
    assert "Pain from TrP 2" in words(panel)


def test_choosing_a_point_on_the_page_keeps_the_place_and_the_keyboard(panel: RecordPanel, qtbot) -> None:
    panel.resize(408, 320)
    panel.show_state(ViewState(muscle="alpha"))
    panel.complete()
    panel.scroll_to("Points")
    row = alive(panel, PointRow)[1]
    qtbot.wait(50)
    top = row.mapTo(panel, row.rect().topLeft()).y()
    panel.activateWindow()
    row.setFocus()
    panel.show_state(ViewState(muscle="alpha", point="alpha.2"))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.wait(20)
    again = next(r for r in alive(panel, PointRow) if r.chosen)
    assert again.mapTo(panel, again.rect().topLeft()).y() == top
    assert panel.window().focusWidget() is again


def test_a_page_is_found_again_where_it_was_left(panel: RecordPanel, qtbot) -> None:
    panel.resize(408, 320)
    panel.show_state(ViewState(muscle="alpha"))
    panel.complete()
    panel.scroll_to("Safety")
    left = panel.area.verticalScrollBar().value()
    panel.show_state(ViewState(muscle="alpha", record=("structure", "lung")))
    qtbot.wait(20)
    assert panel.area.verticalScrollBar().value() == 0
    panel.show_state(ViewState(muscle="alpha"))
    qtbot.wait(50)
    assert left > 0
    assert panel.area.verticalScrollBar().value() == left


def test_a_long_name_of_a_point_takes_two_lines(panel: RecordPanel, qtbot) -> None:
    panel.show_state(ViewState(muscle="alpha"))
    qtbot.wait(20)
    wide = alive(panel, PointRow)[0].height()
    row = alive(panel, PointRow)[0]
    assert row.heightForWidth(row.width()) == wide
    assert row.heightForWidth(130) > wide


def test_a_low_panel_leaves_room_for_the_text(panel: RecordPanel, qtbot) -> None:
    panel.show_state(ViewState(muscle="alpha"))
    panel.resize(800, 240)
    qtbot.wait(50)
    assert panel.title.height() >= panel.title.line_height() - 1
    assert panel.area.height() > 100
    assert "Musculus trapezius, pars descendens" in words(panel)
    panel.resize(408, 800)
    qtbot.wait(50)
    assert [c.text() for c in alive(panel, Chip)][1] == "Superficial"


def test_pressing_a_point_asks_for_it(panel: RecordPanel) -> None:
    panel.show_state(ViewState(muscle="alpha"))
    asked = []
    panel.requests.record.connect(lambda *a: asked.append(a))
    alive(panel, PointRow)[1].click()
    assert asked == [("point", "alpha.2")]


def test_hazards_stand_before_the_steps_and_again_under_safety(panel: RecordPanel) -> None:
    panel.show_state(ViewState(muscle="alpha"))
    text = words(panel)
    assert text.index("The top of the lung lies beneath.") < text.index("Clean the skin.")
    hazards = [c for c in alive(panel, Callout) if c.level == "hazard"]
    assert [c.accessibleName() for c in hazards] == ["Hazard: Lung"] * 2
    assert "for trained, licensed practitioners" in text


def test_depths_are_rows_of_studies_and_no_recommendation(panel: RecordPanel) -> None:
    panel.show_state(ViewState(muscle="alpha"))
    text = words(panel)
    assert "Lung: 33–58\u202fmm" in text
    assert "Lung: 20–41\u202fmm" in text
    assert "No single depth is given" in text


def test_links_lead_both_ways(panel: RecordPanel) -> None:
    asked = []
    panel.requests.record.connect(lambda *a: asked.append(a))
    panel.show_state(ViewState(muscle="alpha"))
    link = next(w for w in alive(panel, Link) if "About the method: Dry needling" in w.text())
    link.click()
    assert asked[-1] == ("technique", "dry_needling")
    panel.show_state(ViewState(muscle="alpha", record=("technique", "dry_needling")))
    assert panel.title.text() == "Dry needling"
    back = next(w for w in alive(panel, Link) if w.text().startswith("Upper trapezius"))
    back.click()
    assert asked[-1] == ("muscle", "alpha")


def test_a_method_and_the_points_it_matters_for_lead_to_each_other(panel: RecordPanel) -> None:
    asked = []
    panel.requests.record.connect(lambda *a: asked.append(a))
    panel.show_state(ViewState(muscle="alpha", record=("technique", "dry_needling")))
    next(w for w in alive(panel, Link) if w.text() == "Upper trapezius, TrP 1").click()
    assert asked[-1] == ("point", "alpha.1")
    panel.show_state(ViewState(muscle="alpha", point="alpha.1"))
    assert "Methods that matter here" in words(panel)
    next(w for w in alive(panel, Link) if w.text() == "Dry needling").click()
    assert asked[-1] == ("technique", "dry_needling")
    panel.show_state(ViewState(muscle="alpha", point="alpha.2"))
    assert "Methods that matter here" not in words(panel)


def test_a_satellite_opens_its_point(panel: RecordPanel) -> None:
    panel.show_state(ViewState(muscle="alpha", point="alpha.1"))
    asked = []
    panel.requests.record.connect(lambda *a: asked.append(a))
    next(w for w in alive(panel, Reference) if w.text() == "Temporalis, TrP 1").click()
    assert asked == [("point", "beta.1")]


def test_every_statement_with_evidence_has_its_badge_and_sources(panel: RecordPanel) -> None:
    panel.show_state(ViewState(muscle="alpha", point="alpha.1"))
    for s in alive(panel, Statement):
        badges = [w for w in s.references() if isinstance(w, EvidenceBadge)]
        sources = [w for w in s.references() if isinstance(w, Reference)]
        assert not badges or sources, s.text()
    assert len(alive(panel, EvidenceBadge)) >= 8


def test_a_badge_goes_to_the_sources(panel: RecordPanel, qtbot) -> None:
    panel.show_state(ViewState(muscle="alpha", point="alpha.1"))
    badge = next(b for b in alive(panel, EvidenceBadge) if b.text() == "Disputed")
    badge.click()
    assert panel.tabs.current() == "Sources"


def test_sources_are_listed_with_what_was_seen(panel: RecordPanel) -> None:
    panel.show_state(ViewState(muscle="alpha"))
    assert [r.source_id for r in alive(panel, SourceRow)] == list(cited_sources(sample.ALPHA))
    text = words(panel)
    assert "Survey · low grade · abstract read" in text
    assert "doi 10.1179/2042618613Y.0000000044  PMID 25125935" in text


def test_a_source_says_who_cites_it(panel: RecordPanel) -> None:
    panel.show_state(ViewState(record=("source", "two_2014")))
    links = [w.text() for w in alive(panel, Link)]
    assert "Upper trapezius" in links
    assert "Dry needling" in links


def test_an_area_lists_the_patterns_that_cover_it_and_its_warning_signs(panel: RecordPanel) -> None:
    panel.show_state(ViewState(record=("region", "temple")))
    text = words(panel)
    assert "Patterns that cover this area" in text
    assert "Torn neck artery" in text
    assert "No diagnosis" in text
    assert "Upper trapezius, TrP 1" in [w.text() for w in alive(panel, Link)]


@pytest.mark.parametrize(
    ("kind", "id", "title"),
    [
        ("topic", "what_is_dry_needling", "What is dry needling?"),
        ("landmark", "acromion", "Acromion"),
        ("structure", "lung", "Lung"),
        ("red_flag", "artery", "Torn neck artery"),
        ("technique", "gone", "Gone"),
    ],
)
def test_other_records_open_in_the_same_panel(panel: RecordPanel, kind: str, id: str, title: str) -> None:
    panel.show_state(ViewState(record=(kind, id)))
    assert panel.title.text() == title


def test_patterns_that_come_late_are_shown(panel: RecordPanel) -> None:
    known: dict[str, tuple] = {}
    panel.set_facts(replace(sample.facts(), shares=known.get))
    panel.show_state(ViewState(muscle="alpha", point="alpha.1"))
    assert not alive(panel, ZoneBar)
    assert "being worked out" in words(panel)
    known["alpha.1"] = sample.shares("alpha.1")
    panel.patterns_changed(frozenset({"alpha.1"}))
    assert len(alive(panel, ZoneBar)) == 3


def test_an_overlay_is_named(panel: RecordPanel) -> None:
    catalog = replace(sample.CATALOG, origin=MappingProxyType({"alpha": "Our clinic"}))
    panel.set_facts(replace(sample.facts(), catalog=catalog))
    panel.show_state(ViewState(muscle="alpha"))
    assert "From Our clinic" in [c.text() for c in alive(panel, Chip)]


def test_scrolling_marks_the_tab_and_a_tab_scrolls(panel: RecordPanel, qtbot) -> None:
    panel.show_state(ViewState(muscle="alpha"))
    panel.scroll_to("Technique")
    at = panel.area.verticalScrollBar().value()
    assert at > 0
    assert panel.tabs.current() == "Technique"
    panel.area.verticalScrollBar().setValue(0)
    assert panel.tabs.current() == "Overview"


@pytest.mark.parametrize("width", [340, 408, 560])
def test_nothing_sticks_out(panel: RecordPanel, qtbot, width: int) -> None:
    panel.resize(width, 800)
    panel.show_state(ViewState(muscle="alpha", point="alpha.1"))
    qtbot.wait(20)
    page = panel.area.widget()
    assert page.width() <= panel.area.viewport().width()
    for widget in alive(page, QWidget):
        right = widget.mapTo(page, widget.rect().topRight()).x()
        assert right <= page.width(), (widget, widget.accessibleName())


def test_a_reload_keeps_the_place_on_the_page(panel: RecordPanel, qtbot) -> None:
    state = ViewState(muscle="alpha", point="alpha.1")
    panel.show_state(state)
    panel.complete()
    qtbot.wait(10)
    panel.scroll_to("Technique")
    at = panel.area.verticalScrollBar().value()
    assert at > 0
    for _ in range(2):
        panel.set_facts(sample.facts())
        panel.show_state(state)
    qtbot.waitUntil(lambda: panel.area.verticalScrollBar().value() == at, timeout=2000)
    assert panel.tabs.current() == "Technique"
