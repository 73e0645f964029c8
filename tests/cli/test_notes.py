"""``viewer notes``: what the user wrote, from the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.store.database import Database
from viewer.store.own_data import OwnNote, SetNote

ROOT = Path(__file__).resolve().parents[2]
T = "2026-05-01T10:00:00Z"


def viewer(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "viewer", "notes", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)


def test_notes_are_listed_exported_imported_and_checked(tmp_path: Path) -> None:
    here, there = str(tmp_path / "a"), str(tmp_path / "b")
    with Database.open(tmp_path / "a") as database:
        database.write([SetNote(("muscle", "soleus"), OwnNote("heel", T, T))])
    assert "muscle:soleus" in viewer("list", "--data-dir", here).stdout
    assert json.loads(viewer("list", "--json", "--data-dir", here).stdout)["notes"][0]["text"] == "heel"
    file = tmp_path / "out.json"
    assert viewer("export", str(file), "--data-dir", here).returncode == 0
    assert viewer("import", str(file), "--data-dir", there).returncode == 0
    with Database.open(tmp_path / "b") as database:
        assert database.read().notes["muscle", "soleus"].text == "heel"
    assert "was here already" in viewer("import", str(file), "--data-dir", there).stderr
    checked = viewer("check", "--data-dir", there)
    assert (checked.returncode, checked.stdout) == (0, "Everything is in order.\n")


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    assert viewer("list", "--data-dir", str(tmp_path / "none")).returncode == 1
    assert viewer("export").returncode == 2
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    done = viewer("import", str(bad), "--data-dir", str(tmp_path / "c"))
    assert done.returncode == 1
    assert "was not imported" in done.stderr


def test_a_note_cannot_command_the_terminal(tmp_path: Path) -> None:
    with Database.open(tmp_path) as database:
        database.write([SetNote(("muscle", "soleus"), OwnNote("\x1b[31mred\nsecond\x07", T, T))])
    listed = viewer("list", "--data-dir", str(tmp_path)).stdout
    assert "\x1b" not in listed
    assert "\x07" not in listed
    assert "\n    second" in listed


def test_looking_makes_nothing(tmp_path: Path) -> None:
    for what in (("list",), ("check",), ("export", str(tmp_path / "out.json"))):
        assert viewer(*what, "--data-dir", str(tmp_path)).returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_file_is_not_read_for_ever(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        done = viewer("import", str(path), "--data-dir", str(tmp_path / "data"))
        assert done.returncode == 1
        assert "it is no file" in done.stderr


def test_a_check_can_be_read_by_programs(tmp_path: Path) -> None:
    with Database.open(tmp_path) as database:
        database.write([SetNote(("muscle", "unheard_of"), OwnNote("x", T, T))])
    done = viewer("check", "--json", "--data-dir", str(tmp_path))
    assert json.loads(done.stdout) == {"damage": [], "faults": [], "unknown": [["muscle", "unheard_of"]]}
