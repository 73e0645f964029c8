"""``viewer sheet``: a muscle's maps and notes on one or two pages, as PDF."""

from __future__ import annotations

import argparse
import sys

from viewer.cli_output import find_ids, load_catalog, say, write_file
from viewer.cli_pictures import cannot_write, do_without_screen


def sheet(options: argparse.Namespace) -> int:
    """Write the sheet of a muscle."""
    if status := cannot_write(options.output, (".pdf",), "a sheet is a .pdf file"):
        return status
    loaded = load_catalog(options)
    if loaded is None:
        return 1
    ids = find_ids(loaded, [options.id], ("muscle",), "a sheet is of a muscle")
    if ids is None:
        return 2
    do_without_screen()
    try:
        from viewer.body.atlas import Atlas, AtlasError
        from viewer.body.body import assets_folder, load_body
        from viewer.map.figure import content_of, ensure_application
        from viewer.ui.facts import Facts
        from viewer.ui.paper.pdf import room_of
        from viewer.ui.paper.sheets import SheetSource, sheet_pdf
        from viewer.ui.paper.tagged import HOW, can_tag, tagged_pdf
    except ImportError as error:
        say(f"a sheet cannot be made, because something it needs is missing: {error}")
        return 1
    if options.tagged and not can_tag():
        say(HOW)
        return 1
    ensure_application()
    catalog, data = loaded.catalog, loaded.body_data
    try:
        body, atlas = load_body(), Atlas(assets_folder())
    except (OSError, AtlasError) as error:
        say(f"the pictures of the body are missing or damaged: {error}")
        return 1
    facts = Facts.of(catalog, data.regions, data.landmarks, data.structures)
    source = SheetSource(facts, content_of(catalog, body, atlas), atlas)
    made = source.sheet(catalog.muscles[ids[0]], options.side, room_of(options.paper))
    try:
        pdf = (tagged_pdf if options.tagged else sheet_pdf)(made, atlas, options.paper)
    except RuntimeError as error:
        say(str(error))
        return 1
    if not write_file(options.output, pdf):
        return 1
    print(options.output, file=sys.stderr)
    return 0
