"""Where the app keeps what is the user's: settings, own data, logs, what is only kept for speed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths

CONFIG_VARIABLE = "TRIGGER_POINT_VIEWER_CONFIG"
DATA_VARIABLE = "TRIGGER_POINT_VIEWER_DATA"
CACHE_VARIABLE = "TRIGGER_POINT_VIEWER_CACHE"
_NAME = "trigger-point-viewer"


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one start.

    Attributes:
        config: settings.
        data: what the user writes, and the logs.
    """

    config: Path
    data: Path

    @property
    def logs(self) -> Path:
        """What went wrong, in files that nobody but the user sends anywhere."""
        return self.data / "logs"

    @staticmethod
    def of(chosen: Path | None = None) -> Folders:
        """All beneath a chosen folder (``--data-dir``), else the environment's, else the user's own."""
        if chosen is not None:
            whole = chosen.expanduser().absolute()
            os.environ[CACHE_VARIABLE] = str(whole / "cache")
            return Folders(whole, whole)
        place = QStandardPaths.StandardLocation
        return Folders(
            _told(CONFIG_VARIABLE, place.GenericConfigLocation),
            _told(DATA_VARIABLE, place.GenericDataLocation),
        )


def _told(variable: str, place: QStandardPaths.StandardLocation) -> Path:
    told = os.environ.get(variable)
    return Path(told) if told else Path(QStandardPaths.writableLocation(place)) / _NAME
