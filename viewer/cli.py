"""The command line: one command for each thing that makes a file or prints a list.

A command imports what it needs inside itself, so that those without pictures run where Qt
cannot be loaded. Output is on stdout, what went wrong on stderr. Exit status: 0 done; 1 a catalog
cannot be read (for ``check``: it has errors) or a file cannot be written; 2 the command was
not understood.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from viewer import PROGRAM

VIEWS = (
    "anterior", "posterior", "left_lateral", "right_lateral",
    "superior", "perineal", "left_medial", "right_medial", "plantar", "foot_dorsal",
)  # fmt: skip
LAYERS = ("skin", "superficial", "intermediate", "deep", "skeleton")
LISTS = (
    "muscles",
    "points",
    "regions",
    "landmarks",
    "structures",
    "sources",
    "techniques",
    "education",
    "red_flags",
)
THEMES = ("system", "light", "dark", "contrast_light", "contrast_dark")
DONE, PROBLEMS, USAGE = 0, 1, 2
COMMANDS = ("open", "check", "list", "show", "map", "export", "search", "pain", "compare", "sheet", "notes")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
    # `viewer`, `viewer --view posterior` and `viewer open upper_trapezius` all open the window.
    if given[:1] not in ([word] for word in (*COMMANDS, "-h", "--help", "--version")):
        given = ["open", *given]
    options = parser.parse_args(given)
    try:
        done = int(options.run(options))
        sys.stdout.flush()  # a reader that is gone shows here, and not when the interpreter ends
        return done
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="viewer",
        description="An atlas of muscles, trigger points and referred pain. Alone, it opens the window.",
        epilog="For education: no diagnosis, and no substitute for training, examination or judgement.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=PROGRAM)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    catalog = argparse.ArgumentParser(add_help=False)
    catalog.add_argument("--catalog", type=Path, metavar="FILE", help="a catalog instead of the shipped one")
    catalog.add_argument(
        "--overlay",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="lay a file over the catalog",
    )
    picture = argparse.ArgumentParser(add_help=False)
    picture.add_argument("--view", choices=VIEWS, help="which way one looks at the body")
    picture.add_argument("--layer", choices=LAYERS, help="how deep the picture goes")
    picture.add_argument("--side", choices=("left", "right", "both"), help="the patient's side")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--json", action="store_true", help="print JSON")

    command = commands.add_parser(
        "open", parents=[catalog, picture], help="open the window (as without a command)"
    )
    command.add_argument("target", nargs="?", metavar="ID|URI", help="what to show: upper_trapezius.1")
    command.add_argument(
        "--screenshot", type=Path, metavar="PNG", help="save a picture of the window and leave"
    )
    command.add_argument("--size", type=_size, metavar="WxH", help="size of the window, such as 1440x900")
    command.add_argument("--theme", choices=THEMES, help="colours of the window")
    command.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="keep settings, own data and logs in this folder"
    )
    command.add_argument(
        "--reset-settings", action="store_true", help="begin with default settings; the old file is put aside"
    )
    command.add_argument(
        "--safe-mode",
        action="store_true",
        help="default settings, the built-in catalog, and nothing is remembered",
    )
    command.set_defaults(run=_open)

    command = commands.add_parser("check", parents=[data], help="list every problem of a catalog")
    command.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="main files, each alone (default: the shipped catalog)",
    )
    command.add_argument(
        "--overlay",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="check a file laid over them",
    )
    command.add_argument(
        "--coverage",
        action="store_true",
        help="tell what is written, unknown, empty or uncited, and how many patterns reach each region",
    )
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="with --coverage: draw the patterns by region into a .png or .svg file",
    )
    command.set_defaults(run=_check)

    command = commands.add_parser("list", parents=[catalog, data], help="list what the catalog holds")
    command.add_argument("kind", nargs="?", choices=LISTS, default="muscles", help="default: muscles")
    command.add_argument(
        "--filter", action="append", default=[], metavar="FACET=VALUE",
        help="muscles, or points, that have it: root=C5, layer=deep, level=avoid, nerve='femoral nerve', …",
    )  # fmt: skip
    command.set_defaults(run=_list)

    command = commands.add_parser("show", parents=[catalog, data], help="print one record with its sources")
    command.add_argument("id", metavar="ID", help="upper_trapezius, upper_trapezius.1, region:temple, …")
    command.set_defaults(run=_show)

    command = commands.add_parser(
        "map", parents=[catalog, picture], help="draw muscles and points into a file"
    )
    command.add_argument("ids", nargs="+", metavar="ID", help="muscles and trigger points")
    command.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="a .png or .svg file"
    )
    command.add_argument(
        "--height", type=_height, default=1200, metavar="PX", help="height in pixels (default 1200)"
    )
    command.add_argument(
        "--names", choices=("numbers", "names", "none"), default="numbers",
        help="numbers of the points (default), names of the muscles as well, or none to be guessed",
    )  # fmt: skip
    command.set_defaults(run=_map)

    command = commands.add_parser(
        "notes", parents=[catalog, data], help="what you wrote: list, export, import, check"
    )
    command.add_argument("what", choices=("list", "export", "import", "check"), help="what to do")
    command.add_argument("file", nargs="?", type=Path, metavar="FILE", help="for export and import")
    command.add_argument("--data-dir", type=Path, metavar="DIR", help="where it lies, if not as usual")
    command.set_defaults(run=_notes)

    command = commands.add_parser("sheet", parents=[catalog], help="write the sheet of a muscle as PDF")
    command.add_argument("id", metavar="ID", help="a muscle")
    command.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE.pdf", help="where to write"
    )
    command.add_argument("--paper", choices=("a4", "letter"), default="a4", help="default: a4")
    command.add_argument("--side", choices=("left", "right"), default="right", help="the patient's side")
    command.add_argument(
        "--tagged", action="store_true", help="tagged for screen readers, PDF/UA (needs the extra pdf)"
    )
    command.set_defaults(run=_sheet)

    command = commands.add_parser(
        "export", parents=[catalog], help="write the whole catalog with its geometry"
    )
    command.add_argument("form", choices=("json",), help="the form of the file")
    command.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="where to write; - is stdout"
    )
    command.set_defaults(run=_export)

    command = commands.add_parser(
        "search", parents=[catalog, data], help="find muscles, points, regions, techniques and texts"
    )
    command.add_argument(
        "words", nargs="+", metavar="WORDS",
        help="what to look for; m: before them for muscles, p: for where it hurts and what refers there",
    )  # fmt: skip
    command.add_argument(
        "--limit", type=int, default=20, metavar="N", help="at most so many results (default 20)"
    )
    command.set_defaults(run=_search)

    side = argparse.ArgumentParser(add_help=False)
    side.add_argument("--side", choices=("left", "right", "both"), help="the patient's side")
    command = commands.add_parser(
        "pain", parents=[catalog, data, side], help="find the patterns that cover painted regions"
    )
    command.add_argument(
        "--region", nargs="+", action="extend", default=[], metavar="ID", help="regions that hurt: temple"
    )
    command.add_argument(
        "--painted", type=Path, metavar="FILE.json", help="a painting that was saved from the app"
    )
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="draw the painting and the first pattern: PNG or SVG",
    )
    command.add_argument(
        "--without", nargs="+", action="extend", default=[], metavar="ID",
        help="muscles or points that were examined and ruled out",
    )  # fmt: skip
    command.set_defaults(run=_pain)

    command = commands.add_parser(
        "compare", parents=[catalog, data, side], help="set two to four patterns side by side"
    )
    command.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="draw them side by side: .png or .svg"
    )
    command.add_argument("ids", nargs="+", metavar="ID", help="trigger points, or muscles for their first")
    command.set_defaults(run=_compare)
    return parser


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (
        width.isdigit() and height.isdigit() and 200 <= int(width) <= 8000 and 200 <= int(height) <= 8000
    ):
        raise argparse.ArgumentTypeError("a size is WxH in pixels, 200 to 8000 each: 1440x900")
    return int(width), int(height)


def _height(text: str) -> int:
    if not text.isdigit() or not 100 <= int(text) <= 12000:
        raise argparse.ArgumentTypeError("a height is 100 to 12000 pixels")
    return int(text)


def _open(options: argparse.Namespace) -> int:
    from viewer.cli_pictures import open_window

    return open_window(options)


def _map(options: argparse.Namespace) -> int:
    from viewer.cli_pictures import draw_map

    return draw_map(options)


def _sheet(options: argparse.Namespace) -> int:
    from viewer.cli_sheet import sheet

    return sheet(options)


def _notes(options: argparse.Namespace) -> int:
    from viewer.cli_notes import notes

    return notes(options)


def _check(options: argparse.Namespace) -> int:
    if options.coverage or options.output is not None:
        from viewer.cli_coverage import coverage

        return coverage(options)
    from viewer.cli_check import check

    return check(options)


def _list(options: argparse.Namespace) -> int:
    from viewer.cli_records import list_records

    return list_records(options)


def _show(options: argparse.Namespace) -> int:
    from viewer.cli_records import show_record

    return show_record(options)


def _search(options: argparse.Namespace) -> int:
    from viewer.cli_records import search

    return search(options)


def _export(options: argparse.Namespace) -> int:
    from viewer.cli_records import export

    return export(options)


def _pain(options: argparse.Namespace) -> int:
    from viewer.cli_pain import pain

    return pain(options)


def _compare(options: argparse.Namespace) -> int:
    from viewer.cli_compare import compare

    return compare(options)
