"""Links: what a link says comes back, whatever is amiss in it is passed over, and it changes no data."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sample
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from ui_window import make_window

from viewer.body.paint import Stroke, WholeArea
from viewer.find.filters import EVIDENCE, LAYERS, LEVELS
from viewer.state.view_state import BUILDS, CLOSE_UPS, MAIN_VIEWS, MODES, VIEWS_OFFERED, ViewState
from viewer.state.view_state import LAYERS as STOPS
from viewer.ui.following import Following
from viewer.ui.uri import LONGEST, RECORDS, SCHEME, state_of, target_of, uri_of

IDS = st.from_regex(r"[a-z][a-z_]{0,20}(\.[0-9])?", fullmatch=True)
SOME_IDS = st.lists(IDS, max_size=5, unique=True)
MM = st.integers(-20000, 20000).map(lambda n: n / 10)
ZOOM = st.integers(1000, 24000).map(lambda n: n / 1000)
FILTERS = st.lists(
    st.one_of(
        st.tuples(st.just("root"), st.sampled_from(["C5", "CN VII", "S2"])),
        st.tuples(st.just("layer"), st.sampled_from(list(LAYERS))),
        st.tuples(st.just("evidence"), st.sampled_from(list(EVIDENCE))),
        st.tuples(st.just("level"), st.sampled_from(list(LEVELS))),
        st.tuples(st.just("nerve"), st.sampled_from(["femoral nerve", "a name, with a comma & more"])),
        st.just(("own", "notes")),
    ),
    max_size=4,
    unique=True,
)


@st.composite
def states(draw: st.DrawFn) -> ViewState:
    side = draw(st.sampled_from(["right", "left", "both"]))
    record = draw(st.none() | st.tuples(st.sampled_from(RECORDS), IDS))
    muscle = draw(st.none() | IDS)
    views = draw(st.lists(st.sampled_from(VIEWS_OFFERED), min_size=1, max_size=4, unique=True))
    close_ups = draw(st.dictionaries(st.sampled_from(CLOSE_UPS), st.tuples(MM, MM, ZOOM), max_size=2))
    return ViewState(
        muscle=muscle,
        point=draw(st.none() | IDS) if muscle else None,
        record=record,
        side=side,
        at_side=draw(st.sampled_from(["right", "left"])) if side == "both" else side,
        layer=draw(st.sampled_from(STOPS)),
        peel=draw(st.integers(-50, 50)) / 100,
        hidden=tuple(sorted(draw(SOME_IDS))),
        alone=tuple(sorted(draw(SOME_IDS))),
        rest=draw(st.sampled_from(["bones", "faint"])),
        structures=draw(st.booleans()),
        build=draw(st.sampled_from(BUILDS)),
        views=tuple(views),
        centre_mm=draw(MM),
        zoom=draw(ZOOM),
        across_mm=tuple(sorted(draw(st.dictionaries(st.sampled_from(MAIN_VIEWS), MM, max_size=3)).items())),
        close_ups=tuple(sorted(close_ups.items())),
        mirrored=draw(st.booleans()),
        hazards=tuple(draw(SOME_IDS)),
        mode=draw(st.sampled_from(MODES)),
        compared=tuple(draw(st.lists(IDS, max_size=4, unique=True))),
        filter=tuple(sorted(draw(FILTERS))),
    )


# Whole states take their time to be made, and on a busy machine more than Hypothesis likes.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@unhurried
@given(states(), states())
def test_a_link_leads_back_to_all_that_was_shown(state: ViewState, now: ViewState) -> None:
    target = target_of(uri_of(state))
    assert target is not None
    assert state_of(target, now) == state


AREA = st.tuples(IDS, st.sampled_from(["left", "right"]), st.sampled_from([0.0, 0.5, 1.0]))


@unhurried
@given(states(), st.lists(AREA, max_size=12))
def test_painted_regions_are_part_of_a_link(state: ViewState, areas: list) -> None:
    painting = tuple(WholeArea(*area) for area in areas)
    target = target_of(uri_of(replace(state, painting=painting)))
    assert target is not None
    assert target.painting == (painting or None)


def test_a_stroke_makes_no_part_of_a_link() -> None:
    painted = ViewState(painting=(WholeArea("temple", "left"), Stroke(((0.0, 0.0, 0.0),), 20.0)))
    assert "pain=" not in uri_of(painted)


@given(st.text(max_size=200).map(lambda t: f"{SCHEME}://muscle/alpha?{t}") | st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    target = target_of(text)
    if target is not None:
        state_of(target, ViewState())


@pytest.mark.parametrize(
    "text",
    ["https://example.org/muscle/x", "trp://", "trp://muscle/", "trp://nothing/x", "trp://view/x", "", "  ",
     "trp://muscle/a?" + "x" * LONGEST, "file:///etc/passwd", "trp://[x/y"],
)  # fmt: skip
def test_what_is_no_link_leads_nowhere(text: str) -> None:
    assert target_of(text) is None


def test_what_is_amiss_in_a_link_is_passed_over() -> None:
    target = target_of(
        "trp://muscle/alpha?zoom=nan&side=up&layer=skins&view=front,upwards&height=1e9&mode=x&filter=root"
        "&hide=..%2F..,alpha2&close=a:b&across=anterior"
    )
    assert target is not None
    assert (target.side, target.layer, target.views, target.whole) == ("", "", ("anterior",), False)
    assert dict(target.rest) == {"hidden": ("..", "alpha2")} or dict(target.rest) == {"hidden": ("alpha2",)}


@pytest.fixture
def window(qapp, qtbot, tmp_path):
    return make_window(qapp, qtbot, tmp_path)


@pytest.fixture
def following(window) -> Following:
    made = Following(window, lambda: None, lambda path: None)
    window.link_given.connect(made.open)
    window.verbs.follow = made.open
    return made


def test_a_short_link_keeps_what_it_does_not_say(window, following) -> None:
    window.store.set_layer("deep")
    assert following.open("trp://muscle/alpha?point=alpha.2&side=left") == ""
    state = window.store.state
    assert (state.muscle, state.point, state.side, state.layer) == ("alpha", "alpha.2", "left", "deep")


def test_a_whole_link_is_one_step_of_the_history(window, following) -> None:
    window.store.select_point("beta.1")
    window.store.set_filter((("root", "C3"),))
    link = uri_of(window.store.state)
    window.store.show_all()
    window.store.set_filter(())
    window.store.set_mode("pain")
    window.store.select_muscle("alpha")
    shown = window.store.state
    assert following.open(link) == ""
    assert window.store.state.point == "beta.1"
    assert window.store.state.filter == (("root", "C3"),)
    assert window.store.state.mode == "explore"
    window.store.back()
    assert (window.store.state.muscle, window.store.state.mode) == (shown.muscle, shown.mode)


@pytest.mark.parametrize("kind", ["technique", "topic", "region", "source", "red_flag", "landmark"])
def test_every_kind_of_record_can_be_opened(window, following, kind: str) -> None:
    id = next(iter(window.facts.records(kind)), None)
    if id is None:
        pytest.skip("the sample has none")
    assert following.open(f"trp://{kind}/{id}") == ""
    assert window.store.state.record == (kind, id)


def test_an_unknown_id_is_said_with_the_nearest_which_can_be_opened(window, following) -> None:
    before = window.store.state
    assert "did you mean 'alpha'" in following.open("trp://muscle/alpah")
    assert window.store.state == before
    assert "nearest is Upper trapezius" in window.notice.words()
    QTest.mouseClick(window.notice.button, Qt.MouseButton.LeftButton)
    assert window.store.state.muscle == "alpha"
    assert not window.notice.isVisible()


def test_an_unknown_point_still_shows_its_muscle(window, following) -> None:
    assert "alpha.9" in following.open("trp://muscle/alpha?point=alpha.9")
    assert (window.store.state.muscle, window.store.state.point) == ("alpha", None)


def test_a_renamed_id_opens_what_it_is_today(qapp, qtbot, tmp_path) -> None:
    window = make_window(qapp, qtbot, tmp_path)
    catalog = replace(sample.CATALOG, renamed={"old": "alpha", "old.1": "alpha.1", "older": "old"})
    window.store.replace_catalog(catalog)
    window.set_facts(replace(sample.facts(), catalog=catalog))
    made = Following(window, lambda: None, lambda path: None)
    assert made.open("trp://muscle/older?point=old.1") == ""
    assert (window.store.state.muscle, window.store.state.point) == ("alpha", "alpha.1")
    window.store.clear_step()
    assert made.open("trp://muscle/old?point=old.1&side=left&view=front&zoom=2") == ""
    assert (window.store.state.muscle, window.store.state.point) == ("alpha", "alpha.1")


def test_paint_in_a_link_can_be_taken_back(window, following) -> None:
    mine = (Stroke(((0.0, 1500.0, 100.0),), 20.0),)
    window.store.paint(mine)
    following.open("trp://view?zoom=1&mode=pain&pain=temple:left:worst,nowhere:left:worst")
    assert window.store.state.painting == (WholeArea("temple", "left"),)
    window.store.undo_paint()
    assert window.store.state.painting == mine


def dropped(window, data: QMimeData) -> bool:
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, none)
    window.dragEnterEvent(enter)
    if enter.isAccepted():
        window.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    return enter.isAccepted()


@pytest.mark.parametrize("form", ["addresses", "text"])
def test_a_link_can_be_dropped(window, following, form: str) -> None:
    data = QMimeData()
    if form == "addresses":
        data.setUrls([QUrl("https://example.org"), QUrl("trp://muscle/alpha?side=left")])
    else:
        data.setText("see trp://muscle/alpha?side=left\n")
    assert dropped(window, data)
    assert (window.store.state.muscle, window.store.state.side) == ("alpha", "left")


def test_other_addresses_are_not_taken(window, following) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/muscle/alpha")])
    assert not dropped(window, data)


def test_a_link_is_pasted_by_keys(window, following) -> None:
    window.store.select_point("alpha.1", "left")
    window.actions_by_key["copy_link"].trigger()
    window.store.clear_step()
    window.store.clear_step()
    window.activateWindow()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_O, both)
    dialog = window.verbs.dialog("link")
    assert dialog is not None
    assert dialog.field.text() == QGuiApplication.clipboard().text()
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert window.store.state.point == "alpha.1"
    assert window.verbs.dialog("link") is None


def test_a_wrong_link_is_said_where_it_was_pasted(window, following) -> None:
    QGuiApplication.clipboard().setText("no link")
    window.actions_by_key["open_link"].trigger()
    dialog = window.verbs.dialog("link")
    assert dialog.field.text() == ""
    QTest.keyClicks(dialog.field, "https://example.org")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert window.verbs.dialog("link") is dialog
    assert "trp://" in dialog._wrong.text()
    dialog.close()
