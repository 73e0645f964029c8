"""What one load of a catalog has found."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from viewer.catalog.body_words import BodyData
from viewer.catalog.issues import Issue, has_errors
from viewer.catalog.model import Catalog

if TYPE_CHECKING:
    from viewer.catalog.files import ParsedFile


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one load has found.

    Attributes:
        catalog: every record without an error, and the shapes without a record.
        issues: every problem, errors and warnings, in order of file and line.
        files: the catalog's files, main files first in each layer (to watch for changes).
        withheld: ids of the records that have an error, to the place where each was written.
        body_data: the words of the body that the catalog was checked against.
        from_cache: whether the compiled form served, so that nothing had to be read again.
        body_issues: the issues of the body data alone.
        parsed: by path and hash, each file as it was read (none after a load from the cache).
    """

    catalog: Catalog
    issues: tuple[Issue, ...]
    files: tuple[Path, ...]
    withheld: MappingProxyType[str, str]
    body_data: BodyData
    from_cache: bool = False
    body_issues: tuple[Issue, ...] = ()
    parsed: MappingProxyType[tuple[str, str], ParsedFile] = field(
        default_factory=lambda: MappingProxyType({}), repr=False, compare=False
    )

    @property
    def ok(self) -> bool:
        """No errors; there may be warnings."""
        return not has_errors(self.issues)
