"""Where the app keeps what is the user's: settings, own data, logs, what is only kept for speed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from viewer.body.folders import USER_VARIABLE, user_folder


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
            os.environ[USER_VARIABLE["cache"]] = str(whole / "cache")
            return Folders(whole, whole)
        return Folders(user_folder("config"), user_folder("data"))
