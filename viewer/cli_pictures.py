"""Commands that need Qt: the window, and figures into files."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.cli_output import find, find_ids, load_catalog, say

if TYPE_CHECKING:
    from viewer.body.figure import FigureSpec
    from viewer.catalog.loader import Loaded


def open_window(options: argparse.Namespace) -> int:
    """Hand over to the app; says in words what is missing where a window cannot be opened."""
    if options.target and not _is_there(options):
        return 2
    problem = no_screen()
    if problem and options.screenshot:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif problem:
        say(f"the window cannot be opened: {problem}")
        say("what makes a file works without a screen: map, export, and --screenshot")
        return 1
    try:
        from viewer.app import main as open_app
    except ImportError as error:
        say(f"the window cannot be opened, because something it needs is missing: {error}")
        say("`python3 run.py` sets up what is missing; on Linux Qt also needs libEGL and libxkbcommon")
        return 1
    return int(open_app(options))


def no_screen() -> str:
    """Why there is no screen to open a window on, or empty. Asked first, because Qt would abort."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    display = os.environ.get("DISPLAY")
    if not display:
        return "there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    import ctypes

    for library, package in (("libxcb.so.1", "libxcb1"), ("libxcb-cursor.so.0", "libxcb-cursor0")):
        try:
            ctypes.CDLL(library)
        except OSError:
            return f"Qt needs {library} (on Debian: sudo apt-get install {package})"
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"the screen DISPLAY={display} cannot be reached" if broken else ""


def do_without_screen() -> None:
    """Let Qt paint where there is no screen. To be called before anything of Qt is imported."""
    if no_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _is_there(options: argparse.Namespace) -> bool:
    """Whether the catalog has what is asked for; if it can be read at all, else the window says it.

    A window that was opened by a link says itself what is wrong with it, and what is nearest.
    """
    from viewer.ui.uri import KINDS, target_of

    target = target_of(options.target)
    if "://" in options.target and not options.screenshot:
        return True
    if target is None:
        say(f"'{options.target}' is no link: one begins with trp:// and what it leads to, such as muscle")
        return False
    if target.kind not in ("", *KINDS):
        return True
    loaded = load_catalog(options)
    written = f"{target.kind}:{target.id}" if target.kind else target.id
    return loaded is None or find(loaded, written) is not None


def draw_map(options: argparse.Namespace) -> int:
    """Draw muscles and points into a PNG or SVG file."""
    if status := cannot_draw(options.output):
        return status
    loaded = load_catalog(options)
    if loaded is None:
        return 1
    rule = "a map shows muscles, trigger points and regions"
    ids = find_ids(loaded, options.ids, ("muscle", "point", "region"), rule)
    return 2 if ids is None else _draw(options, loaded, ids)


def cannot_draw(output: Path | None) -> int:
    """An exit status where no picture can be drawn into a file of this name, after saying why; else 0."""
    return cannot_write(output, (".png", ".svg"), "a map is a .png or an .svg file") if output else 0


def cannot_write(output: Path, suffixes: Sequence[str], rule: str) -> int:
    """An exit status where a file cannot be what its name says, or where it is to be; else 0."""
    if output.suffix.lower() not in suffixes:
        say(f"'{output.name}': {rule}")
        return 2
    if not output.parent.is_dir():
        say(f"there is no folder {output.parent}")
        return 1
    return 0


def _draw(options: argparse.Namespace, loaded: Loaded, ids: list[str]) -> int:
    from viewer.body.figure import FigureSpec

    spec = FigureSpec(
        ids=tuple(ids),
        view=options.view or "anterior",
        layer=options.layer or "skin",
        side=options.side or "both",
        height_px=options.height,
        naming=options.names,
    )
    return draw(options.output, [spec], loaded)


def draw(output: Path, specs: Sequence[FigureSpec], loaded: Loaded) -> int:
    """Draw figures, side by side, into a PNG or SVG file; says why where it cannot be done."""
    from viewer.body.atlas import Atlas, AtlasError
    from viewer.body.body import assets_folder, load_body
    from viewer.body.resolver import PlaceError

    do_without_screen()
    try:
        from viewer.map.figure import render_figures
    except ImportError as error:
        say(f"a map cannot be drawn, because something it needs is missing: {error}")
        return 1
    try:
        render_figures(specs, output, loaded.catalog, load_body(), Atlas(assets_folder()))
    except (OSError, AtlasError, PlaceError) as error:
        say(f"{output} cannot be drawn: {error}")
        return 1
    print(output, file=sys.stderr)
    return 0
