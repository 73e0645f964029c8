"""``viewer notes``: what the user wrote, from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

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
