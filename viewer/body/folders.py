"""Where what comes with the app lies, known without reading any of it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def assets_folder() -> Path:
    """The folder of pictures and geometry: inside the installed package, else beside it in a checkout."""
    return _beside("_assets", "assets")


def data_folder() -> Path:
    """The folder of the shipped catalog and body data, found as ``assets_folder`` is."""
    return _beside("_data", "data")


def _beside(installed: str, checkout: str) -> Path:
    inside = _PACKAGE / installed
    return inside if inside.is_dir() else _PACKAGE.parent / checkout
