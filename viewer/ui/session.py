"""The open catalog: loaded in a thread, watched, read again when it changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QRunnable, QThreadPool, QTimer, Signal

from viewer.catalog.issues import Issue, has_errors
from viewer.catalog.loaded import Loaded
from viewer.ui.tokens import RELOAD_DEBOUNCE_MS
from viewer.ui.words import plural


class _Job(QRunnable):
    def __init__(
        self, session: CatalogSession, number: int, main: Path | None, overlays: Sequence[Path],
        previous: Loaded | None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._parts = (session, number, main, tuple(overlays), previous)

    def run(self) -> None:
        from viewer.catalog.loader import load  # in the thread: the window need not wait for it

        session, number, main, overlays, previous = self._parts
        try:
            found: object = load(main, overlays, previous)
        except Exception as error:  # said in the window: a thread has nobody else to tell
            found = error
        session._done.emit(number, main, found)


class CatalogSession(QObject):
    """Opens a catalog and keeps it fresh. What is open stays open when a new one cannot be read.

    Signals:
        opened: a ``Loaded`` that is shown from now on.
        refused: (words, issues): the catalog that was asked for, or changed, is not shown.
        busy_changed: whether something is being loaded.
    """

    opened = Signal(object)
    refused = Signal(str, tuple)
    busy_changed = Signal(bool)
    _done = Signal(int, object, object)

    def __init__(self, overlays: Sequence[Path] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._overlays = tuple(overlays)
        self._main: Path | None = None
        self._asked: Path | None = None
        self._number = 0
        self._refused = False
        self.loaded: Loaded | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._watcher = QFileSystemWatcher(self)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(RELOAD_DEBOUNCE_MS)
        self._wait.timeout.connect(self.reload)
        # An editor that saves by renaming takes the watched file away: its folder tells as well.
        self._watcher.fileChanged.connect(lambda _: self._wait.start())
        self._watcher.directoryChanged.connect(lambda _: self._folder_changed())
        self._stamps: dict[Path, tuple[int, int]] = {}
        self._done.connect(self._finished)

    @property
    def path(self) -> Path | None:
        """The main file that is open; None for the catalog that comes with the app."""
        return self._main

    def open(self, main: Path | None) -> None:
        """Open a catalog; None for the one that comes with the app."""
        self._start(main, None)

    def reload(self) -> None:
        """Read what has changed of the open catalog again."""
        self._start(self._main if self.loaded else self._asked, self.loaded)

    def close(self) -> None:
        """Wait for the thread; call before the application ends."""
        self._number += 1
        self._wait.stop()
        self._pool.clear()
        self._pool.waitForDone()

    def _start(self, main: Path | None, previous: Loaded | None) -> None:
        self._number += 1
        self._asked = main
        self.busy_changed.emit(True)
        self._pool.start(_Job(self, self._number, main, self._overlays, previous))

    def _finished(self, number: int, main: Path | None, found: object) -> None:
        if number != self._number:
            return
        self.busy_changed.emit(False)
        if not isinstance(found, Loaded):
            self.refused.emit(f"The catalog could not be opened: {found}", ())
            return
        reloaded = self.loaded is not None and main == self._main
        known = _kinds(self.loaded.issues) if reloaded and self.loaded else set()
        errors = [i for i in found.issues if i.severity == "error"]
        worse = [i for i in errors if _kind(i) not in known]
        if (reloaded and worse) or (errors and not _holds_records(found)):
            errors = worse or errors
            self._watch(found)
            self._refused = True
            kept = "The earlier catalog stays." if self.loaded else "Nothing is shown of it."
            self.refused.emit(f"{plural(len(errors), 'problem')}: {_first(errors)} {kept}", found.issues)
            return
        same = reloaded and self.loaded is not None and self.loaded.catalog.digest == found.catalog.digest
        self._main, self.loaded = main, found
        self._watch(found)
        # What was refused may be taken back: then nothing is new, and yet the complaint has to go.
        if not same or self._refused:
            self._refused = False
            self.opened.emit(found)

    def _watch(self, found: Loaded) -> None:
        files = [f.resolve() for f in found.files]
        paths = [str(f) for f in files if f.exists()]
        paths += sorted({str(f.parent) for f in files if f.parent.is_dir()})
        watched = set(self._watcher.files()) | set(self._watcher.directories())
        if watched - set(paths):
            self._watcher.removePaths(sorted(watched - set(paths)))
        if set(paths) - watched:
            self._watcher.addPaths(sorted(set(paths) - watched))
        self._stamps = {f: _stamp(f) for f in files}

    def _folder_changed(self) -> None:
        if any(_stamp(f) != stamp for f, stamp in self._stamps.items()):
            self._wait.start()


def _kind(issue: Issue) -> tuple[str, str, str]:
    """What an error is, wherever it has moved to in its file."""
    return (issue.file, issue.rule, issue.message)


def _kinds(issues: Sequence[Issue]) -> set[tuple[str, str, str]]:
    return {_kind(i) for i in issues if i.severity == "error"}


def _holds_records(found: Loaded) -> bool:
    c = found.catalog
    described = any(m.described for m in c.muscles.values())
    return bool(described or c.techniques or c.education or c.red_flags or c.sources)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return (0, 0)
    return (state.st_mtime_ns, state.st_size)


def _first(errors: Sequence[Issue]) -> str:
    issue = errors[0]
    name = Path(issue.file).name
    where = f"{name}, line {issue.line}" if issue.line else name
    return f"{where}: {issue.message}."


def caution_of(loaded: Loaded) -> str:
    """What the caution bar says of a catalog that is shown; empty if nothing is wrong with it."""
    if loaded.withheld:
        errors = [i for i in loaded.issues if i.severity == "error"]
        return (
            f"{plural(len(loaded.withheld), 'record')} withheld. {_first(errors) if errors else ''}".strip()
        )
    if has_errors(loaded.issues):
        return f"{plural(sum(i.severity == 'error' for i in loaded.issues), 'problem')} in the catalog."
    return ""
