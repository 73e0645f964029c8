"""What leaves the screen from the window: print, a figure of what is seen, the sheet of a muscle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QDialog, QFileDialog

from viewer.body.figure import Naming
from viewer.catalog.disk import replace_file
from viewer.map.shown import ShownMap, shown_map
from viewer.ui.paper.figure_dialog import FigureDialog
from viewer.ui.paper.pdf import MARGIN_MM, room_of
from viewer.ui.paper.seen import KINDS, SeenFigure, caption_of, save_figure
from viewer.ui.paper.setting import paint_sheet
from viewer.ui.paper.sheets import SheetSource, sheet_pdf
from viewer.ui.paper.tagged import can_tag, tagged_pdf
from viewer.ui.printing import Preview, Sheet, set_up
from viewer.ui.summary import summary
from viewer.ui.words import edition_of

if TYPE_CHECKING:
    from viewer.body.atlas import Atlas
    from viewer.catalog.model import Muscle
    from viewer.map.content import MapContent
    from viewer.map.linked import LinkedMaps
    from viewer.ui.window import Window

ROW_PX = (900.0, 620.0)
"""The size of a figure's row of maps, in 1/96 inch, for two maps."""
NO_MUSCLE = "Select a muscle first"


class Paper(QObject):
    """Print, figures and sheets of one window.

    Args:
        content: what the maps are made of now.
        atlas: the atlas that is shown.
    """

    def __init__(
        self, window: Window, maps: LinkedMaps, content: Callable[[], MapContent], atlas: Callable[[], Atlas]
    ) -> None:
        super().__init__(window)
        self._window, self._maps, self._content, self._atlas = window, maps, content, atlas
        self.dialog: QDialog | None = None

    # -- what is seen

    def shown(self) -> tuple[ShownMap, ...]:
        """The maps as they are shown, with the names of what is on them."""
        content = self._content()
        titles = {m.id: m.name for m in self._window.facts.catalog.muscles.values()}
        return tuple(
            shown_map(content, m.scene_shown, m.camera, titles)
            for m in self._maps.maps
            if m.scene_shown is not None
        )

    def figure(self, naming: Naming) -> SeenFigure:
        """What is seen as a figure."""
        maps = self.shown()
        wide = ROW_PX[0] * max(len(maps), 1) / 2
        caption = caption_of(self._window.facts, self._window.store.state, naming)
        return SeenFigure(maps, caption, max(wide, 520.0), ROW_PX[1], naming)

    def offer_figure(self) -> None:
        """Show what is seen as a figure, to be saved or copied."""
        dialog = FigureDialog(self.figure, self._atlas(), self._window)
        dialog.save_requested.connect(self._ask_for_figure)
        dialog.copied.connect(self._window.say)
        self._show(dialog)

    def save_figure(self, path: Path, naming: Naming) -> bool:
        """Write the figure into a file; says why where it cannot be done."""
        try:
            with _waiting():
                save_figure(self.figure(naming), path, self._atlas())
        except (OSError, ValueError) as error:
            self._window.caution.say(f"The figure was not saved: {_reason(error)}", "")
            return False
        self._window.say(f"Figure saved: {path.name}")
        return True

    def _ask_for_figure(self, naming: Naming) -> None:
        endings = {f"{words} (*{ending})": ending[1:] for ending, words in KINDS.items()}
        dialog = QFileDialog(self._window, "Save the figure", "", ";;".join(endings))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(endings[chosen]))
        dialog.fileSelected.connect(lambda path: self.save_figure(Path(path), naming))
        dialog.open()

    def print_view(self) -> None:
        """Show what is seen, and the record beside it, as it will be printed."""
        text = tuple(summary(self._window.facts, self._window.store.state))
        source = edition_of(self._window.facts.catalog)
        preview = Preview(self._window, Sheet(self.shown(), text, source), self._atlas())
        self._show(preview)

    # -- the sheet of a muscle

    def print_sheet(self) -> None:
        """Show the sheet of the muscle as it will be printed."""
        muscle = self._muscle()
        if muscle is not None:
            self._show(_SheetPreview(self._source(), muscle, self._side(), self._window))

    def save_sheet(self, path: Path, paper: str = "a4") -> bool:
        """Write the sheet as PDF, tagged where that can be done; says why where it cannot be written."""
        muscle = self._muscle()
        if muscle is None:
            return False
        sheet = self._source().sheet(muscle, self._side(), room_of(paper))
        tagged = can_tag()
        try:
            with _waiting():
                data = (tagged_pdf if tagged else sheet_pdf)(sheet, self._atlas(), paper)
                replace_file(path, data)
        except (OSError, RuntimeError) as error:
            self._window.caution.say(f"The sheet was not saved: {_reason(error)}", "")
            return False
        self._window.say(f"Sheet saved: {path.name}" + (", tagged for screen readers" if tagged else ""))
        return True

    def ask_for_pdf(self) -> None:
        """Ask where the sheet of the muscle goes as PDF."""
        muscle = self._muscle()
        if muscle is None:
            return
        papers = {"PDF, A4 (*.pdf)": "a4", "PDF, Letter (*.pdf)": "letter"}
        dialog = QFileDialog(self._window, "Save the sheet", f"{muscle.id}.pdf", ";;".join(papers))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(
            lambda path: self.save_sheet(Path(path), papers[dialog.selectedNameFilter()])
        )
        dialog.open()

    def _source(self) -> SheetSource:
        return SheetSource(self._window.facts, self._content(), self._atlas())

    def _muscle(self) -> Muscle | None:
        muscle = self._window.facts.catalog.muscles.get(self._window.store.state.muscle or "")
        if muscle is None:
            self._window.say(NO_MUSCLE)
        return muscle

    def _side(self) -> str:
        return self._window.store.state.at_side

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.open()


class _SheetPreview(QPrintPreviewDialog):
    """The sheet on the paper that is chosen in the dialog."""

    def __init__(self, source: SheetSource, muscle: Muscle, side: str, window: Window) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)  # the dialog does not own it
        set_up(self._printer, MARGIN_MM)
        self._printer.setDocName(f"{muscle.name}, Trigger Point Viewer")
        super().__init__(self._printer, window)
        self.setWindowTitle(f"Print the sheet: {muscle.name}")
        self.resize(min(1000, window.width()), min(860, window.height()))
        self._source, self._muscle, self._side = source, muscle, side
        self.paintRequested.connect(self._paint)

    def _paint(self, printer: QPrinter) -> None:
        painter = QPainter(printer)
        scale = printer.resolution() / 96
        painter.scale(scale, scale)
        room = printer.pageLayout().paintRectPixels(96)
        size = (float(room.width()), float(room.height()))
        sheet = self._source.sheet(self._muscle, self._side, size)
        paint_sheet(painter, size, printer.newPage, sheet, self._source.atlas, ratio=scale)
        painter.end()


@contextmanager
def _waiting() -> Iterator[None]:
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
