"""The window: the main job by mouse and keys, its layout at every size, its names for everyone."""

from __future__ import annotations

import pytest
import sample
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QSlider, QWidget
from ui_window import make_window

from viewer.state.view_state import Hovered
from viewer.ui.record.points import PointRow


@pytest.fixture
def window(qapp, qtbot, tmp_path):
    return make_window(qapp, qtbot, tmp_path)


def alive(root: QWidget, kind: type) -> list:
    QApplication.processEvents()
    return [w for w in root.findChildren(kind) if w.isVisible()]


def test_find_by_name_then_point_then_back_by_keys_alone(window, qtbot) -> None:
    store = window.store
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.top.search.hasFocus()
    QTest.keyClicks(window.top.search, "upper trap")
    assert window.popup.isVisible()
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    assert store.state.muscle == "alpha"
    assert not window.popup.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert store.state.point == "alpha.1"
    assert window.record_panel.title.text() == "Upper trapezius"
    assert window.legend.shown() == ["point", "essential", "spillover", "muscle", "behind"]
    assert "TrP 1" in window.status.selection.text()
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert store.state.point is None
    assert store.state.muscle == "alpha"
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert store.state.point == "alpha.1"


def test_muscle_point_technique_and_back_by_mouse(window, qtbot) -> None:
    store, tree = window.store, window.find_panel.trees["muscles"]
    tree.expandAll()
    index = tree.nodes.find("muscle", "alpha")
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())
    assert store.state.muscle == "alpha"
    row = alive(window.record_panel, PointRow)[1]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert store.state.point == "alpha.2"
    window.verbs.open_record("technique", "dry_needling")
    assert window.record_panel.title.text() == "Dry needling"
    QTest.mouseClick(window.top.back, Qt.MouseButton.LeftButton)
    assert window.record_panel.title.text() == "Upper trapezius"
    assert store.state.point == "alpha.2"


def test_return_on_an_exact_title_needs_no_list(window) -> None:
    window.top.search.setFocus()
    window.top.search.setText("Temporalis")
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    assert window.store.state.muscle == "beta"


def test_a_slip_is_forgiven_and_nothing_found_is_said(window) -> None:
    QTest.keyClicks(window.find_panel.field, "trapezuis")
    assert window.find_panel.results.results.rowCount() > 0
    window.find_panel.field.clear()
    QTest.keyClicks(window.find_panel.field, "qqqqq")
    assert "Nothing found" in window.find_panel._empty.text()
    QTest.keyClick(window.find_panel.field, Qt.Key.Key_Escape)
    assert window.find_panel.field.text() == ""


def test_a_command_is_found_and_done(window) -> None:
    window.top.search.setFocus()
    QTest.keyClicks(window.top.search, "patient left")
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    assert window.store.state.side == "left"


def test_the_tree_counts_points_and_marks_what_is_not_described(window) -> None:
    tree = window.find_panel.trees["muscles"]
    nodes = {n.title: n for n in tree.nodes._root.walk()}
    assert nodes["Upper trapezius"].count == "2"
    assert nodes["Trapezius"].count == "3"
    assert nodes["Levator scapulae"].quiet
    assert nodes["Levator scapulae"].spoken == "Not described yet"


def test_the_tree_follows_the_selection(window) -> None:
    window.store.select_point("beta.1")
    tree = window.find_panel.trees["muscles"]
    index = tree.nodes.find("muscle", "beta")
    assert tree.isExpanded(index.parent())
    assert tree.currentIndex() == index


def test_the_pointer_is_told_in_words(window) -> None:
    window.store.hover(Hovered("region", "temple", "left"))
    assert window.status.pointer.text() == "Pointer: Temple, patient’s left"
    window.store.hover(None)
    assert window.status.pointer.text() == ""


def test_the_toolbar_shows_and_asks(window) -> None:
    bar = window.toolbar
    QTest.mouseClick(bar.sides.button("both"), Qt.MouseButton.LeftButton)
    assert window.store.state.side == "both"
    window.store.set_layer("deep")
    assert bar.layers.accessibleDescription() == "Deep"
    window.store.set_views(("anterior",))
    assert bar.views.key() == ""


def test_a_link_is_copied_and_leads_back(window) -> None:
    from viewer.ui.uri import target_of

    window.store.select_point("alpha.1", "left")
    window.actions_by_key["copy_link"].trigger()
    text = QGuiApplication.clipboard().text()
    target = target_of(text)
    assert target is not None
    assert (target.kind, target.id, target.point, target.side) == ("muscle", "alpha", "alpha.1", "left")
    assert target_of("https://example.org/muscle/x") is None
    assert target_of("alpha.1").id == "alpha.1"


def test_a_catalog_can_be_dropped(window) -> None:
    dropped = []
    window.file_dropped.connect(dropped.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/some.yaml")])
    enter = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    assert [d.replace("\\", "/")[-9:] for d in dropped] == ["some.yaml"]


def test_the_panels_fold(window) -> None:
    window.actions_by_key["find_panel"].trigger()
    assert not window.find_panel.isVisible()
    assert window.rail.isVisible()
    window.actions_by_key["find_panel"].trigger()
    assert window.find_panel.isVisible()
    window.actions_by_key["record_panel"].trigger()
    assert not window.record_panel.isVisible()
    window.verbs.open_record("muscle", "alpha")
    assert window.record_panel.isVisible()


def test_in_a_small_window_find_is_a_drawer(window, qtbot) -> None:
    window.resize(1024, 768)
    QApplication.processEvents()
    assert window.rail.isVisible()
    assert not window.drawer.isVisible()
    window.actions_by_key["find_panel"].trigger()
    assert window.drawer.isVisible()
    assert window.find_panel.isVisible()
    window.find_panel.record_requested.emit("muscle", "alpha")
    assert not window.drawer.isVisible()
    window.resize(1440, 900)
    QApplication.processEvents()
    assert window.find_panel.isVisible()
    assert not window.rail.isVisible()


def test_in_one_column_too_the_drawer_has_room(qapp, qtbot, tmp_path) -> None:
    window = make_window(qapp, qtbot, tmp_path, (1280, 800), 2.0)
    assert window.plan.column
    window.actions_by_key["filter"].trigger()
    assert window.drawer.isVisible()
    assert window.drawer.width() > 400
    assert window.rect().contains(window.drawer.geometry())
    assert window.find_panel.filters.hasFocus() or window.find_panel.filters.isVisible()
    window.look.choose("light", 1.0)


SIZES = [
    (1024, 768, 1.0),
    (1280, 800, 1.0),
    (1440, 900, 1.0),
    (2560, 1440, 1.0),
    (1440, 900, 2.0),
    (880, 1100, 1.0),
]


@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
def test_nothing_overlaps_or_is_cut_at_any_size(qapp, qtbot, tmp_path, width, height, scale) -> None:
    window = make_window(qapp, qtbot, tmp_path, (width, height), scale)
    window.store.select_point("alpha.1")
    qtbot.wait(20)
    assert window.width() <= width + 1, "the window needs more room than there is"
    for bar in (window.top, window.toolbar, window.legend, window.status):
        if not bar.isVisible():
            continue
        parts = [w for w in bar.findChildren(QWidget) if w.isVisible() and w.parent() is bar]
        for one in parts:
            assert bar.rect().contains(one.geometry()), (bar, one.geometry(), bar.rect())
            for other in parts:
                assert one is other or not one.geometry().intersects(other.geometry())
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.parent() is window.top:
            assert min(button.width(), button.height()) >= 24
    window.look.choose("light", 1.0)


def test_everything_that_takes_the_focus_has_a_name(window, qtbot) -> None:
    window.store.select_point("alpha.1")
    qtbot.wait(20)
    unnamed = []
    for widget in window.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        if takes and isinstance(widget, QAbstractButton | QLineEdit | QSlider):
            interface = QAccessible.queryAccessibleInterface(widget)
            if not interface.text(QAccessible.Text.Name):
                unnamed.append(widget)
    assert unnamed == []


def test_the_names_hold_the_words_that_are_seen(window, qtbot) -> None:
    window.store.select_point("alpha.1")
    qtbot.wait(20)
    for button in window.findChildren(QAbstractButton):
        seen, said = button.text(), button.accessibleName()
        if button.isVisible() and seen and said:
            assert seen.replace("&", "").lower() in said.lower(), (seen, said)


def test_tab_goes_through_the_window_and_comes_round(window, qtbot) -> None:
    window.store.select_point("alpha.1")
    qtbot.wait(20)
    window.find_panel.field.setFocus()
    seen: set[int] = set()
    for _ in range(400):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is window.find_panel.field:
            break
        seen.add(id(focus))
    assert QApplication.focusWidget() is window.find_panel.field
    assert len(seen) > 15


def test_the_statement_is_shown_once(window) -> None:
    window.verbs.show_statement()
    dialog = window.verbs.dialog("statement")
    assert dialog is not None
    assert not window.settings.flag("statement_read")
    dialog.accept()
    assert window.settings.flag("statement_read")


@pytest.mark.parametrize("name", ["about", "shortcuts"])
def test_dialogs_open_beside_the_window(window, name: str) -> None:
    window.actions_by_key[name].trigger()
    dialog = window.verbs.dialog(name)
    assert dialog is not None
    assert not dialog.isModal()
    dialog.close()


def test_problems_are_listed_with_their_place(window) -> None:
    from viewer.catalog.issues import Issue

    window.verbs.issues = (
        Issue("data/muscles/neck.yaml", 214, 13, "error", "unknown", "no such muscle", "trap"),
    )
    window.verbs.withheld = 1
    window.caution.say("1 record withheld.")
    window.caution.button.click()
    dialog = window.verbs.dialog("problems")
    model = dialog.model
    assert model.data(model.index(0, 0)) == "muscles/neck.yaml:214:13"
    assert "Did you mean “trap”?" in model.data(model.index(0, 1))
    dialog.close()


def test_another_catalog_keeps_what_is_selected(window) -> None:
    from dataclasses import replace

    window.store.select_point("alpha.1")
    catalog = replace(sample.CATALOG, edition="0.2")
    window.store.replace_catalog(catalog)
    window.set_facts(replace(sample.facts(), catalog=catalog))
    assert window.store.state.point == "alpha.1"
    assert window.record_panel.title.text() == "Upper trapezius"
    assert window.status.catalog.text() == "Sample catalog 0.2"


@pytest.mark.parametrize("theme", ["light", "dark", "contrast_light", "contrast_dark"])
def test_every_theme_paints_without_a_word(window, theme: str) -> None:
    window.store.select_point("alpha.1")
    window.verbs.choose_theme(theme)
    image = window.grab().toImage()
    ground = image.pixelColor(window.width() // 2, 20)
    assert (ground.lightness() < 128) == ("dark" in theme)
    window.verbs.choose_theme("light")


def test_the_pointer_is_told_the_region_and_what_lies_there(window) -> None:
    window.watching.point_at("temple", "left")
    assert window.status.pointer.text() == "Pointer: Temple, patient’s left"
    window.store.hover(Hovered("muscle", "beta", "left"))
    assert window.status.pointer.text() == "Pointer: Temple, Temporalis, patient’s left"
    window.store.hover(None)
    window.watching.point_at("", None)
    assert window.status.pointer.text() == ""


def test_sizes_of_the_panels_are_kept(qapp, qtbot, tmp_path) -> None:
    first = make_window(qapp, qtbot, tmp_path)
    first.splitter.setSizes([320, 700, 420])
    kept = first.splitter.sizes()
    first.close()
    second = make_window(qapp, qtbot, tmp_path)
    assert second.splitter.sizes() == kept
    second.splitter.restore()
    assert second.splitter.sizes()[0] == 280


def test_a_divider_moves_by_keys(window) -> None:
    handle = window.splitter.handle(1)
    before = window.splitter.sizes()[0]
    QTest.keyClick(handle, Qt.Key.Key_Right)
    assert window.splitter.sizes()[0] > before


def test_the_ring_stands_about_what_the_keyboard_is_on(qapp, window, qtbot) -> None:
    from viewer.ui.parts.focus import FocusRing, _Ring

    ring = FocusRing(qapp, window)
    window.activateWindow()
    button = window.toolbar.sides.button("right")
    button.setFocus(Qt.FocusReason.OtherFocusReason)
    assert not window.findChildren(_Ring), "no ring for the mouse"
    QTest.keyClick(button, Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    shown = [r for r in window.findChildren(_Ring) if r.isVisible()]
    assert len(shown) == 1
    middle = shown[0].mapToGlobal(shown[0].rect().center())
    assert button.rect().contains(button.mapFromGlobal(middle))
    assert shown[0].width() > button.width()
    assert ring is not None
