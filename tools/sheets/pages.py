"""A contact sheet: a page for each region of the body, every muscle alone and among its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from tools.sheets.ground import Floats, Ground
from tools.sheets.look import Scene, bone_scene, frame, join, muscle_scene, picture
from tools.sheets.raster import draw
from viewer.body.records import SheetRecord
from viewer.body.sheets import Sheets

_VIEWS = ("anterior", "posterior", "left_lateral", "medial", "superior", "inferior")
_CELL_PX, _LABEL_PX, _COLUMNS = 380, 18, 4
_ROW_PX = _CELL_PX + _LABEL_PX
_LAYERS = ("superficial", "intermediate", "deep")
_ARM = ("arm", "forearm_hand", "shoulder")
_MARGIN_MM = 30.0


def _best(shown: Scene, skeleton: Scene) -> str:
    """The view that shows most of a muscle which lies over the bones."""
    both = join([shown, skeleton])

    def seen(view: str) -> int:
        camera = frame(view, shown.vertices, _MARGIN_MM, 1.0)
        face = draw(camera, both.vertices, both.faces).face
        return int(((face >= 0) & (face < len(shown.faces))).sum())

    return max(_VIEWS, key=seen)


def _near(scene: Scene, low: Floats, high: Floats) -> bool:
    return bool((scene.vertices.max(axis=0) > low).all() and (scene.vertices.min(axis=0) < high).all())


def write_pages(
    assets: Path, records: Sequence[SheetRecord], folder: Path, report: Callable[[str], None] = print
) -> list[Path]:
    """Write ``<region>.png`` for each region; returns the files.

    A row holds two muscles; of each its best view alone over the bones, and the same among the
    neighbours of its own layer and of those beneath it. The arm is left out where it hides the trunk
    or the thigh.
    """
    ground, sheets = Ground.load(assets), Sheets(assets / "body/sheets.npz")
    body = Scene(ground.skin_vertices, ground.skin_faces, ground.skin_vertices)
    bones = {True: bone_scene(ground), False: bone_scene(ground, without_arm=True)}
    pale = {r.id: join([muscle_scene(p, 0.72) for p in sheets[r.id].parts.values()]) for r in records}
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for region in dict.fromkeys(record.region for record in records):
        own = [record for record in records if record.region == region]
        page = Image.new("RGB", (_COLUMNS * _CELL_PX, -(-len(own) * 2 // _COLUMNS) * _ROW_PX), "white")
        pen = ImageDraw.Draw(page)
        for number, record in enumerate(own):
            shown = join([muscle_scene(p, 1.0) for p in sheets[record.id].parts.values()])
            low, high = shown.vertices.min(axis=0) - _MARGIN_MM, shown.vertices.max(axis=0) + _MARGIN_MM
            around = [
                pale[other.id] for other in records
                if other is not record and _LAYERS.index(other.layer) >= _LAYERS.index(record.layer)
                and (other.region in _ARM) <= (region in _ARM) and _near(pale[other.id], low, high)
            ]  # fmt: skip
            skeleton = bones[region in _ARM]
            view = _best(shown, skeleton)
            size = max(frame(view, shown.vertices, _MARGIN_MM, 1.0).size)
            camera = frame(view, shown.vertices, _MARGIN_MM, _CELL_PX / size)
            for cell, scene in enumerate((join([shown, skeleton]), join([shown, *around, skeleton]))):
                at = number * 2 + cell
                x, y = at % _COLUMNS * _CELL_PX, at // _COLUMNS * _ROW_PX
                drawn = picture(scene, camera, body)
                page.paste(drawn, (x + (_CELL_PX - drawn.width) // 2, y + _LABEL_PX))
                pen.text((x + 4, y + 3), f"{record.name}, {view}, {record.layer}", fill="black")
        path = folder / f"{region}.png"
        page.save(path)
        report(f"{path.name}: {len(own)} muscles")
        written.append(path)
    return written
