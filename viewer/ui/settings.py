"""What the app remembers between runs: an ini file in the user's configuration folder."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

FOLDER_VARIABLE = "TRIGGER_POINT_VIEWER_CONFIG"
RECENT_MAX = 10


def config_folder() -> Path:
    """The folder of the settings: the environment's, else the user's own."""
    told = os.environ.get(FOLDER_VARIABLE)
    if told:
        return Path(told)
    place = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(place)) / "trigger-point-viewer"


class Settings:
    """Typed access to what is remembered; an unreadable file counts as empty."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or config_folder()) / "settings.ini"
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: float) -> float:
        try:
            return float(self.text(key, str(default)))
        except ValueError:
            return default

    def flag(self, key: str) -> bool:
        return self.text(key) == "true"

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
