"""What a needle must respect is drawn where it lies: closed, inside the skin, outside bone, in order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from viewer.body.body import assets_folder, data_folder
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
GRAZING = {"phrenic_nerve": 0.03}  # its beginning at C4 and C5, whose bodies were put in order
THROUGH_BONE = {"vertebral_artery", "spinal_canal", "hip_joint"}


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
        most = GRAZING.get(name, 0.02)
        assert (over < -0.3).mean() <= most, (name, (over < -0.3).mean())


def test_the_canal_lies_between_bodies_and_arches(meshes, ground: Ground) -> None:
    vertebrae = ground.bones(("*_vertebra",))
    points = _left(meshes, "spinal_canal")
    above_sacrum = points[points[:, 1] > ground.landmark_bone["sacrum_base"][1] + 25]
    over, _ = vertebrae.height(np.abs(above_sacrum * [1, 0, 0]) + above_sacrum * [0, 1, 1])
    assert (over < -2.5).mean() < 0.06
    for level in ("c4", "t3", "t8", "l3"):
        spinous = ground.landmark_bone[f"{level}_spinous_process"]
        assert _at(points, spinous[1])[2] > spinous[2] + 8


MOST_IN_BONE = (0.12, 0.2, 0.37, 0.25, 0.12, 0.12)
"""How much of the artery may lie in each of the upper six vertebrae. It touches the rims of their foramina;
from the second to the fourth its path lies a millimetre or two beside the middle of theirs."""


def test_the_vertebral_artery_runs_through_the_foramina(meshes, ground: Ground) -> None:
    points = _left(meshes, "vertebral_artery")
    shares = []
    for k in range(1, 7):
        bone = ground.bones((f"c{k}_vertebra",))
        inner = points[np.abs(points[:, 1] - np.median(bone.points[:, 1])) < 12]
        over, _ = bone.height(inner)
        shares.append(round(float((over < -1.0).mean()), 2))
    assert all(share < most for share, most in zip(shares, MOST_IN_BONE, strict=True)), shares
    # bone lies on all four sides of it in the transverse process
    for level, y in (("c3", 1561.0), ("c2", 1578.0)):
        ring = ground.bones((f"{level}_vertebra",)).points
        middle = _at(points, y, 3.0)
        near = ring[np.abs(ring[:, 1] - y) < 6] - middle
        near = near[np.hypot(near[:, 0], near[:, 2]) < 12]
        quarter = np.unique((np.arctan2(near[:, 0], near[:, 2]) // (np.pi / 2)).astype(int))
        assert len(quarter) == 4, level


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
