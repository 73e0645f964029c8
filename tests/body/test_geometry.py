"""The shipped body: its skin, skeleton, landmarks, regions, dots, cells and lungs hold together."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from viewer.body.body import Body, assets_folder, data_folder, load_body
from viewer.catalog.body_data import BodyData, load_body_data

BODY_FOLDER = assets_folder() / "body"

pytestmark = pytest.mark.skipif(
    not (BODY_FOLDER / "surface.npz").is_file(), reason="the assets are not built (tools/build_atlas.py)"
)


@pytest.fixture(scope="module")
def body() -> Body:
    return load_body()


@pytest.fixture(scope="module")
def words() -> BodyData:
    return load_body_data(data_folder() / "body")[0]


@pytest.fixture(scope="module")
def skeleton() -> dict[str, np.ndarray]:
    """The vertices of each bone."""
    with np.load(BODY_FOLDER / "skeleton.npz") as stored:
        names, bone, vertices = stored["bone_names"], stored["bone"], stored["vertices"]
    return {str(name): vertices[bone == k].astype(float) for k, name in enumerate(names)}


@cache
def _edges() -> np.ndarray:
    faces = load_body().surface.faces
    half = np.concatenate([faces[:, [k, (k + 1) % 3]] for k in range(3)])
    return np.unique(np.sort(half, 1), axis=0)


def _pieces(member: np.ndarray) -> int:
    """How many connected pieces some vertices make on the skin."""
    edges = _edges()[member[_edges()].all(1)]
    label = np.where(member, np.arange(len(member)), len(member))
    while True:
        lower = np.minimum(label[edges[:, 0]], label[edges[:, 1]])
        before = label.copy()
        np.minimum.at(label, edges[:, 0], lower)
        np.minimum.at(label, edges[:, 1], lower)
        label[member] = label[label[member]]
        if (label == before).all():
            return len(np.unique(label[member]))


def _inside_skin(body: Body, points: np.ndarray) -> np.ndarray:
    """Whether points lie inside: the skin turns wholly about an inner point, not about an outer one."""
    corner = body.surface.vertices[body.surface.faces]
    turns = []
    for point in points:
        a, b, c = (corner[:, k] - point for k in range(3))
        la, lb, lc = (np.linalg.norm(v, axis=1) for v in (a, b, c))
        top = np.einsum("ij,ij->i", a, np.cross(b, c))
        dots = [np.einsum("ij,ij->i", u, v) for u, v in ((a, b), (b, c), (c, a))]
        bottom = la * lb * lc + dots[0] * lc + dots[1] * la + dots[2] * lb
        turns.append(np.arctan2(top, bottom).sum() / (2 * np.pi))
    return np.array(turns) > 0.5


def test_the_skin_stands_on_the_floor_and_is_1750_mm_tall(body: Body) -> None:
    y = body.surface.vertices[:, 1]
    assert y.min() == pytest.approx(0, abs=0.01)
    assert y.max() == pytest.approx(1750, abs=0.01)


def test_the_mirror_is_an_involution_and_the_two_sides_are_alike(body: Body) -> None:
    surface = body.surface
    assert (surface.mirror[surface.mirror] == np.arange(len(surface.mirror))).all()
    assert np.abs(surface.vertices - surface.vertices[surface.mirror] * [-1, 1, 1]).max() < 0.01
    faces = {frozenset(face) for face in surface.faces.tolist()}
    assert all(frozenset(face) in faces for face in surface.mirror[surface.faces].tolist())


def test_the_skin_is_closed_and_looks_outwards(body: Body) -> None:
    faces = body.surface.faces
    half = np.concatenate([faces[:, [k, (k + 1) % 3]] for k in range(3)])
    _, count = np.unique(np.sort(half, 1), axis=0, return_counts=True)
    assert (count == 2).all()
    a, b, c = (body.surface.vertices[faces[:, k]] for k in range(3))
    litres = np.einsum("ij,ij->", a, np.cross(b, c)) / 6e6
    assert 50 < litres < 90


def test_no_edge_of_the_skin_is_long(body: Body) -> None:
    a, b = body.surface.vertices[_edges()].swapaxes(0, 1)
    assert np.linalg.norm(a - b, axis=1).max() < 12.5


def test_parts_are_mirrored(body: Body) -> None:
    names = body.surface.part_names
    swapped = [
        names.index(n[:-1] + {"l": "r", "r": "l"}[n[-1]]) if n[-2:] in ("_l", "_r") else i
        for i, n in enumerate(names)
    ]
    assert (np.array(swapped)[body.surface.part] == body.surface.part[body.surface.mirror]).all()


def test_every_bone_has_its_mirror_image(skeleton: dict[str, np.ndarray]) -> None:
    for name, points in skeleton.items():
        if name.endswith("_l"):
            assert np.allclose(skeleton[name[:-1] + "r"], points * [-1, 1, 1], atol=0.01), name
        elif not name.endswith("_r"):
            assert points[:, 0].min() == pytest.approx(-points[:, 0].max(), abs=0.05), name


def test_bones_lie_inside_the_skin(body: Body, skeleton: dict[str, np.ndarray]) -> None:
    generator = np.random.default_rng(1)
    points = np.concatenate([generator.choice(v, 1) for n, v in skeleton.items() if not n.endswith("_r")])
    assert _inside_skin(body, points).mean() > 0.99


def test_every_landmark_that_is_named_is_on_the_body(body: Body, words: BodyData) -> None:
    assert list(body.landmarks) == list(words.landmarks)
    for name, landmark in body.landmarks.items():
        x = body.surface.xyz(landmark.skin)[0]
        assert landmark.midline == words.landmarks[name].midline
        assert x == pytest.approx(0, abs=1e-6) if landmark.midline else x > 3, name


def test_landmarks_are_felt_at_a_likely_depth(body: Body) -> None:
    # The seat lies under the buttock, the lower spine of the ilium under two muscles of the thigh;
    # the lesser trochanter is never felt distinctly.
    deep = {"ischial_tuberosity": 65.0, "aiis": 65.0, "lesser_trochanter": 120.0}
    for name, landmark in body.landmarks.items():
        depth = np.linalg.norm(body.surface.xyz(landmark.skin) - landmark.bone)
        assert depth <= deep.get(name, 50.0), name


def _y(body: Body, name: str) -> float:
    return float(body.surface.xyz(body.landmarks[name].skin)[1])


def test_the_spine_runs_downwards(body: Body) -> None:
    levels = [f"c{k}" for k in range(2, 8)] + [f"t{k}" for k in range(1, 13)] + [f"l{k}" for k in range(1, 6)]
    spine = [_y(body, f"{level}_spinous_process") for level in levels]
    spine += [_y(body, "sacrum_base"), _y(body, "s2_spinous_process"), _y(body, "coccyx")]
    assert (np.diff(spine) < -6).all()


@pytest.mark.parametrize(
    ("landmark", "upper", "lower"),
    [
        ("superior_angle_of_scapula", "t1", "t3"),
        ("root_of_scapular_spine", "t2", "t4"),
        ("inferior_angle_of_scapula", "t6", "t8"),
        ("iliac_crest", "l3", "l5"),
        ("umbilicus", "l3", "s2"),
        ("psis", "l5", "s2"),
    ],
)
def test_levels_that_therapists_count_by(body: Body, landmark: str, upper: str, lower: str) -> None:
    slack = 10.0  # a finger's breadth
    y = _y(body, landmark)
    assert _y(body, f"{lower}_spinous_process") - slack < y < _y(body, f"{upper}_spinous_process") + slack


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("vertex", "glabella"), ("glabella", "nose_tip"), ("nose_tip", "chin"),
        ("tragus", "angle_of_mandible"),
        ("mastoid_process", "c1_transverse_process"), ("c4_transverse_process", "c6_transverse_process"),
        ("acromion", "greater_tubercle"), ("sternal_notch", "sternal_angle"),
        ("sternal_angle", "xiphoid_process"),
        ("iliac_crest", "iliac_tubercle"), ("iliac_tubercle", "asis"), ("asis", "greater_trochanter"),
        ("ischial_tuberosity", "gluteal_fold"), ("patella_upper_pole", "patella"),
        ("knee_joint_line_lateral", "tibial_tuberosity"), ("medial_malleolus", "lateral_malleolus"),
        ("lateral_epicondyle", "radial_styloid"), ("radial_styloid", "ulnar_styloid"),
    ],
)  # fmt: skip
def test_one_landmark_lies_above_another(body: Body, above: str, below: str) -> None:
    # the seat is felt at the fold itself
    slack = 3.0 if below == "gluteal_fold" else 0.0
    assert _y(body, above) > _y(body, below) - slack


@pytest.mark.parametrize(
    ("landmark", "part"),
    [
        ("chin", "head"), ("c4_spinous_process", "neck"), ("psis", "trunk"), ("olecranon", "arm_l"),
        ("index_knuckle", "hand_l"), ("tibial_tuberosity", "leg_l"), ("calcaneus", "foot_l"),
        ("pterion", "head"), ("cricoid_cartilage", "neck"), ("axilla", "arm_l"), ("pisiform", "hand_l"),
        ("thenar_eminence", "hand_l"), ("aiis", "trunk"), ("gerdys_tubercle", "leg_l"),
        ("sinus_tarsi", "foot_l"), ("fibular_neck", "leg_l"), ("eleventh_rib_tip", "trunk"),
    ],
)  # fmt: skip
def test_landmarks_lie_on_their_part(body: Body, landmark: str, part: str) -> None:
    assert body.surface.part_of(body.landmarks[landmark].skin) == part


def test_every_region_is_one_piece_of_a_sensible_size_alike_on_both_sides(
    body: Body, words: BodyData
) -> None:
    regions, area = body.regions, body.surface.vertex_area_mm2 / 100
    assert list(regions.ids) == list(words.regions)
    first = regions.code[:, 0]
    size = np.bincount(first, area, minlength=2 * len(regions.ids))
    for k, name in enumerate(regions.ids):
        left, right = size[2 * k], size[2 * k + 1]
        assert 3 < left < 500, name
        assert _pieces(first == 2 * k) == 1, name
        if not regions.midline[k]:
            assert right == pytest.approx(left, rel=0.02), name
            assert _pieces(first == 2 * k + 1) == 1, name


@pytest.mark.parametrize(
    ("landmark", "region"),
    [
        ("temple", "temple"), ("olecranon", "point_of_elbow"), ("patella", "front_of_knee"),
        ("ischial_tuberosity", "sit_bone"), ("greater_trochanter", "side_of_hip"), ("nipple", "lower_chest"),
        ("t5_spinous_process", "between_shoulder_blades"), ("l3_spinous_process", "low_back"),
        ("mastoid_process", "mastoid_region"), ("calcaneus", "heel"), ("heel_plantar", "under_heel"),
        ("thumb_ip_joint", "back_of_thumb"),
        ("sternal_angle", "breastbone"), ("umbilicus", "around_navel"),
        ("supraclavicular_fossa", "above_collarbone"), ("thenar_eminence", "ball_of_thumb"),
        ("index_pip_joint", "back_of_index_finger"), ("psis", "sacroiliac_region"), ("coccyx", "tailbone"),
        ("tibial_tuberosity", "below_kneecap"), ("great_toe_ip_joint", "great_toe"), ("axilla", "armpit"),
    ],
)  # fmt: skip
def test_landmarks_lie_in_their_region(body: Body, landmark: str, region: str) -> None:
    found, _ = body.regions.at(body.landmarks[landmark].skin)
    assert found == region


def test_regions_tile_the_skin_and_know_their_neighbours(body: Body, words: BodyData) -> None:
    regions = body.regions
    assert len(regions.ids) == len(set(regions.ids)) >= 104
    assert (regions.code[:, 0] >= 0).all()  # no vertex without a region, none with two
    assert set(regions.code[:, 0] // 2) == set(range(len(regions.ids)))
    for name, beside in regions.neighbours.items():
        assert len(beside) >= 2, name
        assert name not in beside, name
        assert all(name in regions.neighbours[other] for other in beside), name
    assert "front_of_knee" in regions.neighbours["below_kneecap"]
    assert "palm" not in regions.neighbours["point_of_elbow"]
    assert len({record.name for record in words.regions.values()}) == len(regions.ids)
    assert len({record.plain for record in words.regions.values()}) == len(regions.ids)


@pytest.mark.parametrize("prefix", [2_000, 20_000, 120_000])
def test_every_prefix_of_the_dots_is_evenly_spread(body: Body, prefix: int) -> None:
    dots, surface = body.dots, body.surface
    assert len(dots) == 120_000
    face_area = np.linalg.norm(
        np.cross(
            *(surface.vertices[surface.faces[:, k]] - surface.vertices[surface.faces[:, 0]] for k in (1, 2))
        ),
        axis=1,
    )
    share = np.bincount(surface.part[surface.faces[:, 0]], face_area) / face_area.sum()
    part = surface.part[surface.faces[dots.face[:prefix], 0]]
    found = np.bincount(part, minlength=len(share)) / prefix
    assert np.abs(found / share - 1).max() < 0.25
    spacing = np.sqrt(face_area.sum() / 2 / prefix)
    back = np.flatnonzero(part == surface.part_names.index("trunk"))[:120]
    gaps = np.linalg.norm(dots.xyz[back][:, None] - dots.xyz[:prefix][None], axis=2)
    gaps[np.arange(len(back)), back] = np.inf
    facing = dots.normals[back] @ dots.normals[:prefix].T > 0
    nearest = np.where(facing, gaps, np.inf).min(1)
    assert nearest.min() > 0.45 * spacing
    assert nearest.max() < 1.6 * spacing


def test_cells_tile_the_skin_alike_on_both_sides(body: Body) -> None:
    cells, surface = body.cells, body.surface
    assert 6_000 < cells.count < 8_000
    assert cells.area_mm2.sum() == pytest.approx(surface.vertex_area_mm2.sum(), rel=1e-6)
    assert (cells.area_mm2 > 0).all()
    own = np.flatnonzero(surface.vertices[:, 0] > 1e-6)
    image = surface.mirror[own]
    pairs = np.unique(np.stack([cells.cell[own], cells.cell[image]], 1), axis=0)
    assert len(pairs) == len(np.unique(pairs[:, 0])) == len(np.unique(pairs[:, 1]))


def test_the_lungs_lie_inside_the_ribs_with_the_apex_above_the_clavicle(
    body: Body, skeleton: dict[str, np.ndarray]
) -> None:
    lung = body.structures["lung"].vertices
    assert _inside_skin(body, lung[:: len(lung) // 60]).all()
    clavicle = skeleton["clavicle_l"]
    medial = clavicle[clavicle[:, 0] < clavicle[:, 0].min() + np.ptp(clavicle[:, 0]) / 3]
    assert 20 <= lung[:, 1].max() - medial[:, 1].max() <= 30
    cage = np.concatenate([v for n, v in skeleton.items() if n.startswith(("rib_", "sternum"))])
    ways = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    for y in range(1230, 1430, 20):  # the ribs about each height reach further out in every direction
        level = [points[np.abs(points[:, 1] - y) < band] for points, band in ((cage, 22), (lung, 8))]
        for way in ways:
            ribs, lungs = ((p[:, [0, 2]] @ [np.sin(way), np.cos(way)]).max() for p in level)
            assert lungs < ribs - 3, (y, np.degrees(way))


def test_the_lower_border_of_the_pleura(body: Body, skeleton: dict[str, np.ndarray]) -> None:
    lung = body.structures["lung"].vertices
    left = lung[lung[:, 0] > 0]
    beside_spine = left[(left[:, 0] < 45) & (left[:, 2] < np.median(left[:, 2]))]
    t12 = skeleton["t12_vertebra"][:, 1]
    assert t12.min() - 12 < beside_spine[:, 1].min() < t12.max()
    side = left[left[:, 0] > left[:, 0].max() - 12]
    tenth = skeleton["rib_10_l"][:, 1]
    assert tenth.min() < side[:, 1].min() < tenth.max()


def test_the_heart_takes_a_bite_out_of_the_left_lung_alone(body: Body) -> None:
    lung = body.structures["lung"].vertices
    front = lung[(np.abs(lung[:, 1] - 1315) < 12) & (lung[:, 2] > 90)]
    left, right = front[front[:, 0] > 0], front[front[:, 0] < 0]
    assert left[:, 0].min() > -right[:, 0].max() + 15


def test_only_what_has_a_shape_is_said_to_be_drawn(body: Body, words: BodyData) -> None:
    drawn = {name for name, record in words.structures.items() if record.drawn}
    assert drawn == set(body.structures)
