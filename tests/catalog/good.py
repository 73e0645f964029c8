"""The good catalog of these tests, and loading a copy of it."""

from __future__ import annotations

from pathlib import Path

from viewer.catalog.loader import Loaded, load

GOOD = Path(__file__).parent / "catalogs" / "good"


def load_fixture(
    main: Path, *overlays: Path, use_cache: bool = False, previous: Loaded | None = None
) -> Loaded:
    """Load a main file against the body data beside it, or those of the good catalog."""
    body = main.parent / "body"
    body_folder = body if body.is_dir() else GOOD / "body"
    return load(main, overlays, previous, body_folder=body_folder, use_cache=use_cache)
