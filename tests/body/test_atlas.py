"""The atlas as it is shipped: every pixel names something, the sides are mirrors, outlines fit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from viewer.body.atlas import PIXELS_PER_MM, WHOLE_LEVELS, Atlas, AtlasError, Frame, Polygon
from viewer.body.figure import LAYERS, FigureSpec
from viewer.body.views import VIEWS, WHOLE_VIEWS, ViewId

ASSETS = Path(__file__).resolve().parents[2] / "assets"
MUSCLES = ("upper_trapezius", "infraspinatus", "gluteus_maximus", "vastus_lateralis")


# What is as thin as a few pixels has more edge than area: how far these fall short of 0.95.
THIN = {"flexor_digitorum_brevis": 0.94, "plantaris": 0.94}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas(ASSETS)


def fill(rings: tuple[Polygon, ...], frame: Frame) -> np.ndarray:
    """Even-odd fill of rings at a frame's resolution ``(h, w)``, by counting crossings."""
    inside = np.zeros((frame.height, frame.width), dtype=bool)
    for ring in rings:
        x = (ring[:, 0].astype(float) - frame.left_mm) * frame.screen_sign / frame.mm_per_pixel - 0.5
        y = (frame.top_mm - ring[:, 1].astype(float)) / frame.mm_per_pixel - 0.5
        for x0, y0, x1, y1 in zip(x, y, np.roll(x, -1), np.roll(y, -1), strict=True):
            low, high = sorted((y0, y1))
            rows = np.arange(max(0, int(np.ceil(low))), min(frame.height, int(np.ceil(high))))
            if len(rows):
                starts = np.ceil(x0 + (rows - y0) * (x1 - x0) / (y1 - y0)).astype(int)
                for row, start in zip(rows, np.clip(starts, 0, frame.width), strict=True):
                    inside[row, start:] ^= True
    return inside


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / max((a | b).sum(), 1))


def alpha_of(path: Path) -> np.ndarray:
    return alpha_in(path.read_bytes())


def alpha_in(webp: bytes) -> np.ndarray:
    gui = pytest.importorskip("PySide6.QtGui")
    image = gui.QImage.fromData(webp)
    assert not image.isNull()
    image = image.convertToFormat(gui.QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8).copy()  # Qt frees its own with the image
    return pixels.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width(), 3]


def test_a_missing_atlas_is_said(tmp_path: Path) -> None:
    with pytest.raises(AtlasError, match=r"atlas\.json"):
        Atlas(tmp_path)


def test_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "atlas").mkdir()
    (tmp_path / "atlas/atlas.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(AtlasError, match="99"):
        Atlas(tmp_path)


@pytest.mark.parametrize("view", list(VIEWS))
def test_views_are_right_handed_and_their_planes_hold_body_coordinates(view: ViewId) -> None:
    v = VIEWS[view]
    assert np.allclose(np.cross(v.right, v.up), v.toward)
    h, up = v.project([3.0, 5.0, 7.0])
    assert h == (7.0 if "lateral" in view or "medial" in view else 3.0)
    assert up == {"superior": -7.0, "foot_dorsal": -7.0, "perineal": 7.0, "plantar": 7.0}.get(view, 5.0)
    assert np.sign(v.project(v.right)[0]) == v.screen_sign
    assert v.depth(v.toward) == pytest.approx(1.0)


@pytest.mark.parametrize("view", list(VIEWS))
def test_frames_place_pixels(atlas: Atlas, view: ViewId) -> None:
    frame = atlas.frame(view)
    h, v = frame.plane(10.5, 20.5)
    assert frame.pixel(h, v) == (10, 20)
    assert atlas.pixel(view, h, v) == (10, 20)
    assert atlas.pixel(view, *frame.plane(-0.5, 3.0)) is None
    fine = atlas.frame(view, 2.0 / frame.mm_per_pixel)
    assert (fine.width, fine.height) == (2 * frame.width, 2 * frame.height)
    assert fine.pixel(h, v) == (21, 41)


@pytest.mark.parametrize("view", list(VIEWS))
@pytest.mark.parametrize("layer", LAYERS)
def test_every_pixel_of_the_ids_names_something(atlas: Atlas, view: ViewId, layer: str) -> None:
    ids = atlas.ids(view, layer)
    frame = atlas.frame(view)
    assert ids.shape == (frame.height, frame.width)
    assert ids.dtype == np.uint16
    entries = [atlas.table[(int(code) - 1) // 2] for code in np.unique(ids[ids > 0])]
    kinds = {entry.kind for entry in entries}
    allowed = {"skin": {"skin"}, "skeleton": {"bone"}}.get(layer, {"muscle", "bone"})
    # where a view cuts the skin, one looks at its cut face
    assert kinds <= allowed | ({"skin"} if not VIEWS[view].whole and layer == "skin" else set())
    assert kinds
    assert all(entry.id and entry.name for entry in entries)
    assert (ids > 0).mean() > (0.1 if layer == "skin" else 0.03)


def test_the_atlas_was_drawn_from_the_geometry_beside_it(atlas: Atlas) -> None:
    index = json.loads((atlas.folder / "atlas.json").read_bytes())
    files = {name: (ASSETS / f"body/{name}.npz").read_bytes() for name in index["drawn_from"]}
    assert {"surface", "sheets"} <= set(files)
    now = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert now == index["drawn_from"], "draw it again: python tools/build_atlas.py --stage atlas"


def test_ids_of_muscles_are_those_of_the_sheets(atlas: Atlas) -> None:
    with np.load(ASSETS / "body/sheets.npz") as sheets:
        made = {str(name).split("/")[0] for name in sheets.files if "/" in name}
    assert {e.id for e in atlas.table if e.kind == "muscle"} == made
    assert len(made) >= 150


@pytest.mark.parametrize("layer", LAYERS)
def test_the_right_side_is_the_mirror_of_the_left(atlas: Atlas, layer: str) -> None:
    left = atlas.ids("left_lateral", layer).astype(int)
    right = atlas.ids("right_lateral", layer)[:, ::-1].astype(int)
    assert np.array_equal(left > 0, right > 0)
    shown = left > 0
    assert np.array_equal((left[shown] - 1) // 2, (right[shown] - 1) // 2)
    sided = np.array([not e.midline for e in atlas.table])[(left[shown] - 1) // 2]
    assert np.array_equal(((left[shown] - 1) ^ (right[shown] - 1)) & 1, sided.astype(int))


@pytest.mark.parametrize("view", list(VIEWS))
def test_faces_project_onto_their_pixels(atlas: Atlas, view: ViewId) -> None:
    with np.load(ASSETS / "body/surface.npz") as surface:
        vertices, faces = surface["vertices"], surface["faces"]
    frame, face = atlas.frame(view), atlas.faces(view)
    rows, columns = np.nonzero(face >= 0)
    assert len(rows) > 50_000
    pick = np.random.default_rng(4).choice(len(rows), 4000, replace=False)
    rows, columns = rows[pick], columns[pick]
    corners = VIEWS[view].project(vertices[faces[face[rows, columns]]])
    h = frame.left_mm + frame.screen_sign * (columns + 0.5) * frame.mm_per_pixel
    v = frame.top_mm - (rows + 0.5) * frame.mm_per_pixel
    low, high = corners.min(axis=1) - 0.8, corners.max(axis=1) + 0.8
    within = (low[:, 0] <= h) & (h <= high[:, 0]) & (low[:, 1] <= v) & (v <= high[:, 1])
    assert within.mean() > 0.99


@pytest.mark.parametrize("view", list(VIEWS))
def test_regions_are_known_and_lie_on_the_skin(atlas: Atlas, view: ViewId) -> None:
    with np.load(ASSETS / "body/regions.npz") as data:
        count, codes = len(data["ids"]), np.unique(data["vertex_region"][:, 0])
    region, face = atlas.regions(view), atlas.faces(view)
    assert np.array_equal(region > 0, face >= 0)
    seen = np.unique(region[region > 0]).astype(int) - 1
    assert seen.max() < 2 * count
    assert set(seen.tolist()) <= set(codes.tolist())


def test_front_and_back_show_left_and_right_where_they_are(atlas: Atlas) -> None:
    for view in ("anterior", "posterior"):
        picked = atlas.pick(view, "skin", 80.0, 700.0)
        assert picked is not None
        assert (picked.entry.kind, picked.side) == ("skin", "left")
        picked = atlas.pick(view, "skin", -80.0, 700.0)
        assert picked is not None
        assert picked.side == "right"
    assert atlas.pick("anterior", "skin", 0.0, 5000.0) is None


def test_after_the_first_pick_nothing_is_read(atlas: Atlas, tmp_path: Path) -> None:
    (tmp_path / "atlas/anterior").mkdir(parents=True)
    for name in ("atlas.json", "anterior/ids.npz"):
        (tmp_path / "atlas" / name).write_bytes((atlas.folder / name).read_bytes())
    own = Atlas(tmp_path)
    places = [(80.0 + i % 7, 700.0 + 3 * i) for i in range(200)]
    first = own.pick("anterior", "superficial", *places[0])
    assert first is not None
    for name in ("atlas.json", "anterior/ids.npz"):
        (tmp_path / "atlas" / name).write_bytes(b"")
    assert own.pick("anterior", "superficial", *places[0]) == first
    picked = [own.pick("anterior", "superficial", *place) for place in places]
    assert picked == [atlas.pick("anterior", "superficial", *place) for place in places]


@pytest.mark.parametrize("view", list(VIEWS))
def test_pictures_have_their_size_and_a_transparent_ground(atlas: Atlas, view: ViewId) -> None:
    for layer in (*LAYERS, "ghost"):
        for level in WHOLE_LEVELS:
            alpha = alpha_of(atlas.picture(view, layer, level)[0])
            frame = atlas.frame(view, PIXELS_PER_MM[level])
            assert alpha.shape == (frame.height, frame.width)
            if VIEWS[view].whole:
                assert alpha[0].max() == 0
            assert alpha.max() >= 250


@pytest.mark.parametrize("view", list(VIEWS))
def test_tiles_are_the_picture_from_nearer(atlas: Atlas, view: ViewId) -> None:
    """Every tile lies where its index says: it covers what the whole picture covers there."""
    level = 4 if VIEWS[view].whole else 8
    frame = atlas.frame(view)
    whole, flipped = atlas.picture(view, "superficial", 2)
    seen = alpha_of(whole)[:, :: -1 if flipped else 1] > 127
    wide, high = frame.width * frame.mm_per_pixel, frame.height * frame.mm_per_pixel
    left = min(frame.left_mm, frame.left_mm + frame.screen_sign * wide)
    boxes = atlas.tiles_within(view, level, (left, frame.top_mm - high), (left + wide, frame.top_mm))
    assert len(boxes) > 10
    for column, row, box in boxes[:: max(1, len(boxes) // 12)]:
        tile = atlas.tile(view, "superficial", level, column, row)
        if tile is None:
            continue
        alpha = alpha_in(tile.read())[:, :: -1 if tile.mirrored else 1] > 127
        px = PIXELS_PER_MM[level]
        assert alpha.shape == pytest.approx((box[3] * px, box[2] * px), abs=1)
        step = int(px / PIXELS_PER_MM[2])
        x = round((box[0] - frame.left_mm) * frame.screen_sign * PIXELS_PER_MM[2])
        y = round((frame.top_mm - box[1]) * PIXELS_PER_MM[2])
        coarse = alpha[step // 2 :: step, step // 2 :: step]
        under = seen[y : y + coarse.shape[0], x : x + coarse.shape[1]]
        assert (coarse[: under.shape[0], : under.shape[1]] == under).mean() > 0.97


@pytest.mark.parametrize("place", ["head", "hand"])
def test_head_and_hands_are_drawn_sharper_in_the_same_coordinates(atlas: Atlas, place: str) -> None:
    at = {"head": (0.0, 1640.0), "hand": (440.0, 820.0)}[place]
    views: list[ViewId] = list(WHOLE_VIEWS) if place == "head" else ["anterior", "posterior"]
    for view in views:
        h = 60.0 if place == "head" and "lateral" in view else at[0]
        assert atlas.tiles_within(view, 8, (h - 5, at[1] - 5), (h + 5, at[1] + 5)), view


def test_the_picture_and_the_ids_agree(atlas: Atlas) -> None:
    for view in VIEWS:
        path, flipped = atlas.picture(view, "skin", 2)
        alpha = alpha_of(path)[:, :: -1 if flipped else 1]
        ids = atlas.ids(view, "skin") > 0
        frame = atlas.frame(view, 1.5)
        rows = (np.arange(ids.shape[0]) + 0.5) * frame.height / ids.shape[0]
        columns = (np.arange(ids.shape[1]) + 0.5) * frame.width / ids.shape[1]
        assert overlap(alpha[rows.astype(int)][:, columns.astype(int)] > 127, ids) > 0.98


def test_outlines_fit_every_muscle_drawn_alone(atlas: Atlas) -> None:
    poor = []
    for entry in atlas.table:
        for view in WHOLE_VIEWS if entry.kind == "muscle" else ():
            sprite = atlas.sprite(entry.id, view)
            if sprite is None or sprite.box_mm[2] * sprite.box_mm[3] < 900:
                continue  # of something this small, an edge of one pixel is too large a share
            alpha = alpha_of(sprite.path)
            frame = Frame(*sprite.box_mm[:2], VIEWS[view].screen_sign, 1 / 3, alpha.shape[1], alpha.shape[0])
            share = overlap(fill(atlas.outline(entry.id, view).near, frame), alpha > 127)
            if share < THIN.get(entry.id, 0.95):
                poor.append((entry.id, view, round(share, 2)))
    assert not poor


@pytest.mark.parametrize(
    "muscle", ["flexor_digitorum_brevis", "abductor_hallucis", "abductor_digiti_minimi_foot"]
)
def test_the_sole_is_near_where_the_leg_is_cut_away_behind_it(atlas: Atlas, muscle: str) -> None:
    frame, outline = atlas.frame("plantar"), atlas.outline(muscle, "plantar")
    whole = fill(outline.whole, frame)
    assert (fill(outline.near, frame) & whole).sum() > 0.95 * whole.sum()


def test_each_muscle_is_seen_or_outlined(atlas: Atlas) -> None:
    for entry in atlas.table:
        if entry.kind == "muscle":
            code = 1 + 2 * atlas.numbers[entry.id]
            shown = any((atlas.ids(view, entry.layer) == code).sum() > 20 for view in WHOLE_VIEWS)
            assert shown or any(atlas.outline(entry.id, view).whole for view in WHOLE_VIEWS), entry.id


@pytest.mark.parametrize("muscle", MUSCLES)
def test_outlines_fit_the_muscle_drawn_alone(atlas: Atlas, muscle: str) -> None:
    for view in WHOLE_VIEWS:
        outline, sprite = atlas.outline(muscle, view), atlas.sprite(muscle, view)
        assert outline.whole
        if sprite is None:
            continue
        alpha = alpha_of(sprite.path)
        h, v, width, height = sprite.box_mm
        assert alpha.shape == (round(height * 3), round(width * 3))
        frame = Frame(h, v, VIEWS[view].screen_sign, 1 / 3, alpha.shape[1], alpha.shape[0])
        assert overlap(fill(outline.near, frame), alpha > 127) >= 0.95


@pytest.mark.parametrize("muscle", MUSCLES)
def test_near_and_behind_make_up_the_whole(atlas: Atlas, muscle: str) -> None:
    for view in WHOLE_VIEWS:
        outline, frame = atlas.outline(muscle, view), atlas.frame(view)
        near, behind, whole = (fill(r, frame) for r in (outline.near, outline.behind, outline.whole))
        assert overlap(near | behind, whole) >= 0.95
        assert (near & behind).sum() <= 0.03 * whole.sum()


@pytest.mark.parametrize("muscle", MUSCLES)
def test_the_whole_is_the_silhouette_of_the_sheet(atlas: Atlas, muscle: str) -> None:
    with np.load(ASSETS / "body/sheets.npz") as sheets:
        grids = [
            sheets[n].reshape(-1, 3)
            for n in sheets.files
            if n.startswith(f"{muscle}/") and n.endswith("grid")
        ]
    points = np.concatenate(grids)
    for view in WHOLE_VIEWS:
        frame = atlas.frame(view)
        inside = fill(atlas.outline(muscle, view).whole, frame)
        plane = VIEWS[view].project(points)
        hits = [frame.pixel(h, v) for h, v in plane]
        covered = np.mean([inside[max(0, r - 2) : r + 3, max(0, c - 2) : c + 3].any() for c, r in hits])
        assert covered > 0.98


def test_the_right_side_of_outlines_and_sprites_is_the_mirror(atlas: Atlas) -> None:
    left, right = (atlas.outline("infraspinatus", "posterior", side) for side in ("left", "right"))
    assert np.allclose(left.whole[0][:, 0].min(), -right.whole[0][:, 0].max())
    near_left = atlas.outline("gluteus_medius", "left_lateral", "left").near
    near_right = atlas.outline("gluteus_medius", "right_lateral", "right").near
    assert all(np.array_equal(a, b) for a, b in zip(near_left, near_right, strict=True))
    a, b = (atlas.sprite("infraspinatus", "posterior", side) for side in ("left", "right"))
    assert a is not None
    assert b is not None
    assert (a.mirrored, b.mirrored) == (False, True)
    assert b.box_mm[0] == pytest.approx(-(a.box_mm[0] - a.box_mm[2]))
    assert a.path == b.path
    c = atlas.sprite("gluteus_medius", "right_lateral", "right")
    assert c is not None
    assert c.path.parts[-3] == "left_lateral"
    assert c.mirrored


def test_the_arm_that_steps_aside_leaves_its_outline(atlas: Atlas) -> None:
    assert not atlas.ghost_arm("anterior")
    rings = atlas.ghost_arm("left_lateral")
    assert rings
    heights = np.concatenate(rings)[:, 1]
    assert heights.max() - heights.min() > 450
    assert atlas.sprite("biceps_brachii", "left_lateral") is None
    assert atlas.outline("biceps_brachii", "left_lateral").near


def test_opening_reads_the_index_alone(atlas: Atlas, tmp_path: Path) -> None:
    (tmp_path / "atlas").mkdir()
    (tmp_path / "atlas/atlas.json").write_bytes((atlas.folder / "atlas.json").read_bytes())
    own = Atlas(tmp_path)
    assert own.table == atlas.table
    assert own.frame("anterior") == atlas.frame("anterior")


def test_the_atlas_is_small() -> None:
    files = [f for f in (ASSETS / "atlas").rglob("*") if f.is_file()]
    assert max(f.stat().st_size for f in files) < 8_000_000
    assert sum(f.stat().st_size for f in files) < 60_000_000


def test_a_figure_is_described_without_qt() -> None:
    spec = FigureSpec(("upper_trapezius",), "posterior", "superficial", "left", 600)
    assert hash(spec) == hash(FigureSpec(("upper_trapezius",), "posterior", "superficial", "left", 600))
