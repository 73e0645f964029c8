"""Links over the shipped catalog: from the start to a map, dropped on one, and handed over."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from ui_app import READY_MS, close, needs_atlas, opened, settled

from viewer.body.paint import WholeArea
from viewer.ui.uri import uri_of

pytestmark = needs_atlas
START = (
    "trp://muscle/scalenes?point=scalenes.2&side=left&view=front&layer=deep&filter=root:C5&hide=longus_colli"
    "&zoom=4&height=1450&across=anterior:40&nerves=shown&pain=temple:left:worst"
)


@pytest.fixture
def app(qapp, qtbot, tmp_path):
    made = opened(qapp, tmp_path, target=START)
    qtbot.waitUntil(lambda: made.maps is not None, timeout=READY_MS)
    yield made
    close(made)


def test_a_link_to_the_start_shows_all_that_it_says(app, qtbot) -> None:
    settled(app, qtbot)
    state = app.store.state
    assert app.problem == ""
    assert (state.muscle, state.point) == ("scalenus_medius", "scalenus_medius.1"), "under its new name"
    assert (state.views, state.layer, state.side) == (("anterior",), "deep", "left")
    assert (state.zoom, state.centre_mm, state.across("anterior")) == (4.0, 1450.0, 40.0)
    assert (state.filter, state.hidden, state.structures) == ((("root", "C5"),), ("longus_colli",), True)
    assert state.painting == (WholeArea("temple", "left"),)
    assert "longus_colli" not in {pick.id for pick, _ in app.maps.maps[0].scene_shown.cut.picks}
    assert app.maps.maps[0].camera.zoom == pytest.approx(4.0)
    # What follows is asked of the same window: a start takes seconds.
    _dropped_on_a_map(app, qtbot)
    _handed_over(app, qtbot)
    _back_to_all_that_was_shown(app, qtbot)


def _dropped_on_a_map(app, qtbot) -> None:
    data = QMimeData()
    data.setText("trp://muscle/soleus?side=right&view=back&zoom=2&height=400")
    place = app.maps.maps[0].viewport()
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    QApplication.sendEvent(place, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(place, QDropEvent(QPointF(50, 50), copy, data, left, none))
    assert app.store.state.muscle == "soleus"
    assert app.store.state.zoom == 2.0


def _handed_over(app, qtbot) -> None:
    app.window.showMinimized()
    app.following.hand_over({"target": "infraspinatus.1", "side": "left", "view": "posterior"})
    assert not app.window.isMinimized()
    state = app.store.state
    assert (state.point, state.side, state.views) == ("infraspinatus.1", "left", ("posterior",))
    app.following.hand_over({"target": "trp://muscle/infraspinatos"})
    assert "nearest is Infraspinatus" in app.window.notice.words()
    assert app.store.state == state


def _back_to_all_that_was_shown(app, qtbot) -> None:
    settled(app, qtbot)
    shown = app.store.state
    link = uri_of(shown)
    app.store.select_muscle("temporalis")
    app.store.set_mode("compare")
    app.store.zoom_to_fit()
    app.store.back()
    app.store.back()
    qtbot.waitUntil(lambda: app.store.state == shown, timeout=READY_MS)
    app.store.select_muscle("temporalis")
    app.store.set_mode("pain")
    app.following.open(link)
    settled(app, qtbot)
    assert uri_of(app.store.state) == link
