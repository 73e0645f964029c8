# ruff: noqa: E501 (records of YAML in one line)
"""The commands as a person runs them, where Qt cannot be imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from viewer import __version__

ROOT = Path(__file__).resolve().parents[2]
# Whatever imports Qt in this child fails, as on a machine without its system libraries.
WITHOUT_QT = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "pyqtgraph", "shiboken6"):
            raise ImportError(f"{name} is not here")
sys.meta_path.insert(0, Refuse())
from viewer.cli import main
sys.exit(main())
"""
HEAD = "format: 1\ntitle: Ours\nedition: 1\nreviewed: 2026-11-23\n"
SOURCE = "- {id: our_book, authors: [Teacher T, Other O], year: 2020, title: Our book, kind: expert, grade: expert, seen: full}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TRIGGER_POINT_VIEWER_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, *map(str, arguments)],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def write(folder: Path, text: str) -> Path:
    path = folder / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_version_and_help(folder: Path) -> None:
    assert run(folder, "--version").stdout == f"Trigger Point Viewer {__version__}\n"
    help_text = run(folder, "--help").stdout
    for command in ("open", "check", "list", "show", "map", "export", "search"):
        assert command in help_text
        said = run(folder, command, "--help")
        assert said.returncode == 0
        assert said.stdout.startswith(f"usage: viewer {command}")


def test_check_of_the_shipped_catalog(folder: Path) -> None:
    done = run(folder, "check")
    assert done.returncode == 0, done.stdout
    assert "error" not in done.stdout


def test_check_tells_every_problem_and_exits_1(folder: Path) -> None:
    write(folder, HEAD + "sources:\n" + SOURCE.replace("2020", "soon") + SOURCE.replace("our_book", "b"))
    done = run(folder, "check", "ours.yaml")
    assert done.returncode == 1
    assert done.stdout == "ours.yaml:6:55: error wrong-type: expected a whole number, found 'soon'\n"
    assert done.stderr == "1 error, 0 warnings: 1 file, 0 muscles with 0 trigger points\n"


def test_check_as_json(folder: Path) -> None:
    write(folder, HEAD + "sourcs: []\n")
    done = run(folder, "check", "--json", "ours.yaml")
    assert done.returncode == 1
    assert json.loads(done.stdout) == [
        {
            "file": "ours.yaml", "line": 5, "column": 1, "severity": "error", "rule": "unknown-key",
            "message": "'sourcs' is no key of a catalog file", "hint": "sources",
        }
    ]  # fmt: skip


def test_warnings_alone_exit_0(folder: Path) -> None:
    hard = "Hypothesised dysfunctional neuromuscular endplates perpetuate acetylcholine concentrations. " * 4
    topic = f"- {{id: t, title: T, sections: [{{heading: H, text: {hard}, sources: [our_book]}}]}}\n"
    write(folder, HEAD + "sources:\n" + SOURCE + "education:\n" + topic)
    done = run(folder, "check", "ours.yaml")
    assert "warning hard-to-read" in done.stdout
    assert done.returncode == 0


def test_check_of_an_overlay(folder: Path) -> None:
    path = write(folder, HEAD + "sources:\n" + SOURCE.replace("kind: expert", "kind: hearsay"))
    done = run(folder, "check", "--overlay", path)
    assert done.returncode == 1
    assert "wrong-word: 'hearsay'" in done.stdout


def test_check_of_a_missing_file(folder: Path) -> None:
    done = run(folder, "check", "none.yaml")
    assert done.returncode == 1
    assert done.stdout == "none.yaml: error missing-file: there is no such file\n"


def test_usage_errors_exit_2(folder: Path) -> None:
    for arguments in (["list", "nonsense"], ["show"], ["map", "upper_trapezius"], ["check", "--nonsense"]):
        assert run(folder, *arguments).returncode == 2, arguments


def test_list(folder: Path) -> None:
    done = run(folder, "list")
    assert done.returncode == 0
    assert any(line.startswith("upper_trapezius ") for line in done.stdout.splitlines())
    for kind in ("points", "regions", "landmarks", "structures", "sources", "techniques"):
        done = run(folder, "list", kind, "--json")
        rows = json.loads(done.stdout)
        assert rows, kind
        assert all(row["id"] and row["name"] for row in rows)


def test_list_of_another_catalog(folder: Path) -> None:
    path = write(folder, HEAD + "sources:\n" + SOURCE)
    done = run(folder, "list", "sources", "--catalog", path)
    assert done.stdout == "our_book  Teacher T et al. 2020: Our book\n"


def test_what_an_overlay_brings_is_told_apart(folder: Path) -> None:
    topic = (
        "- {id: ours, title: Leaflet, sections: [{heading: H, text: Come on foot., sources: [our_book]}]}\n"
    )
    replaced = SOURCE.replace("our_book", "quintner_2015")
    text = HEAD + "deleted: [seek_advice]\nsources:\n" + SOURCE + replaced + "education:\n" + topic
    overlay = ("--overlay", write(folder, text))
    rows = {row["id"]: row for row in json.loads(run(folder, "list", "education", "--json", *overlay).stdout)}
    assert rows["ours"]["overlay"] == "Ours"
    assert "overlay" not in rows["what_is_dry_needling"]
    assert (
        "ours                       Leaflet  (from Ours)\n"
        in run(folder, "list", "education", *overlay).stdout
    )
    assert (
        "From Ours, laid over Trigger Point Viewer" in run(folder, "show", "quintner_2015", *overlay).stdout
    )
    assert "From Ours" not in run(folder, "show", "upper_trapezius.1", *overlay).stdout
    assert json.loads(run(folder, "show", "ours", "--json", *overlay).stdout)["overlay"] == "Ours"
    gone = run(folder, "show", "seek_advice", *overlay)
    assert gone.returncode == 2
    assert "has taken that record away" in gone.stderr


def test_a_long_list_of_authors_ends_in_one_full_stop(folder: Path) -> None:
    shown = run(folder, "show", "barbero_2013").stdout
    assert "et al. Myofascial" in shown.replace("\n", " ")


def test_show(folder: Path) -> None:
    done = run(folder, "show", "upper_trapezius")
    assert done.returncode == 0
    assert done.stdout.startswith("Upper trapezius  [upper_trapezius]\n")
    for heading in ("Origin", "Innervation", "TrP 1", "Hazard, lung", "Sources"):
        assert heading in done.stdout
    record = json.loads(run(folder, "show", "upper_trapezius.1", "--json").stdout)
    assert record["kind"] == "point"
    assert record["at"]["muscle"] == "upper_trapezius"


def test_show_says_which_record_of_a_name(folder: Path) -> None:
    done = run(folder, "show", "temple")
    assert done.returncode == 0
    assert "region:temple" in done.stdout
    assert "landmark:temple" in done.stderr
    assert "landmark:temple" in run(folder, "show", "landmark:temple").stdout


def test_unknown_id_names_the_nearest_and_exits_2(folder: Path) -> None:
    done = run(folder, "show", "uper_trapezius")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "nothing has the id 'uper_trapezius' (did you mean 'upper_trapezius'?)\n"


def test_a_withheld_record_is_not_called_undescribed(folder: Path) -> None:
    muscle = "- {id: soleus, name: S, latin: S, region: leg_foot, layer: nowhere}\n"
    done = run(folder, "show", "soleus", "--catalog", write(folder, HEAD + "muscles:\n" + muscle))
    assert "its record is left out because of an error: " in done.stderr
    assert "ours.yaml:6" in done.stderr


def test_search(folder: Path) -> None:
    done = run(folder, "search", "upper", "trapzius")
    assert done.stdout.splitlines()[0].split()[:2] == ["muscle", "upper_trapezius"]
    hits = json.loads(run(folder, "search", "temple", "--json", "--limit", "5").stdout)
    assert 1 <= len(hits) <= 5
    assert {"kind", "id", "title"} <= set(hits[0])
    assert run(folder, "search", "xyzzyqwert").stderr == "nothing found\n"


def test_window_without_qt_says_what_is_missing(folder: Path) -> None:
    for arguments in ([], ["open", "upper_trapezius"], ["--view", "posterior"]):
        done = run(folder, *arguments)
        assert done.returncode == 1
        assert "the window cannot be opened" in done.stderr
        assert "Traceback" not in done.stderr


def test_map_checks_what_it_is_asked_before_it_draws(folder: Path) -> None:
    assert run(folder, "map", "upper_trapezius", "-o", "figure.gif").returncode == 2
    assert run(folder, "map", "uper_trapezius", "-o", "figure.png").returncode == 2
    done = run(folder, "map", "upper_trapezius", "-o", "nowhere/figure.png")
    assert (done.returncode, done.stderr) == (1, "there is no folder nowhere\n")


def test_output_can_be_cut_short(folder: Path) -> None:
    """`viewer list | head -1` is no error."""
    command = f'"{sys.executable}" -m viewer list landmarks | head -1'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_a_reader_that_is_gone_before_the_first_line_is_no_error(folder: Path) -> None:
    """What is still in the buffer at the end goes nowhere, and nothing is said of it."""
    command = [sys.executable, "-m", "viewer", "list", "techniques"]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        command, cwd=ROOT, env=buffered, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as done:
        assert done.stdout is not None
        assert done.stderr is not None
        done.stdout.close()
        said = done.stderr.read()
    assert (said, done.returncode) == ("", 0)
