"""The tiles in which a layer is kept at its fine levels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of a layer at a fine level.

    Attributes:
        file: holds the layer's tiles one after the other; this one lies at ``offset``.
        mirrored: the picture must be flipped left to right.
    """

    file: Path
    offset: int
    length: int
    mirrored: bool

    def read(self) -> bytes:
        """The WebP.

        Raises:
            OSError: the file can't be read.
        """
        with self.file.open("rb") as file:
            file.seek(self.offset)
            return file.read(self.length)
