"""What a needle must respect is drawn where it lies: closed, inside the skin, outside bone, in order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from viewer.body.body import assets_folder, data_folder
from viewer.body.sheets import Sheets
from viewer.catalog.body_data import load_body_data

pytest.importorskip("scipy", reason="the build's tools are not installed")

from tools.geometry.structure_paths import read_structure_paths
from tools.geometry.structures import MODELLED
from tools.geometry.tubes import off_bone
from tools.sheets.ground import Ground

FILE = assets_folder() / "body/structures.npz"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the structures are not built")

Mesh = tuple[np.ndarray, np.ndarray]
UNPAIRED = {"heart", "peritoneum", "spinal_canal", "abdominal_aorta"}
ASYMMETRIC = {"lung", "kidney"}
THROUGH_BONE = {"spinal_canal", "hip_joint"}


@pytest.fixture(scope="module")
def ground() -> Ground:
    return Ground.load(assets_folder())


@pytest.fixture(scope="module")
def meshes() -> dict[str, tuple[Mesh, Mesh]]:
    """The left (or only) and the right mesh of each structure."""
    found = {}
    with np.load(FILE) as stored:
        for key in stored.files:
            if key.endswith("/vertices"):
                name = key.removesuffix("/vertices")
                vertices, faces = stored[key].astype(float), stored[f"{name}/faces"]
                right = stored[f"{name}/right"]
                found[name] = ((vertices, faces[~right]), (vertices, faces[right]))
    return found


def _left(meshes: dict[str, tuple[Mesh, Mesh]], name: str) -> np.ndarray:
    vertices, faces = meshes[name][0]
    return vertices[np.unique(faces)]


def _at(points: np.ndarray, y: float, band: float = 7.0) -> np.ndarray:
    """The mean of a structure's points about a height."""
    near = points[np.abs(points[:, 1] - y) < band]
    assert len(near), f"nothing about {y}"
    return near.mean(0)


def test_every_drawn_structure_has_a_shape_and_the_other_way_round(meshes) -> None:
    folder: Path = data_folder() / "body"
    words = load_body_data(folder)[0]
    drawn = {name for name, record in words.structures.items() if record.drawn}
    paths = read_structure_paths(folder / "structure_paths")
    assert drawn == set(meshes) == {*MODELLED, *paths}
    assert {name for name, path in paths.items() if path.unpaired} <= UNPAIRED


def test_shapes_are_closed_and_wound_outwards(meshes) -> None:
    for name, sides in meshes.items():
        for vertices, faces in sides:
            if not len(faces):
                assert name in UNPAIRED
                continue
            half = np.concatenate([faces[:, [k, (k + 1) % 3]] for k in range(3)])
            forth = half[:, 0] * len(vertices) + half[:, 1]
            back = half[:, 1] * len(vertices) + half[:, 0]
            assert len(np.unique(forth)) == len(forth), name
            assert np.isin(forth, back).all(), name
            a, b, c = (vertices[faces[:, k]] for k in range(3))
            assert np.einsum("ij,ij->", a, np.cross(b, c)) > 0, name


def test_paired_structures_are_mirror_images(meshes) -> None:
    for name, ((vertices, left), (_, right)) in meshes.items():
        if name in UNPAIRED | ASYMMETRIC:
            continue
        a, b = (vertices[np.unique(faces)] for faces in (left, right))
        assert np.abs(a * [-1, 1, 1] - b).max() < 0.04, name


def test_structures_lie_inside_the_skin(meshes, ground: Ground) -> None:
    for name in meshes:
        points = _left(meshes, name)
        above, _ = ground.skin.height(np.abs(points * [1, 0, 0]) + points * [0, 1, 1])
        assert above.max() < 0.0, (name, points[above.argmax()].round(), above.max())


def test_tubes_lie_outside_bone(meshes, ground: Ground) -> None:
    for name in set(meshes) - THROUGH_BONE - {"lung"}:
        points = _left(meshes, name)
        over, _ = off_bone(ground, np.abs(points * [1, 0, 0]) + points * [0, 1, 1])
        assert (over < -0.3).mean() <= 0.02, (name, (over < -0.3).mean())


def test_the_canal_lies_between_bodies_and_arches(meshes, ground: Ground) -> None:
    vertebrae = ground.bones(("*_vertebra",))
    points = _left(meshes, "spinal_canal")
    above_sacrum = points[points[:, 1] > ground.landmark_bone["sacrum_base"][1] + 25]
    over, _ = vertebrae.height(np.abs(above_sacrum * [1, 0, 0]) + above_sacrum * [0, 1, 1])
    assert (over < -2.5).mean() < 0.06
    for level in ("c4", "t3", "t8", "l3"):
        spinous = ground.landmark_bone[f"{level}_spinous_process"]
        assert _at(points, spinous[1])[2] > spinous[2] + 8


@pytest.mark.parametrize("level", ["c1", "c2", "c3", "c4", "c5", "c6"])
def test_the_vertebral_artery_runs_through_the_foramina(meshes, ground: Ground, level: str) -> None:
    points, bone = _left(meshes, "vertebral_artery"), ground.bones((f"{level}_vertebra",))
    beside = points[np.abs(points[:, 1] - np.median(bone.points[:, 1])) < 12]
    over, _ = bone.height(beside)
    assert over.min() > -0.5
    # where the transverse process holds it, bone lies on all four sides
    process = bone.points[bone.points[:, 0] > 13]
    rings = []
    for y in np.arange(process[:, 1].min(), process[:, 1].max(), 1.0):
        if not (np.abs(points[:, 1] - y) < 3).any():
            continue
        away = (process - _at(points, y, 3.0))[np.abs(process[:, 1] - y) < 3.5]
        near = away[np.hypot(away[:, 0], away[:, 2]) < 12]
        rings.append(len(np.unique((np.arctan2(near[:, 0], near[:, 2]) + np.pi / 4) // (np.pi / 2) % 4)))
    assert max(rings) == 4


@pytest.mark.parametrize("below", [0, 20, 40])
def test_nerve_artery_and_vein_of_the_groin_lie_in_order(meshes, ground: Ground, below: int) -> None:
    y = ground.landmark_bone["pubic_tubercle"][1] + 38 - below
    vein, artery, nerve = (
        _at(_left(meshes, n), y)[0] for n in ("femoral_vein", "femoral_artery", "femoral_nerve")
    )
    assert vein < artery < nerve


def test_the_median_nerve_crosses_to_the_medial_side_of_the_artery(meshes, ground: Ground) -> None:
    crease = ground.landmark_bone["cubital_crease"][1]
    nerve, artery = _left(meshes, "median_nerve"), _left(meshes, "brachial_artery")
    assert _at(nerve, crease + 4)[0] < _at(artery, crease + 4)[0] - 3
    assert _at(nerve, crease + 165)[[0, 2]].sum() > _at(artery, crease + 165)[[0, 2]].sum()


def test_the_ulnar_nerve_runs_behind_the_medial_epicondyle(meshes, ground: Ground) -> None:
    epicondyle = ground.landmark_bone["medial_epicondyle"]
    nerve = _at(_left(meshes, "ulnar_nerve"), epicondyle[1], 5)
    assert nerve[2] < epicondyle[2] - 4
    assert abs(nerve[0] - epicondyle[0]) < 14


def test_the_radial_nerve_lies_in_its_groove_on_the_bone(meshes, ground: Ground) -> None:
    nerve, humerus = _left(meshes, "radial_nerve"), ground.bones(("humerus",))
    start, end = ground.limb_axes["upper_arm"]
    middle = (start + end) / 2
    groove = nerve[np.abs(nerve[:, 1] - middle[1] - 15) < 12]
    distance, index = humerus.nearest(groove)
    assert np.median(distance) < 6
    assert groove[:, 2].mean() < humerus.points[index][:, 2].mean()
    lateral = ground.landmark_bone["lateral_epicondyle"]
    assert _at(nerve, lateral[1], 5)[2] > lateral[2] + 8


def test_the_sciatic_nerve_runs_midway_between_tuberosity_and_trochanter(meshes, ground: Ground) -> None:
    tuberosity, trochanter = (ground.landmark_bone[n] for n in ("ischial_tuberosity", "greater_trochanter"))
    nerve = _at(_left(meshes, "sciatic_nerve"), (tuberosity[1] + trochanter[1]) / 2)
    assert 0.3 < (nerve[0] - tuberosity[0]) / (trochanter[0] - tuberosity[0]) < 0.6


def test_the_common_fibular_nerve_winds_round_the_neck_of_the_fibula(meshes, ground: Ground) -> None:
    nerve, fibula = _left(meshes, "common_fibular_nerve"), ground.bones(("fibula",))
    head = ground.landmark_bone["fibular_head"]
    end = nerve[nerve[:, 1] < head[1] - 18]
    distance, _ = fibula.nearest(end)
    assert distance.min() < 6
    assert end[:, 0].max() > _at(fibula.points, head[1] - 22)[0]
    assert end[:, 2].max() > nerve[nerve[:, 1] > head[1] + 20][:, 2].min() + 15


def test_vessels_and_nerve_of_the_knee_lie_one_behind_the_other(meshes, ground: Ground) -> None:
    y = ground.landmark_bone["popliteal_crease"][1]
    artery, vein, nerve = (
        _at(_left(meshes, n), y)[2] for n in ("popliteal_artery", "popliteal_vein", "tibial_nerve")
    )
    assert artery > vein > nerve


def test_the_carotid_lies_medial_to_the_jugular_vein(meshes, ground: Ground) -> None:
    for level in ("c5", "c6", "c7"):
        y = ground.landmark_bone[f"{level}_spinous_process"][1]
        vein, artery = (_at(_left(meshes, n), y)[0] for n in ("internal_jugular_vein", "carotid_artery"))
        assert artery < vein - 4


def test_the_right_kidney_is_lower_and_both_lie_from_t12_to_l3(meshes, ground: Ground) -> None:
    (vertices, left), (_, right) = meshes["kidney"]
    a, b = (vertices[np.unique(faces)] for faces in (left, right))
    assert a[:, 0].min() > 0 > b[:, 0].max()
    assert 8 < a[:, 1].mean() - b[:, 1].mean() < 25
    bones = {n: ground.bones((f"{n}_vertebra",)).points[:, 1] for n in ("t12", "l3")}
    for kidney in (a, b):
        assert kidney[:, 1].max() < bones["t12"].max()
        assert kidney[:, 1].min() > bones["l3"].min() - 12


def test_heart_and_lungs_do_not_meet(meshes) -> None:
    from scipy.spatial import cKDTree

    heart, lung = _left(meshes, "heart"), np.concatenate([m[0] for m in meshes["lung"]])
    assert cKDTree(lung).query(heart)[0].min() > 0.5
    assert heart[:, 0].max() > 55
    share = (heart[:, 0] > 0).mean()
    assert 0.5 < share < 0.8


def test_the_file_is_small() -> None:
    assert FILE.stat().st_size < 4_000_000


def test_the_artery_of_the_back_of_the_foot_dives_into_the_first_space(meshes, ground: Ground) -> None:
    artery, nerve = _left(meshes, "dorsalis_pedis_artery"), _left(meshes, "deep_fibular_nerve")
    first, second = (ground.bones((f"metatarsal_{k}",)).points for k in (1, 2))
    for z in (118.0, 130.0, 145.0):
        inner = first[np.abs(first[:, 2] - z) < 4][:, 0].max()
        outer = second[np.abs(second[:, 2] - z) < 4][:, 0].min()
        along = artery[np.abs(artery[:, 2] - z) < 5]
        assert (inner + outer) / 2 - 6 < along[:, 0].mean() < (inner + outer) / 2 + 6
        assert along[:, 0].mean() < nerve[np.abs(nerve[:, 2] - z) < 5][:, 0].mean() - 2
    arch = _left(meshes, "plantar_arch")
    assert np.linalg.norm(artery[artery[:, 1].argsort()[:60]][:, None] - arch, axis=2).min() < 6


def test_the_plantar_arch_crosses_under_the_bases_of_the_metatarsals(meshes, ground: Ground) -> None:
    arch = _left(meshes, "plantar_arch")
    assert arch[:, 0].min() < ground.bones(("metatarsal_1",)).points[:, 0].max()
    for k in (2, 3, 4):
        bone = ground.bones((f"metatarsal_{k}",)).points
        base = bone[bone[:, 2] < bone[:, 2].min() + 35]
        under = arch[np.abs(arch[:, 0] - base[:, 0].mean()) < 4]
        near = np.linalg.norm(under[:, None] - base, axis=2).min(1)
        assert near.min() < 8
        assert under[near.argmin(), 1] < base[:, 1].mean()


def test_the_fibular_artery_follows_the_fibula_and_the_tibial_one_the_tibia(meshes, ground: Ground) -> None:
    fibular, tibial = _left(meshes, "fibular_artery"), _left(meshes, "posterior_tibial_artery")
    fibula = ground.bones(("fibula",))
    for y in (330.0, 250.0, 170.0):
        middle = _at(fibula.points, y)
        assert np.median(fibula.nearest(fibular[np.abs(fibular[:, 1] - y) < 7])[0]) < 6
        assert _at(tibial, y)[0] + 6 < _at(fibular, y)[0] < middle[0]
        assert _at(fibular, y)[2] < middle[2] + 2


def test_the_internal_thoracic_artery_runs_a_finger_beside_the_breastbone(meshes, ground: Ground) -> None:
    artery = _left(meshes, "internal_thoracic_artery")
    sternum, front = ground.bones(("sternum",)).points, ground.bones(("costal_cartilage", "rib_*")).points
    for y in (1385.0, 1337.0, 1301.0):
        edge = sternum[np.abs(sternum[:, 1] - y) < 5][:, 0].max()
        here = _at(artery, y)
        assert 6 < here[0] - edge < 20
        cartilage = front[
            (np.abs(front[:, 1] - y) < 12) & (np.abs(front[:, 0] - here[0]) < 6) & (front[:, 2] > 60)
        ]
        assert here[2] < cartilage[:, 2].mean()


def test_the_epigastric_arteries_lie_between_rectus_and_the_belly(meshes) -> None:
    rectus = Sheets(assets_folder() / "body/sheets.npz")["rectus_abdominis"]
    for name, heights in (
        ("superior_epigastric_artery", (1210, 1160)),
        ("inferior_epigastric_artery", (1015, 1060)),
    ):
        for y in heights:
            here = _at(_left(meshes, name), y)
            _, along, across = rectus.coordinates(here)
            assert here[2] < rectus.at(along, across)[2]
            assert rectus.distance(here) < 8
