"""The atlas stage of the build: everything under ``assets/atlas``."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.atlas_render import ids, occlusion, outlines, pictures, shade
from tools.atlas_render.camera import PICTURE_PX_PER_MM, SAMPLES, Camera, cameras
from tools.atlas_render.layers import SAMPLE_PX_PER_MM, Drawn, ViewScene, draw
from tools.atlas_render.raster import Samples
from tools.atlas_render.scene import MUSCLE, Scene, load
from tools.sheets.read import read_sheets
from viewer.body.records import SheetRecord
from viewer.body.views import VIEWS, ViewId

Report = Callable[[str], None]
_SHEETS = Path(__file__).resolve().parents[2] / "data/body/sheets"
INPUTS = ("surface", "skeleton", "sheets", "regions")
_DRAWN: tuple[ViewId, ...] = ("anterior", "posterior", "left_lateral")  # the fourth is a mirror


def build(assets_dir: Path, report: Report, records: Sequence[SheetRecord] | None = None) -> None:
    """Draw the atlas from ``assets_dir/body`` into ``assets_dir/atlas``.

    Args:
        report: told what is being done, a line at a time.
        records: the sheets as they are written; by default those of ``data/body/sheets``.
    """
    started = time.monotonic()

    def say(text: str) -> None:
        report(f"atlas: {text} ({time.monotonic() - started:.0f} s)")

    records = read_sheets(_SHEETS) if records is None else list(records)
    drawn_from = {name: _digest(assets_dir / "body" / f"{name}.npz") for name in INPUTS}
    scene = load(assets_dir, records)
    have = {t.owner for t in scene.things if t.kind == MUSCLE}
    records = [r for r in records if r.id in have]
    table, materials = ids.Table.of(scene, records), shade.Materials.of(scene)
    nearest = ids.Nearest.load(assets_dir)
    frames = cameras(scene.whole_skin)
    # Made beside the old atlas and then exchanged, so that nobody reads half of one.
    target, folder = assets_dir / "atlas", assets_dir / "atlas.new"
    shutil.rmtree(folder, ignore_errors=True)
    say(f"{len(records)} muscles, {len(scene.faces):,} triangles")

    index: dict[str, Any] = {
        "format": 1,
        "drawn_from": drawn_from,
        "views": {},
        "sprites": {},
        "table": table.entries,
    }
    rings: dict[tuple[ViewId, str], tuple[outlines.Rings, ...]] = {}
    for view_id, camera in frames.items():
        view = ViewScene.of(scene, camera)
        seen = shade.Materials.of(view.scene)
        index["views"][view_id] = {
            "left_mm": camera.left_mm, "top_mm": camera.top_mm,
            "width": camera.width, "height": camera.height,
        }  # fmt: skip
        if view.aside:
            index["views"][view_id]["ghost_arm"] = _ghost_arm(view)
        if view_id in _DRAWN:
            drawn = draw(view)
            _pictures(folder, view, drawn, seen)
            made = ids.buffers(view, drawn, table, nearest)
            ids.save(folder / view_id, made)
            if view_id == "left_lateral":
                ids.save(folder / "right_lateral", ids.mirror(made, table, nearest, scene))
            del drawn
            say(f"{view_id} drawn")
        boxes = _muscles_alone(folder, view, scene, materials, records, rings)
        index["sprites"][view_id] = boxes
        say(f"{view_id}: {len(boxes)} muscles alone")
    _save_outlines(folder, rings, [r.id for r in records])
    (folder / "atlas.json").write_text(json.dumps(index, separators=(",", ":")) + "\n", encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    folder.rename(target)
    size = sum(f.stat().st_size for f in target.rglob("*") if f.is_file())
    say(f"{size / 1e6:.1f} MB")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _light(view: ViewScene, samples: Samples) -> tuple[NDArray[np.float32], ...]:
    z, normal = shade.half_size(samples, view.points, view.scene, view.camera.basis, SAMPLES)
    return (*occlusion.light(z, normal, PICTURE_PX_PER_MM, shade.KEY.astype(np.float32)), z, normal)


def _pictures(folder: Path, view: ViewScene, drawn: Drawn, materials: shade.Materials) -> None:
    """Every layer's pictures of a view, and of the view that is its mirror."""
    basis = view.camera.basis

    def coloured(samples: Samples, light: tuple[NDArray[np.float32], ...]) -> NDArray[np.float32]:
        return shade.colour(samples, view.points, view.scene, materials, basis, SAMPLES, light[:2])

    of_skin = _light(view, drawn.skin)
    _save(folder, view.camera, "skin", shade.clay(coloured(drawn.skin, of_skin)))
    skin_z, skin_normal = of_skin[2:]
    for layer in ("skeleton", "deep", "intermediate", "superficial"):
        light = _light(view, drawn.layers[layer])
        picture = coloured(drawn.layers[layer], light)
        shade.under_skin(picture, skin_normal, skin_z)
        _save(folder, view.camera, layer, picture)
        if layer == "superficial":
            _save(folder, view.camera, "ghost", coloured(drawn.layers["ghost"], light))


def _save(folder: Path, camera: Camera, layer: str, picture: NDArray[np.float32]) -> None:
    pictures.save_levels(folder / camera.view.id, layer, picture)
    if camera.view.mirrored != camera.view.id:
        pictures.save_levels(folder / camera.view.mirrored, layer, picture[:, ::-1])


def _ghost_arm(view: ViewScene) -> list[list[list[float]]]:
    """Rings round the arm that steps aside; both arms project onto the same place."""
    scene, camera = view.scene, view.camera
    skin = scene.faces[scene.skin.first : scene.skin.last]
    arm = scene.on_arm()[skin].all(axis=1)
    points = camera.points(scene.whole_skin, SAMPLE_PX_PER_MM)
    kept = -scene.arm.beyond(scene.whole_skin, np.inf)
    samples = Samples.empty(camera.shape(SAMPLE_PX_PER_MM))
    samples.draw(points, skin[arm], kept)
    cover = (samples.face >= 0).astype(np.float32)
    for _ in range(SAMPLES // 2):
        cover = pictures.halve(cover[..., None])[..., 0]
    return [ring.round(1).tolist() for ring in outlines.trace(cover, camera, 0, 0)]


def _muscles_alone(
    folder: Path, view: ViewScene, scene: Scene, materials: shade.Materials,
    records: Sequence[SheetRecord], rings: dict[tuple[ViewId, str], tuple[outlines.Rings, ...]],
) -> dict[str, list[int]]:  # fmt: skip
    """Outline and picture of each muscle of the left side; returns the boxes of the pictures."""
    camera = view.camera
    points = camera.points(scene.vertices, SAMPLE_PX_PER_MM) if view.aside else view.points
    slab = outlines.Slab.of(view)
    with_arms = slab
    if view.aside:
        clip = np.full(len(points), -1.0, dtype=np.float32)
        with_arms = outlines.Slab.of(ViewScene(scene, camera, points, clip, False))
    boxes = {}
    for record in records:
        things = [t for t in scene.things if t.kind == MUSCLE and t.owner == record.id and not t.right]
        of_arm = record.id in view.of_arm
        drawn = outlines.alone(scene, camera, points, things, with_arms if of_arm else slab)
        rings[camera.view.id, record.id] = outlines.outline(drawn, camera)
        if of_arm:
            continue  # the arm has stepped aside: only its outlines are shown
        place = folder / camera.view.id / "muscles"
        box = outlines.sprite(place, record.id, drawn, scene, materials, camera)
        if box is not None:
            boxes[record.id] = box
    return boxes


def _save_outlines(
    folder: Path, rings: dict[tuple[ViewId, str], tuple[outlines.Rings, ...]], muscles: list[str]
) -> None:
    """All rings in one list of points, with the first and last ring of each outline."""
    points: list[NDArray[np.float32]] = []
    starts = [0]
    places = np.zeros((len(VIEWS), len(muscles), 3, 2), dtype=np.int32)
    for v, view in enumerate(VIEWS):
        for m, muscle in enumerate(muscles):
            for kind, own in enumerate(rings[view, muscle]):
                places[v, m, kind, 0] = len(points)
                for ring in own:
                    points.append(ring)
                    starts.append(starts[-1] + len(ring))
                places[v, m, kind, 1] = len(points)
    joined = np.concatenate(points) if points else np.zeros((0, 2), dtype=np.float32)
    np.savez_compressed(
        folder / "outlines.npz", points=joined.astype(np.float32), starts=np.array(starts, dtype=np.int32),
        rings=places, muscles=np.array(muscles),
    )  # fmt: skip
