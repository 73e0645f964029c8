"""The bodies there are: a male one always, a female one where it has been built."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

BuildId = Literal["male", "female"]
BUILDS: tuple[BuildId, ...] = ("male", "female")


def folder(assets: Path, build: BuildId) -> Path:
    """The folder that holds ``body/`` and ``atlas/`` of a build."""
    return assets if build == "male" else assets / build


def available(assets: Path) -> tuple[BuildId, ...]:
    """The builds that can be shown: the male one, and the other where its atlas is there."""
    return tuple(
        build
        for build in BUILDS
        if build == "male" or (folder(assets, build) / "atlas" / "atlas.json").is_file()
    )
