"""A muscle's sheet as tagged PDF (PDF/UA-1), where the optional package ``typst`` is installed.

What the sheet says goes to the template as JSON, never as markup, so no text can become code.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from viewer.body.atlas import Atlas
from viewer.body.folders import assets_folder
from viewer.map.caption import ZONES
from viewer.map.shown import ShownMap, paint_row
from viewer.map.style import LIGHT, colour
from viewer.ui.paper.blocks import Block, SheetText
from viewer.ui.paper.pdf import room_of
from viewer.ui.paper.setting import MAPS_SHARE, PAGES_MOST, Fit, Sheet, fit, statement

TEMPLATE = Path(__file__).with_name("sheet.typ")
PAPERS = {"a4": "a4", "letter": "us-letter"}
SHARP = 2.5
SMALLER = (1.0, 0.95, 0.9, 0.85, 0.8)
HOW = 'tagged PDF needs the package typst: pip install "trigger-point-viewer[pdf]"'


def can_tag() -> bool:
    """Whether tagged PDF can be made here."""
    return find_spec("typst") is not None


def tagged_pdf(sheet: Sheet, atlas: Atlas, paper: str) -> bytes:
    """The bytes of a PDF/UA-1 file.

    Raises:
        ImportError: typst is not installed.
        RuntimeError: typst refused the sheet.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="sheet-") as name:
        folder = Path(name)
        folder.chmod(0o700)
        _maps_image(sheet.maps, room_of(paper), atlas).save(str(folder / "maps.png"), "PNG")
        (folder / "sheet.typ").write_bytes(TEMPLATE.read_bytes())
        made = {
            "input": str(folder / "sheet.typ"), "root": str(folder),
            "font_paths": [str(assets_folder() / "fonts")], "ignore_system_fonts": True,
        }  # fmt: skip
        text = fit(sheet, room_of(paper))
        try:
            # Its lines break otherwise than Qt's: smaller, until it is no longer than Qt's two pages.
            for points in (text.px * 0.75 * smaller for smaller in SMALLER):
                data = _data(sheet.text, text, paper, points)
                (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
                pages = typst.compile(**made, format="svg")
                if not isinstance(pages, list) or len(pages) <= PAGES_MOST:
                    break
            return bytes(typst.compile(**made, format="pdf", pdf_standards=["ua-1"]))
        except Exception as error:  # its own classes come and go between versions
            raise RuntimeError(f"the sheet cannot be set: {error}") from error


def _maps_image(maps: Sequence[ShownMap], room: tuple[float, float], atlas: Atlas) -> QImage:
    width, height = room[0], room[1] * MAPS_SHARE
    image = QImage(round(width * SHARP), round(height * SHARP), QImage.Format.Format_RGB32)
    image.fill(colour(LIGHT.ground))
    painter = QPainter(image)
    painter.scale(SHARP, SHARP)
    rect = QRectF(0, 0, width, height)
    paint_row(painter, rect, maps, atlas, LIGHT, ratio=SHARP, naming="names", vector=False)
    painter.end()
    return image


def _data(text: SheetText, fitted: Fit, paper: str, points: float) -> dict[str, Any]:
    return {
        "title": text.title, "second": text.second, "facts": text.facts, "alt": text.alt, "legend": ZONES,
        "groups": _groups(fitted.kept), "paper": PAPERS[paper], "statement": statement(fitted.left_out),
        "source": text.source, "printed": date.today().isoformat(), "points": points,
    }  # fmt: skip


def _groups(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Blocks under their headings, steps as lists."""
    groups: list[dict[str, Any]] = [{"heading": "", "blocks": []}]
    for block in blocks:
        if block.style == "heading":
            groups.append({"heading": block.text, "blocks": []})
            continue
        within = groups[-1]["blocks"]
        if block.style == "step":
            if not within or within[-1]["style"] != "steps":
                within.append({"style": "steps", "steps": []})
            within[-1]["steps"].append(block.text)
        else:
            within.append({key: value for key, value in asdict(block).items() if key != "spare"})
    return [group for group in groups if group["heading"] or group["blocks"]]
