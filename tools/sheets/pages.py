"""A contact sheet: a page for each region of the body, every muscle alone and among its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from tools.sheets.ground import Floats, Ground
from tools.sheets.look import Scene, bone_scene, frame, join, muscle_scene, picture
from viewer.body.records import SheetRecord
from viewer.body.sheets import Sheets

_VIEWS = ("anterior", "posterior", "left_lateral", "medial")
_CELL_PX, _LABEL_PX, _COLUMNS = 300, 18, 4
_MARGIN_MM = 30.0


def _best(points: Floats) -> tuple[str, str]:
    """The two views in which a muscle is spread out most, of front, back and sides."""
    size = np.ptp(points, axis=0)
    frontal = ("anterior", "posterior") if points[:, 2].mean() > 20 else ("posterior", "anterior")
    return (frontal[0], "left_lateral") if size[0] >= 0.5 * size[2] else ("left_lateral", frontal[0])


def write_pages(
    assets: Path, records: Sequence[SheetRecord], folder: Path, report: Callable[[str], None] = print
) -> list[Path]:
    """Write ``<region>.png`` for each region; returns the files.

    A row holds two muscles; of each its best view alone over the bones, and the next best in context.
    """
    ground, sheets = Ground.load(assets), Sheets(assets / "body/sheets.npz")
    bones = bone_scene(ground)
    body = Scene(ground.skin_vertices, ground.skin_faces, ground.skin_vertices)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for region in dict.fromkeys(record.region for record in records):
        own = [record for record in records if record.region == region]
        parts = {r.id: [muscle_scene(p, 1.0) for p in sheets[r.id].parts.values()] for r in own}
        pale = {r.id: [muscle_scene(p, 0.72) for p in sheets[r.id].parts.values()] for r in own}
        rows = -(-len(own) * 2 // _COLUMNS)
        page = Image.new("RGB", (_COLUMNS * _CELL_PX, rows * (_CELL_PX + _LABEL_PX)), "white")
        pen = ImageDraw.Draw(page)
        for number, record in enumerate(own):
            points = np.concatenate([scene.vertices for scene in parts[record.id]])
            around = [s for other in own if other is not record for s in pale[other.id]]
            alone, among = _best(points)
            scenes = (join([*parts[record.id], bones]), join([*parts[record.id], *around, bones]))
            for cell, (view, scene) in enumerate(zip((alone, among), scenes, strict=True)):
                at = number * 2 + cell
                x, y = at % _COLUMNS * _CELL_PX, at // _COLUMNS * (_CELL_PX + _LABEL_PX)
                camera = frame(view, points, _MARGIN_MM, 1.0)
                scale = _CELL_PX / max(camera.size)
                shown = picture(scene, frame(view, points, _MARGIN_MM, scale), body)
                page.paste(shown, (x, y + _LABEL_PX))
                pen.text((x + 4, y + 3), f"{record.name}, {view}, {record.layer}", fill="black")
        path = folder / f"{region}.png"
        page.save(path)
        report(f"{path.name}: {len(own)} muscles")
        written.append(path)
    return written
