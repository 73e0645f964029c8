"""What went wrong, told without anything of the user's: no folders, no file names, no words of theirs."""

from __future__ import annotations

import getpass
import os
import re
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from viewer import PROGRAM

_PACKAGE = Path(__file__).resolve().parents[2]
_KNOWN = re.compile(r"(?:[a-z][a-z0-9_]*(?:\.\w+)?|(?:viewer|site-packages)/[\w/.-]+)\Z")
"""An id of the catalog, an attribute of the code, a file of the app: nobody's words."""
_QUOTED = re.compile(r"'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"|[“‘]([^”’\n]*)[”’]")
_PATH = re.compile(r"(?:(?<![\w/])[A-Za-z]:[\\/]|(?<![\w/.<>~])/|(?<!\w)~/|\\\\\w)[^\s'\",:;)\]]*")


def redacted(text: str) -> str:
    """The text with quoted words and paths left out; ids of the catalog and the app's own files stay.

    What the user wrote reaches a message only in quotes or as a path, so both go.
    """
    text = text.replace(str(_PACKAGE) + os.sep, "")
    text = _QUOTED.sub(_without_words, text)
    text = _PATH.sub("<path>", text)
    for private in _private():
        if len(private) > 2:
            text = re.sub(rf"(?<![A-Za-z]){re.escape(private)}(?![A-Za-z])", "<user>", text)
    return text


def _without_words(found: re.Match[str]) -> str:
    inner = next((g for g in found.groups() if g is not None), "")
    return found.group(0) if _KNOWN.match(inner) or not inner else "'…'"


def _private() -> Iterator[str]:
    """The user's folder and name, as far as the system says them: an error must be told in any case."""
    for told in (Path.home, getpass.getuser):
        with suppress(OSError, KeyError, ImportError, RuntimeError):  # it differs between systems
            yield str(told())


def details_of(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """A traceback to be copied: where in the app, and what kind of error, with a message redacted.

    Lines of source are left out: they say nothing that file and line do not, and the code of a
    plugin or a script is the user's.
    """
    lines = [PROGRAM]
    chain: list[tuple[BaseException, TracebackType | None]] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        chain.append((link, trace if link is error else link.__traceback__))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    for one, its_trace in reversed(chain):
        for frame in traceback.extract_tb(its_trace):
            lines.append(f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}")
        message = redacted(str(one)).strip()
        lines.append(f"{type(one).__name__}: {message}" if message else type(one).__name__)
    return "\n".join(lines)


def _place(filename: str) -> str:
    """A source file from the app's or the library's folder on; of any other only that it is one."""
    parts = Path(filename).parts
    for root in ("viewer", "site-packages", "tests"):
        if root in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(root) :])
    return Path(filename).name if filename.startswith(os.path.dirname(os.__file__)) else "<path>"
