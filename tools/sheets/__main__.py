"""``python -m tools.sheets build | check | look | pages``: make the sheets, measure them, look at them."""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.sheets.build import build
from tools.sheets.check import check, table
from tools.sheets.ground import Ground
from tools.sheets.read import read_fasciae, read_sheets
from viewer.body.sheets import Sheets

_ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(prog="python -m tools.sheets")
    parser.add_argument("--data", type=Path, default=_ROOT / "data/body/sheets")
    parser.add_argument("--assets", type=Path, default=_ROOT / "assets")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("build", help="write assets/body/sheets.npz")
    make.add_argument("--only", nargs="+", default=[], help="lay these alone, the others stay as they are")
    measure = commands.add_parser("check", help="skin, bone and attachments of each sheet")
    measure.add_argument("muscles", nargs="*", help="by default all")
    look = commands.add_parser("look", help="a contact sheet of muscles")
    look.add_argument("muscles", nargs="+")
    look.add_argument("-o", "--out", type=Path, required=True)
    look.add_argument("--context", nargs="*", default=[])
    look.add_argument("--views", nargs="*", default=["anterior", "posterior", "left_lateral"])
    look.add_argument("--pixels", type=int, default=700)
    look.add_argument("--grid", type=int, default=0, help="ruled lines every so many millimetres")
    pages = commands.add_parser("pages", help="a contact sheet for each region")
    pages.add_argument("-o", "--out", type=Path, required=True, help="a folder")
    options = parser.parse_args()
    if options.command == "build":
        print(f"{len(build(options.data, options.assets, only=options.only))} parts")
    elif options.command == "check":
        sheets = Sheets(options.assets / "body/sheets.npz")
        records = [r for r in read_sheets(options.data) if not options.muscles or r.id in options.muscles]
        fasciae = read_fasciae(options.data.parent / "fasciae")
        print(table(check(Ground.load(options.assets), records, sheets, fasciae)))
    elif options.command == "pages":
        from tools.sheets.pages import write_pages

        write_pages(options.assets, read_sheets(options.data), options.out)
    else:
        from tools.sheets.look import contact_sheet

        contact_sheet(
            options.assets, options.muscles, options.out, options.context, options.views,
            options.pixels, options.grid,
        )  # fmt: skip


if __name__ == "__main__":
    main()
