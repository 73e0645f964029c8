"""What the app remembers between runs: an ini file in the user's configuration folder."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray, QSettings

from viewer.ui.folders import Folders

RECENT_MAX = 10
FILE = "settings.ini"


class _Store(Protocol):
    def value(self, key: str, default: object = None) -> object: ...
    def setValue(self, key: str, value: object) -> None: ...
    def sync(self) -> None: ...


class _Forgetful:
    """Settings of one run: nothing is read and nothing is written."""

    def __init__(self) -> None:
        self._values: dict[str, object] = {}

    def value(self, key: str, default: object = None) -> object:
        return self._values.get(key, default)

    def setValue(self, key: str, value: object) -> None:
        self._values[key] = value

    def sync(self) -> None:
        pass


class Settings:
    """Typed access to what is remembered. A file that cannot be read is put aside, never fatal.

    Args:
        folder: holds the file; the user's own where none is given.
        kept: whether the file is read and written at all; a safe start does without.

    Attributes:
        notice: what has to be said about the file, or "".
    """

    def __init__(self, folder: Path | None = None, *, kept: bool = True) -> None:
        self.path = (folder or Folders.of().config) / FILE
        self.notice = ""
        self._store: _Store = self._open() if kept else _Forgetful()

    def _open(self) -> _Store:
        try:
            readable = not self.path.exists() or os.access(self.path, os.R_OK)
        except OSError:
            readable = False
        if not readable:
            self.notice = f"The settings in {self.path} cannot be read. Nothing is remembered this time."
            return _Forgetful()
        store = QSettings(str(self.path), QSettings.Format.IniFormat)
        store.allKeys()  # it reads the file only now
        if store.status() == QSettings.Status.NoError:
            return store
        aside = put_aside(self.path, "bad")
        if aside is None:
            self.notice = f"The settings in {self.path} are damaged. Nothing is remembered this time."
            return _Forgetful()
        self.notice = f"The settings were damaged; the file lies beside as {aside.name}. The app begins anew."
        return QSettings(str(self.path), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: float) -> float:
        try:
            return float(self.text(key, str(default)))
        except ValueError:
            return default

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.text(key)
        return value == "true" if value in ("true", "false") else default

    def put(self, key: str, value: str | float | bool) -> None:
        self._store.setValue(key, str(value).lower() if isinstance(value, bool) else str(value))

    def data(self, key: str) -> QByteArray | None:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def put_data(self, key: str, value: QByteArray) -> None:
        self._store.setValue(key, value)

    @property
    def recent(self) -> list[str]:
        """Catalog files opened lately, the newest first."""
        return [line for line in self.text("recent").split("\n") if line]

    def add_recent(self, path: Path) -> None:
        """Remember a catalog file."""
        lines = [str(path), *(p for p in self.recent if p != str(path))]
        self.put("recent", "\n".join(lines[:RECENT_MAX]))

    def save(self) -> None:
        """Write what has not been written yet."""
        self._store.sync()


def put_aside(path: Path, why: str) -> Path | None:
    """Rename a settings file, so that the app begins with none; its new path, None if it stays."""
    aside = path.with_name(f"{path.name}.{why}-{time.strftime('%Y%m%d-%H%M%S')}")
    try:
        path.replace(aside)
    except OSError:
        return None
    return aside
