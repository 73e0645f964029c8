"""Files as bytes: safely found, within the limit, known by their hash."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from pathlib import Path, PurePosixPath

MAX_BYTES = 10_000_000
"""The size of a file that is read at all."""
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


class FileProblem(Exception):
    """A file cannot be used; the text says why.

    Attributes:
        rule: the rule of the issue that tells it.
    """

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


def digest(*parts: bytes) -> str:
    """The hash by which contents are compared (SHA-256, its first 16 bytes, hexadecimal)."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "little"))
        total.update(part)
    return total.hexdigest()[:32]


def read_bytes(path: Path) -> bytes:
    """The bytes of a regular file of at most ``MAX_BYTES``; raises FileProblem otherwise."""
    try:
        # Asked before it is opened: opening a pipe would wait for whoever writes to it.
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode):
            raise FileProblem("not-a-file", "this is not a file")
        if found.st_size > MAX_BYTES:
            raise FileProblem("file-too-big", f"{found.st_size:,} bytes; the limit is {MAX_BYTES:,}")
        with open(path, "rb", buffering=0) as file:
            return file.read(found.st_size + 1) or b""
    except FileNotFoundError:
        raise FileProblem("missing-file", "there is no such file") from None
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise FileProblem("unreadable-file", reason) from None


def included_path(folder: Path, written: str) -> Path:
    """The file an ``include`` means: beneath ``folder``, by a plain relative path.

    Raises:
        FileProblem: the path leaves the folder, follows a link or is no YAML file's.
    """
    parts = PurePosixPath(written).parts
    if (
        not parts
        or "\\" in written
        or ":" in written
        or written.startswith(("/", "~"))
        or any(part in ("..", ".") or part.split(".")[0].lower() in _DEVICES for part in parts)
    ):
        message = f"'{written[:80]}': an include is a path beneath the catalog's own folder"
        raise FileProblem("bad-path", message)
    if not written.endswith((".yaml", ".yml")):
        raise FileProblem("bad-path", f"'{written[:80]}': an include ends in .yaml")
    path = folder
    for part in parts:
        path = path / part
        if path.is_symlink():
            raise FileProblem("bad-path", f"'{written[:80]}': an include follows no links")
    return path


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: whoever reads it meanwhile sees the old one or the new.

    It may be read by whom the user's other new files may be read by.

    Raises:
        OSError: it could not be written; what was there is untouched.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
