"""Problems of a catalog, each with the place in the file it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]

ISSUE_LIMIT = 500
"""How many problems one load reports; after so many the rest says nothing new."""


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """One problem, in one line that an editor can jump to.

    Attributes:
        file: the path as the user knows it.
        line: first line is 1; 0 where the problem is the whole file.
        column: first column is 1; 0 where the problem is the whole file.
        rule: short name of what was broken, stable between releases.
        hint: the word that was probably meant, or empty.
    """

    file: str
    line: int
    column: int
    severity: Severity
    rule: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        hint = f" (did you mean '{self.hint}'?)" if self.hint else ""
        return f"{where}: {self.severity} {self.rule}: {self.message}{hint}"

    def to_json(self) -> dict[str, str | int]:
        """The issue as plain data: file, line, column, severity, rule, message, hint."""
        return asdict(self)


def limited(issues: Iterable[Issue], limit: int = ISSUE_LIMIT) -> tuple[Issue, ...]:
    """In order of file and line, without repeats, at most ``limit`` of them.

    Errors are kept before warnings; if some were left out, the last one says how many.
    """
    unique = dict.fromkeys(issues)
    if len(unique) <= limit:
        return tuple(sorted(unique))
    chosen = sorted(unique, key=lambda issue: issue.severity != "error")[:limit]
    left = len(unique) - limit
    severity: Severity = "error" if has_errors(chosen) else "warning"
    more = Issue(chosen[-1].file, 0, 0, severity, "too-many-issues", f"{left} more problems are not listed")
    return (*sorted(chosen), more)


def has_errors(issues: Iterable[Issue]) -> bool:
    """Whether any of them is an error (warnings alone are none)."""
    return any(issue.severity == "error" for issue in issues)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like ``word``, or an empty string if none is near."""
    from rapidfuzz import fuzz, process  # late: only a file with a mistake needs it

    if len(word) > 200:
        return ""
    best = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=60)
    # A name that is part of a longer one ("trapezius") is no near miss by edits alone.
    best = best or process.extractOne(word, list(known), scorer=fuzz.partial_ratio, score_cutoff=85)
    return str(best[0]) if best else ""
