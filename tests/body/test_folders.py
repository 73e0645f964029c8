"""Where the user's own folders are, on each system."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from viewer.body.folders import USER_VARIABLE, UserKind, user_folder

KINDS: tuple[UserKind, ...] = ("config", "data", "cache")
HOME = Path("/home/someone")
LINUX = (".config", ".local/share", ".cache")


@pytest.fixture(autouse=True)
def someone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user whose environment says nothing of folders."""
    for name in (
        *USER_VARIABLE.values(),
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
        "LOCALAPPDATA",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: HOME)


def folders() -> list[Path]:
    return [user_folder(kind) for kind in KINDS]


@pytest.mark.parametrize(
    ("platform", "beneath"),
    [
        ("linux", LINUX),
        ("darwin", ("Library/Preferences", "Library/Application Support", "Library/Caches")),
        ("win32", ("AppData/Local",) * 3),
    ],
)
def test_each_system_has_its_own_places(
    monkeypatch: pytest.MonkeyPatch, platform: str, beneath: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert folders() == [HOME / part / "trigger-point-viewer" for part in beneath]


def test_the_system_can_say_another_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert folders() == [tmp_path / "trigger-point-viewer"] * 3
    monkeypatch.setattr(sys, "platform", "linux")
    for kind in KINDS:
        monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", str(tmp_path / kind))
    assert folders() == [tmp_path / kind / "trigger-point-viewer" for kind in KINDS]


@pytest.mark.parametrize("said", ["", "beside/me"])
def test_a_place_that_depends_on_where_one_stands_is_none(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for kind in KINDS:
        monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", said)
    assert folders() == [HOME / part / "trigger-point-viewer" for part in LINUX]


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_the_apps_own_variables_name_whole_folders(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for kind, name in USER_VARIABLE.items():
        monkeypatch.setenv(name, f"/stick/{kind}")
    assert folders() == [Path("/stick/config"), Path("/stick/data"), Path("/stick/cache")]
