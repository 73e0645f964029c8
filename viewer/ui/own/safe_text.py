"""Markdown that can open nothing: no file, no address, no picture."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

_PICTURE = re.compile(r"!\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])?")

_NO_PICTURE = QImage(1, 1, QImage.Format.Format_ARGB32)
_NO_PICTURE.fill(Qt.GlobalColor.transparent)


class _Document(QTextDocument):
    def loadResource(self, kind: int, name: QUrl) -> object:
        """An empty picture, whatever is asked for: given nothing, Qt would look for a file itself."""
        return _NO_PICTURE


class NoteView(QTextBrowser):
    """A note, rendered; as high as its text.

    Signals:
        link_requested: a link of the app's own kind was pressed.
        address_copied: an address was put on the clipboard, not opened; (address).
    """

    link_requested = Signal(str)
    address_copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocument(_Document(self))
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("note", True)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._pressed)

    def loadResource(self, kind: int, name: QUrl) -> object:
        return _NO_PICTURE

    def show_note(self, text: str) -> None:
        """Render Markdown; HTML in it is shown as it is written."""
        # What the expression does not know as a picture is one no more with a gap in its mark.
        text = _PICTURE.sub(r"\1 (picture left out)", text).replace("![", "!\u200b[")
        features = QTextDocument.MarkdownFeature
        self.document().setMarkdown(text, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        self.setAccessibleName(f"Own note: {self.document().toPlainText()}")
        self.updateGeometry()

    def _pressed(self, url: QUrl) -> None:
        if url.scheme() == "trp":
            self.link_requested.emit(url.toString())
        elif url.scheme() in ("http", "https"):
            QGuiApplication.clipboard().setText(url.toString())
            self.address_copied.emit(url.toString())

    def sizeHint(self) -> QSize:
        document = self.document()
        document.setTextWidth(max(60, self.viewport().width()))
        return QSize(200, round(document.size().height()) + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self.sizeHint().height()
        if self.height() != wanted:
            self.setFixedHeight(wanted)
