"""``viewer check``: every problem of a catalog, for people, editors and scripts."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from viewer.cli_output import counted, print_json, say

if TYPE_CHECKING:
    from viewer.catalog.issues import Issue
    from viewer.catalog.loader import Loaded


def check(options: argparse.Namespace) -> int:
    """Check each main file alone (or the shipped one), with the overlays laid over it."""
    from viewer.catalog.loader import load

    issues: list[Issue] = []
    checked: list[Loaded] = []
    for main in options.files or [None]:
        # The compiled form is no witness here: whoever asks wants the files read.
        loaded = load(main, options.overlay, use_cache=False)
        checked.append(loaded)
        issues += (issue for issue in (*loaded.issues, *_on_the_body(loaded)) if issue not in issues)
    errors = sum(issue.severity == "error" for issue in issues)
    if options.json:
        print_json([issue.to_json() for issue in issues])
    else:
        for issue in issues:
            print(issue)
        say(_summary(checked, errors, len(issues) - errors))
    return 1 if errors else 0


def _on_the_body(loaded: Loaded) -> list[Issue]:
    """Whether points and directions can be found on the body, if it is here."""
    if not loaded.catalog.points():
        return []
    from viewer.body.atlas import Atlas, AtlasError
    from viewer.body.body import assets_folder, load_body
    from viewer.catalog.rules_geometry import geometry_issues

    try:
        return sorted(geometry_issues(loaded, load_body(), Atlas(assets_folder())))
    except (FileNotFoundError, AtlasError) as error:
        say(f"places were not tried on the body, which is not here: {error}")
        return []


def _summary(checked: list[Loaded], errors: int, warnings: int) -> str:
    described = sum(muscle.described for loaded in checked for muscle in loaded.catalog.muscles.values())
    points = sum(len(loaded.catalog.points()) for loaded in checked)
    files = sum(len(loaded.files) for loaded in checked)
    problems = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
    held = f"{counted(described, 'muscle')} with {counted(points, 'trigger point')}"
    return f"{problems if errors or warnings else 'no problems'}: {counted(files, 'file')}, {held}"
