"""The dialogs: statement at the first start, about, problems of a catalog."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import QDesktopServices, QGuiApplication, QIcon, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHeaderView,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from viewer.catalog.issues import Issue
from viewer.catalog.model import Catalog
from viewer.ui.assets import ASSETS
from viewer.ui.parts.buttons import Segmented
from viewer.ui.parts.callout import Callout
from viewer.ui.parts.text import Text
from viewer.ui.preferences import ROLES
from viewer.ui.words import SOURCE_GRADE, SOURCE_SEEN, STATEMENT, citation, edition_of, plural

Index = QModelIndex | QPersistentModelIndex


class Dialog(QDialog):
    """A dialog with a title, a body that scrolls, and buttons."""

    def __init__(self, title: str, parent: QWidget | None, width: int = 560, height: int = 0) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.body = QWidget()
        # As high as its text is at its width; the hint of its layout is that of the narrowest.
        self.body.setMinimumHeight(1)
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(24, 20, 24, 12)
        self.column.setSpacing(10)
        self.column.addWidget(Text(title, "title"))
        self.area = area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.body)
        self.buttons = QDialogButtonBox(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 4, 24, 16)
        foot.addWidget(self.buttons)
        outer.addLayout(foot)
        screen = self.screen().availableGeometry() if self.screen() else None
        tall = height or 420
        if screen is not None:
            width, tall = min(width, screen.width() - 40), min(tall, screen.height() - 40)
        self.resize(width, tall)
        self.buttons.rejected.connect(self.reject)
        self.buttons.accepted.connect(self.accept)

    def add(self, widget: QWidget) -> None:
        """Put a row at the end of the body."""
        self.column.addWidget(widget)

    def add_close(self) -> None:
        """A button that closes, without the dark sign that the style puts on its accent ground."""
        close = self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        close.setIcon(QIcon())
        close.setDefault(True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # No higher than what is in it: half an empty dialog looks as if something were missing.
        QTimer.singleShot(0, self, self._shrink)

    def _shrink(self) -> None:
        column = self.column
        if any(column.stretch(n) and column.itemAt(n).widget() is not None for n in range(column.count())):
            return  # a list or a picture takes all the room there is
        text = self.column.totalHeightForWidth(self.area.viewport().width())
        spare = self.area.viewport().height() - text
        if spare > 0:
            self.resize(self.width(), self.height() - spare)


class StatementDialog(Dialog):
    """What the app is and is not, and who it is for this time; shown once, at the first start."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__("Before you start", parent, 540, 500)
        self.add(Text(STATEMENT))
        box = Callout("caution", "What it does not do")
        box.say("It does not tell what causes a pain, and it marks no place as free of risk.")
        box.say(
            "Many statements about trigger points are traditional teaching. Each says how well it is known."
        )
        self.add(box)
        self.add(Text("Who is it for?", "heading"))
        self.role = Segmented("Who is it for?", ROLES, self)
        self.role.set_chosen(role)
        self.add(self.role)
        self.add(Text("It changes the layout alone, and can be changed in the settings.", "small", "text2"))
        self.add(Text("You find this again under Help, About.", "small", "text2"))
        self.column.addStretch(1)
        button = self.buttons.addButton("I understand", QDialogButtonBox.ButtonRole.AcceptRole)
        button.setDefault(True)


class AboutDialog(Dialog):
    """What the app is, what it rests on, and the licences of what is in it."""

    def __init__(self, catalog: Catalog, version: str, parent: QWidget | None = None) -> None:
        super().__init__("Trigger Point Viewer", parent, 640, 680)
        self.add(Text(f"Version {version}", "body", "text2"))
        self.add(Text(STATEMENT))
        self.add(Text("This catalog", "heading"))
        described = sum(m.described for m in catalog.muscles.values())
        points = sum(len(m.trigger_points) for m in catalog.muscles.values())
        self.add(Text(
            f"{edition_of(catalog)}. "
            f"{plural(described, 'muscle')} described, {plural(points, 'trigger point')}, "
            f"{plural(len(catalog.sources), 'source')}. Licence: {catalog.licence or 'not stated'}."
        ))  # fmt: skip
        cite = f"{catalog.title}, edition {catalog.edition}. Trigger Point Viewer {version}."
        self.add(Text(f"To cite it: {cite} Reviewed {catalog.reviewed}.", "small", "text2"))
        self.add(Text("Sources", "heading"))
        self.add(Text("Every statement names its sources in the record. All of them, with their grade:"))
        self._long("All sources", "\n\n".join(
            f"{citation(source)} {SOURCE_GRADE[source.grade].capitalize()}, {SOURCE_SEEN[source.seen]}."
            for source in sorted(catalog.sources.values(), key=lambda s: (s.authors, s.year))
        ))  # fmt: skip
        self.add(Text("What it is made with", "heading"))
        self.add(Text(
            "Qt and PySide6 (LGPL 3), pyqtgraph (MIT), NumPy (BSD 3-clause), PyYAML (MIT), msgspec (BSD "
            "3-clause), RapidFuzz (MIT), contourpy (BSD 3-clause). Type: Inter (SIL Open Font License 1.1). "
            "Icons: Tabler Icons (MIT)."
        ))  # fmt: skip
        notices = (
            ("Origin of the body and the pictures", ASSETS / "NOTICE.md"),
            ("Inter", ASSETS / "fonts" / "OFL.txt"),
            ("Tabler Icons", ASSETS / "icons" / "LICENSE"),
        )
        for name, path in notices:
            if path.is_file():
                self.add(Text(name, "heading"))
                self._long(f"Licence: {name}", path.read_text(encoding="utf-8"))
        self.column.addStretch(1)
        self.add_close()

    def _long(self, name: str, words: str) -> None:
        text = QPlainTextEdit(words)
        text.setReadOnly(True)
        text.setAccessibleName(name)
        text.setMinimumHeight(150)
        self.add(text)


class _IssueModel(QAbstractTableModel):
    HEADS = ("Where", "Problem")

    def __init__(self, issues: Sequence[Issue], parent: QWidget) -> None:
        super().__init__(parent)
        self.issues = list(issues)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.issues)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(self.HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.HEADS[section]
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        issue = self.issues[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(issue)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if index.column() == 0:
            name = "/".join(Path(issue.file).parts[-2:])
            return f"{name}:{issue.line}:{issue.column}" if issue.line else name
        hint = f" Did you mean “{issue.hint}”?" if issue.hint else ""
        return f"{issue.severity.capitalize()}: {issue.message}.{hint}".replace("..", ".")


class ProblemsDialog(Dialog):
    """Every problem of a catalog with file, line and column."""

    def __init__(self, issues: Sequence[Issue], withheld: int, parent: QWidget | None = None) -> None:
        super().__init__("Problems of the catalog", parent, 820, 520)
        errors = sum(i.severity == "error" for i in issues)
        words = f"{plural(errors, 'error')}, {plural(len(issues) - errors, 'warning')}."
        if withheld:
            words += f" {plural(withheld, 'record')} withheld: a record with an error is not shown in part."
        self.add(Text(words))
        self.table = QTableView()
        self.table.setAccessibleName("Problems")
        self.model = _IssueModel(issues, self)
        self.table.setModel(self.model)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.doubleClicked.connect(lambda index: self.open_at(index.row()))
        self.column.addWidget(self.table, 1)
        self.add(Text("Double-click a row to open its folder; the place is copied.", "small", "text2"))
        self.table.verticalHeader().setDefaultSectionSize(30)
        copy = self.buttons.addButton("Copy all", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText("\n".join(map(str, issues))))
        self.add_close()

    def open_at(self, row: int) -> None:
        """Copy the place of a problem and open the folder of its file."""
        issue = self.model.issues[row]
        QGuiApplication.clipboard().setText(f"{issue.file}:{issue.line}:{issue.column}")
        folder = Path(issue.file).resolve().parent
        if folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class ErrorDialog(Dialog):
    """Says that something went wrong; the window goes on.

    Args:
        often: it is one of several in a short time, so a safe start is offered.

    Signals:
        restart_requested: start again in safe mode.
    """

    restart_requested = Signal()

    def __init__(
        self, title: str, text: str, details: str, often: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent, 640, 420)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.add(Text(text))
        self.add(Text("The details name no file and no word of yours.", "small", "text2"))
        shown = QPlainTextEdit(details)
        shown.setReadOnly(True)
        shown.setAccessibleName("Details of the error")
        self.column.addWidget(shown, 1)
        copy = self.buttons.addButton("Copy details", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        if often:
            again = self.buttons.addButton("Start again in safe mode", QDialogButtonBox.ButtonRole.ActionRole)
            again.clicked.connect(self.restart_requested)
        self.add_close()
