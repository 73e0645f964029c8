"""A figure of what is seen: how it will look, with which names, to be saved or copied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialogButtonBox, QSizePolicy, QWidget

from viewer.body.atlas import Atlas
from viewer.body.figure import Naming
from viewer.ui.dialogs import Dialog
from viewer.ui.paper.seen import SeenFigure, image_of
from viewer.ui.parts.buttons import Segmented
from viewer.ui.parts.text import Text

NAMINGS: tuple[tuple[Naming, str], ...] = (
    ("names", "With names"), ("numbers", "Numbers only"), ("none", "Without names"),
)  # fmt: skip


class _Picture(QWidget):
    """A picture as large as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 300)

    def sizeHint(self) -> QSize:
        return QSize(680, 520)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image.isNull():
            return
        ratio = self.devicePixelRatioF()
        fit = self.image.scaled(
            self.size() * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        fit.setDevicePixelRatio(ratio)
        size = fit.deviceIndependentSize()
        painter = QPainter(self)
        painter.drawImage(
            round((self.width() - size.width()) / 2), round((self.height() - size.height()) / 2), fit
        )


class FigureDialog(Dialog):
    """Offers a figure.

    Args:
        make: the figure with names of a kind.

    Signals:
        save_requested: (kind of names).
        copied: words for the status line.
    """

    save_requested = Signal(str)
    copied = Signal(str)

    def __init__(self, make: Callable[[Naming], SeenFigure], atlas: Atlas, parent: QWidget | None) -> None:
        super().__init__("Figure", parent, 760, 700)
        self._make, self._atlas = make, atlas
        self.naming = Segmented("Names", NAMINGS, self)
        self.naming.chosen.connect(lambda _: self._draw())
        self.add(self.naming)
        self.picture = _Picture()
        self.column.addWidget(self.picture, 1)
        self.add(
            Text("Orientation, edition, licence and sources are always on it. It may be passed on with them.",
                 "small", "text2")
        )  # fmt: skip
        save = self.buttons.addButton("Save…", QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(lambda: self.save_requested.emit(self.naming.key()))
        copy = self.buttons.addButton("Copy picture", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setAutoDefault(False)
        copy.clicked.connect(self._copy)
        self.add_close()
        self.naming.set_chosen("names")
        self._draw()

    def _draw(self) -> None:
        figure = self._make(self.naming.key())
        self.picture.image = image_of(figure, self._atlas)
        self.picture.setAccessibleName(f"Figure: {figure.caption.words}")
        self.picture.update()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setImage(self.picture.image)
        self.copied.emit("Figure copied")
