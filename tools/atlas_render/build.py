"""The atlas stage of the build: everything under ``assets/atlas``."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.atlas_render import ids, outlines, painting, shade
from tools.atlas_render.camera import PX_PER_MM, Camera, cameras, windows
from tools.atlas_render.closeups import FigureMarks
from tools.atlas_render.layers import ViewScene, draw
from tools.atlas_render.pictures import Pack
from tools.atlas_render.scene import MUSCLE, Scene, load
from tools.sheets.read import read_sheets
from viewer.body.records import SheetRecord, StructureRecord
from viewer.body.views import VIEWS, ViewId

Report = Callable[[str], None]
_SHEETS = Path(__file__).resolve().parents[2] / "data/body/sheets"
INPUTS = ("surface", "skeleton", "sheets", "regions", "structures")
FORMAT = 2
_WITH_WINDOWS = 4  # the level of whole views whose head, hands and feet are drawn sharper
# Drawn side by side where there are two processors; the slowest first. The mirrors come with their twins.
_DRAWN: tuple[ViewId, ...] = (
    "anterior", "posterior", "left_lateral", "left_medial", "superior", "perineal", "plantar", "foot_dorsal",
)  # fmt: skip


@dataclass(slots=True)
class Work:
    """What every view is drawn from."""

    folder: Path
    scene: Scene
    records: Sequence[SheetRecord]
    table: ids.Table
    nearest: ids.Nearest
    marks: FigureMarks
    frames: Mapping[ViewId, Camera]

    @property
    def groups(self) -> dict[str, str]:
        return {record.id: record.region for record in self.records}


@dataclass(slots=True)
class Made:
    """What drawing a view leaves besides files: its entries of the index and the rings of its outlines."""

    index: dict[str, Any] = field(default_factory=dict)
    tiles: dict[ViewId, dict[str, list[tuple[int, ...]]]] = field(default_factory=dict)
    sprites: dict[str, list[int]] = field(default_factory=dict)
    sharp: dict[str, list[int]] = field(default_factory=dict)
    rings: dict[str, tuple[outlines.Rings, ...]] = field(default_factory=dict)


def build(
    assets_dir: Path,
    report: Report,
    records: Sequence[SheetRecord] | None = None,
    structures: Sequence[StructureRecord] = (),
    *,
    views: Sequence[ViewId] = _DRAWN,
    finest: int = 4,
    jobs: int = 2,
) -> None:
    """Draw the atlas from ``assets_dir/body`` into ``assets_dir/atlas``.

    Args:
        report: told what is being done, a line at a time.
        records: the sheets as they are written; by default those of ``data/body/sheets``.
        structures: the records of what is drawn besides muscles and bones.
        views: which of the views are drawn; with each comes its mirror.
        finest: the finest level of the whole views; below 4 nothing is drawn sharper than they are.
        jobs: how many views are drawn at the same time.
    """
    started = time.monotonic()

    def say(text: str) -> None:
        report(f"atlas: {text} ({time.monotonic() - started:.0f} s)")

    records = read_sheets(_SHEETS) if records is None else list(records)
    sources = {name: _digest(assets_dir / "body" / f"{name}.npz") for name in INPUTS}
    scene = load(assets_dir, records, {s.id: s.kind for s in structures})
    have = {t.owner for t in scene.things if t.kind == MUSCLE}
    records = [r for r in records if r.id in have]
    marks = FigureMarks.load(assets_dir)
    # Made beside the old atlas and then exchanged, so that nobody reads half of one.
    target, folder = assets_dir / "atlas", assets_dir / "atlas.new"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    table = ids.Table.of(scene, records, {s.id: s.name for s in structures})
    frames = cameras(scene.whole_skin, marks, PX_PER_MM[finest])
    shown = [v for v in VIEWS if v in views or VIEWS[v].mirrored in views]
    global _WORK
    _WORK = Work(folder, scene, records, table, ids.Nearest.load(assets_dir), marks, frames)
    say(f"{len(records)} muscles, {len(scene.faces):,} triangles")

    made: dict[ViewId, Made] = {}
    # The children share what has been read; each draws one view after the other.
    with multiprocessing.get_context("fork").Pool(jobs, maxtasksperchild=1) as pool:
        for view, result in pool.imap_unordered(_draw_view, [v for v in _DRAWN if v in views], 1):
            made |= result
            say(f"{view} drawn")
    index: dict[str, Any] = {
        "format": FORMAT, "finest": finest, "drawn_from": sources, "views": {}, "tiles": {}, "sprites": {},
        "sharp": {}, "table": table.entries,
    }  # fmt: skip
    for view in shown:
        index["views"][view] = made[view].index
        index["tiles"] |= made[view].tiles
        index["sprites"][view], index["sharp"][view] = made[view].sprites, made[view].sharp
    _save_outlines(folder, {v: made[v].rings for v in shown}, [r.id for r in records])
    (folder / "atlas.json").write_text(json.dumps(index, separators=(",", ":")) + "\n", encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    folder.rename(target)
    size = sum(f.stat().st_size for f in target.rglob("*") if f.is_file())
    say(f"{size / 1e6:.1f} MB")


_WORK: Work | None = None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _draw_view(view_id: ViewId) -> tuple[ViewId, dict[ViewId, Made]]:
    """Everything of one view and of its mirror."""
    work = _WORK
    assert work is not None
    camera = work.frames[view_id]
    view = ViewScene.of(work.scene, camera, work.groups)
    materials = shade.Materials.of(view.scene)
    drawn = draw(view)
    painted = painting.layers(view, drawn, materials)
    packs = {layer: painting.save(work.folder / view_id, layer, camera, picture)
             for layer, picture in painted.items()}  # fmt: skip
    del painted
    buffers = ids.buffers(view, drawn, work.table, work.nearest)
    ids.save(work.folder / view_id, buffers)
    del drawn
    made = {view_id: Made(_entry(camera, view))}
    if view.aside:
        made[view_id].index["ghost_arm"] = painting.ghost_arm(view)
    _muscles_alone(work, view, made[view_id], materials)
    if view.camera.view.whole and camera.level == _WITH_WINDOWS:
        _windows(work, camera, packs, made[view_id])
    twin = camera.view.mirrored
    if twin != view_id:
        made[twin] = _mirror(work, twin, buffers, made[view_id])
    _write(work.folder / view_id, packs, made[view_id], view_id)
    return view_id, made


def _entry(camera: Camera, view: ViewScene) -> dict[str, Any]:
    fine = ids.ids_px_per_mm(camera)
    return {
        "left_mm": camera.left_mm, "top_mm": camera.top_mm,
        "width": camera.width * fine, "height": camera.height * fine, "mm_per_pixel": 1 / fine,
    }  # fmt: skip


def _write(folder: Path, packs: Mapping[str, Pack], made: Made, view: ViewId) -> None:
    for layer, pack in packs.items():
        pack.write(folder / f"{layer}.tiles")
    made.tiles[view] = {layer: pack.places for layer, pack in packs.items()}


def _mirror(work: Work, twin: ViewId, buffers: dict[str, NDArray[Any]], of: Made) -> Made:
    """The view from the other side: flipped, but for the organs, which are not alike on both sides."""
    camera = work.frames[twin]
    view = ViewScene.of(work.scene, camera, work.groups)
    made = Made(_entry(camera, view))
    if "ghost_arm" in of.index:
        made.index["ghost_arm"] = of.index["ghost_arm"]
    mirrored = ids.mirror(buffers, work.table, work.nearest, work.scene)
    if "structures" in buffers:
        solid, veils = painting.structures_of(view)
        picture = painting.structures(view, solid, veils, shade.Materials.of(view.scene))
        packs = {"structures": painting.save(work.folder / twin, "structures", camera, picture)}
        _write(work.folder / twin, packs, made, twin)
        mirrored["structures"] = ids.structure_buffer(view, solid, veils, work.table)
    else:
        made.tiles[twin] = {}
    ids.save(work.folder / twin, mirrored)
    if camera.view.whole:  # what of a left muscle is seen from the right lies behind
        _muscles_alone(work, view, made, shade.Materials.of(view.scene))
    return made


def _windows(work: Work, camera: Camera, packs: Mapping[str, Pack], made: Made) -> None:
    """The places that are drawn sharper than the whole."""
    for window in windows(camera, work.marks):
        view = ViewScene.of(work.scene, window.camera)
        materials = shade.Materials.of(view.scene)
        painted = painting.layers(view, draw(view), materials)
        left, top = window.margin
        for layer, picture in painted.items():
            rows, columns = window.rows * painting.TILE_PX, window.columns * painting.TILE_PX
            part = picture[top : top + rows, left : left + columns]
            packs[layer].add(8, part, window.column, window.row)
        _muscles_alone(work, view, made, materials, offset=(
            round((window.camera.left_mm - camera.left_mm) * camera.view.screen_sign),
            round(camera.top_mm - window.camera.top_mm)))  # fmt: skip


def _muscles_alone(
    work: Work, view: ViewScene, made: Made, materials: shade.Materials,
    offset: tuple[int, int] | None = None,
) -> None:  # fmt: skip
    """Outline and picture of each muscle of the left side.

    Args:
        offset: millimetres from the whole view's corner to that of a window of it: then only pictures
            are made, sharper ones, of the muscles that lie wholly in the window.
    """
    camera, scene = view.camera, view.scene
    points = camera.points(scene.vertices, camera.samples_per_mm) if view.aside else view.points
    slab = outlines.Slab.of(view)
    with_arms = slab
    if view.aside:
        clip = np.full(len(points), -1.0, dtype=np.float32)
        with_arms = outlines.Slab.of(ViewScene(scene, camera, points, clip, False))
    place = work.folder / camera.view.id / "muscles"
    for record in work.records:
        things = [t for t in scene.things if t.kind == MUSCLE and t.owner == record.id and not t.right]
        of_arm = record.id in view.of_arm
        if offset is not None and (of_arm or not _within(scene, camera, points, things)):
            continue
        cut = view.clip if camera.cut is not None else None
        if cut is not None and all((cut[scene.faces[t.first : t.last]] > 0).all() for t in things):
            continue
        drawn = outlines.alone(scene, camera, points, things, with_arms if of_arm else slab, cut)
        if drawn is None:
            continue
        if offset is None:
            made.rings[record.id] = outlines.outline(drawn, camera)
        if of_arm:
            continue  # the arm has stepped aside: only its outlines are shown
        box = outlines.sprite(
            place, record.id, drawn, scene, materials, camera, alone_sharp=offset is not None
        )
        if box is None:
            continue
        if offset is None:
            made.sprites[record.id] = box
        else:
            made.sharp[record.id] = [box[0] + offset[0], box[1] + offset[1], *box[2:]]


def _within(scene: Scene, camera: Camera, points: NDArray[np.float32], things: Sequence[Any]) -> bool:
    used = np.unique(np.concatenate([scene.faces[t.first : t.last].ravel() for t in things]))
    rows, columns = camera.shape(camera.samples_per_mm)
    low, high = points[used, :2].min(axis=0), points[used, :2].max(axis=0)
    return bool((low >= 0).all() and high[0] < columns and high[1] < rows)


def _save_outlines(
    folder: Path, rings: Mapping[ViewId, Mapping[str, tuple[outlines.Rings, ...]]], muscles: list[str]
) -> None:
    """All rings in one list of points, with the first and last ring of each outline."""
    points: list[NDArray[np.float32]] = []
    starts = [0]
    places = np.zeros((len(rings), len(muscles), 3, 2), dtype=np.int32)
    for v, of_view in enumerate(rings.values()):
        for m, muscle in enumerate(muscles):
            for kind, own in enumerate(of_view.get(muscle, ((), (), ()))):
                places[v, m, kind, 0] = len(starts) - 1
                for ring in own:
                    points.append(ring)
                    starts.append(starts[-1] + len(ring))
                places[v, m, kind, 1] = len(starts) - 1
    joined = np.concatenate(points) if points else np.zeros((0, 2), dtype=np.float32)
    np.savez_compressed(
        folder / "outlines.npz", points=joined.astype(np.float32), starts=np.array(starts, dtype=np.int32),
        rings=places, muscles=np.array(muscles), views=np.array(list(rings)),
    )  # fmt: skip
