"""Where what comes with the app lies, and where what is the user's does; nothing of it is read."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

UserKind = Literal["config", "data", "cache"]
"""Settings; what the user writes, and logs; what is only kept for speed."""
USER_VARIABLE: dict[UserKind, str] = {
    "config": "TRIGGER_POINT_VIEWER_CONFIG",
    "data": "TRIGGER_POINT_VIEWER_DATA",
    "cache": "TRIGGER_POINT_VIEWER_CACHE",
}
"""Names the whole folder, whatever the system says."""
_PACKAGE = Path(__file__).resolve().parents[1]
_NAME = "trigger-point-viewer"
_MACOS: dict[UserKind, str] = {"config": "Preferences", "data": "Application Support", "cache": "Caches"}
_XDG: dict[UserKind, tuple[str, str]] = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
}


def assets_folder() -> Path:
    """The folder of pictures and geometry: inside the installed package, else beside it in a checkout."""
    return _beside("_assets", "assets")


def data_folder() -> Path:
    """The folder of the shipped catalog and body data, found as ``assets_folder`` is."""
    return _beside("_data", "data")


def _beside(installed: str, checkout: str) -> Path:
    inside = _PACKAGE / installed
    return inside if inside.is_dir() else _PACKAGE.parent / checkout


def user_folder(kind: UserKind) -> Path:
    """The user's own folder of a kind, for the window and the commands alike; it need not be there."""
    told = os.environ.get(USER_VARIABLE[kind])
    return Path(told) if told else _system_folder(kind) / _NAME


def _system_folder(kind: UserKind) -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / _MACOS[kind]
    variable, default = _XDG[kind]
    told = Path(os.environ.get(variable, ""))
    # A relative one would be another folder for each place that the app is started from.
    return told if told.is_absolute() else Path.home() / default
