"""``viewer sheet`` and names on maps, from the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from viewer.body.folders import assets_folder

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    not (assets_folder() / "atlas" / "atlas.json").is_file(), reason="the atlas is not built"
)


def viewer(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "viewer", *arguments]
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=120, check=False
    )


@pytest.mark.parametrize("tagged", [False, True])
def test_a_sheet_is_written_without_a_screen(tmp_path: Path, tagged: bool) -> None:
    if tagged:
        pytest.importorskip("typst")
    path = tmp_path / "a.pdf"
    done = viewer("sheet", "soleus", "-o", str(path), "--paper", "letter", *["--tagged"] * tagged)
    assert done.returncode == 0, done.stderr
    data = path.read_bytes()
    assert data.startswith(b"%PDF")
    assert (b"pdfuaid" in data) is tagged


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("soleus", "-o", "a.txt"), 2, "a sheet is a .pdf file"),
        (("soleus", "-o", "no/such/a.pdf"), 1, "there is no folder"),
        (("soleus.1", "-o", "a.pdf"), 2, "a sheet is of a muscle"),
        (("solues", "-o", "a.pdf"), 2, "did you mean 'soleus'"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], status: int, words: str) -> None:
    done = viewer("sheet", *arguments)
    assert done.returncode == status
    assert words in done.stderr
