"""The shipped skeleton: complete, symmetric, inside the skin, in proportion."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SPINE = [f"c{k}" for k in range(1, 8)] + [f"t{k}" for k in range(1, 13)] + [f"l{k}" for k in range(1, 6)]
HEIGHT_MM = 1750.0


@cache
def bones() -> dict[str, NDArray[np.float64]]:
    with np.load(ASSETS / "body/skeleton.npz") as stored:
        vertices, bone = stored["vertices"].astype(np.float64), stored["bone"]
        return {str(name): vertices[bone == k] for k, name in enumerate(stored["bone_names"])}


@cache
def triangles(name: str) -> NDArray[np.float64]:
    with np.load(ASSETS / "body/skeleton.npz") as stored:
        number = [str(n) for n in stored["bone_names"]].index(name)
        faces = stored["faces"]
        return np.asarray(stored["vertices"][faces[stored["bone"][faces[:, 0]] == number]], dtype=np.float64)


def test_every_bone_is_there() -> None:
    names = set(bones())
    assert {f"{level}_vertebra" for level in SPINE} <= names
    assert {f"{level}_disc" for level in SPINE[1:]} <= names
    assert {f"rib_{k}_{side}" for k in range(1, 13) for side in "lr"} <= names
    assert {
        "skull",
        "mandible",
        "sternum",
        "sacrum",
        "hyoid",
        "thyroid_cartilage",
        "cricoid_cartilage",
    } <= names
    assert {"costal_cartilage_l", "costal_cartilage_r", "hip_bone_l", "patella_l", "pisiform_l"} <= names
    assert {f"metatarsal_{k}_l" for k in range(1, 6)} | {f"metacarpal_{k}_r" for k in range(1, 6)} <= names


def test_left_is_the_mirror_of_right() -> None:
    for name, left in bones().items():
        if name.endswith("_l"):
            assert np.allclose(left * [-1, 1, 1], bones()[f"{name[:-2]}_r"], atol=1e-3), name


def toe(k: int) -> list[NDArray[np.float64]]:
    """The metatarsal and the phalanges of a left toe."""
    kinds = ("proximal", "distal") if k == 1 else ("proximal", "middle", "distal")
    return [bones()[f"metatarsal_{k}_l"], *(bones()[f"{kind}_phalanx_toe_{k}_l"] for kind in kinds)]


@pytest.mark.parametrize("k", range(1, 6))
def test_the_bones_of_each_toe_follow_one_another_with_narrow_joints(k: int) -> None:
    for bone, after in pairwise(toe(k)):
        assert after[:, 2].mean() > bone[:, 2].mean()
        gap = np.linalg.norm(bone[:, None] - after[None], axis=2).min()
        assert 0.8 < gap < 2.2


@pytest.mark.parametrize("k", range(1, 6))
def test_the_first_phalanx_of_each_toe_has_a_waist(k: int) -> None:
    bone = toe(k)[1]
    axis = np.linalg.svd(bone - bone.mean(0), full_matrices=False)[2][0]
    along = bone @ (axis * np.sign(axis[2]))
    along = (along - along.min()) / np.ptp(along)
    base, waist, head = (np.ptp(bone[(along > low) & (along < low + 0.2)][:, 0]) for low in (0.05, 0.45, 0.8))
    assert waist < 0.8 * base
    assert waist < 0.9 * head < 0.95 * base


@pytest.mark.parametrize("level", SPINE[1:])
def test_each_disc_lies_between_its_vertebrae(level: str) -> None:
    disc, above = bones()[f"{level}_disc"], bones()[f"{level}_vertebra"]
    after = dict(pairwise(SPINE)).get(level)
    below = bones()[f"{after}_vertebra" if after else "sacrum"]
    assert above[:, 1].mean() > disc[:, 1].mean() > below[:, 1].mean()
    # in front of the canal, within the bodies but for the ring that bulges a little
    assert disc[:, 2].max() <= max(above[:, 2].max(), below[:, 2].max()) + 0.5
    # its height is measured across it: where the spine curves it does not lie level
    axis = above.mean(0) - below.mean(0) if after else np.linalg.svd(disc - disc.mean(0))[2][2]
    normal = np.linalg.svd(disc - disc.mean(0), full_matrices=False)[2][2]
    assert 1.5 < np.ptp(disc @ normal) < 14.0
    assert abs(normal @ (axis / np.linalg.norm(axis))) > 0.7
    assert abs(disc[:, 0].mean()) < 0.2


@pytest.mark.parametrize("name", ["l3_disc", "c5_disc", "hyoid", "thyroid_cartilage", "cricoid_cartilage"])
def test_what_was_modelled_is_closed_and_faces_outward(name: str) -> None:
    a, b, c = triangles(name).transpose(1, 0, 2)
    assert np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6 > 100.0
    # the area vectors of a closed surface cancel
    assert np.linalg.norm(np.cross(b - a, c - a).sum(0)) < 1.0


def test_the_spine_is_one_curve() -> None:
    """Bodies follow each other at steps that change gently, and no two change places."""
    middle = []
    for level in SPINE[2:]:
        vertices = bones()[f"{level}_vertebra"]
        low, high = vertices[:, 2].min(), vertices[:, 2].max()
        middle.append(vertices[vertices[:, 2] > low + 0.72 * (high - low)][:, 1].mean())
    steps = -np.diff(middle)
    assert (steps > 9).all()
    assert (np.abs(np.diff(steps)) < 9).all()


def test_the_larynx_hangs_beneath_the_jaw_before_the_spine() -> None:
    hyoid, thyroid, cricoid = (bones()[n] for n in ("hyoid", "thyroid_cartilage", "cricoid_cartilage"))
    assert (
        bones()["mandible"][:, 1].min() + 8 > hyoid[:, 1].mean() > thyroid[:, 1].mean() > cricoid[:, 1].mean()
    )
    assert cricoid[:, 2].min() > bones()["c6_vertebra"][:, 2].max() - 4
    with np.load(ASSETS / "body/landmarks.npz") as marks:
        at = dict(zip(marks["ids"].tolist(), marks["bone"], strict=True))
    assert at["hyoid_body"][1] > at["laryngeal_prominence"][1] > at["cricoid_cartilage"][1]


@pytest.mark.parametrize(
    ("name", "low", "high"), [("femur_l", 0.23, 0.29), ("tibia_l", 0.19, 0.25), ("humerus_l", 0.15, 0.20)]
)
def test_long_bones_are_in_proportion(name: str, low: float, high: float) -> None:
    points = bones()[name]
    centred = points - points.mean(0)
    axis = np.linalg.svd(centred, full_matrices=False)[2][0]
    assert low < np.ptp(centred @ axis) / HEIGHT_MM < high


def test_the_pelvis_is_as_wide_as_a_mans() -> None:
    left = bones()["hip_bone_l"]
    assert 250 < 2 * left[:, 0].max() < 300


def test_bones_lie_inside_the_skin() -> None:
    pytest.importorskip("scipy")
    from tools.sheets.ground import Ground

    ground = Ground.load(ASSETS)
    for name, points in bones().items():
        if not name.endswith("_r"):
            height, _ = ground.skin.height(points[points[:, 0] >= 0])
            # the lips of the skin stand open over the teeth
            assert (height > 0.5).mean() < (0.03 if name in ("skull", "mandible") else 0.01), name


def test_refining_leaves_no_cracks() -> None:
    pytest.importorskip("scipy")
    from tools.geometry.refine import refined

    corners = np.array([(x, y, z) for x in (0, 10) for y in (0, 10) for z in (0, 10)], float)
    faces = np.array([
        (0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1),
        (2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3),
    ])  # fmt: skip
    vertices, fine = refined((corners, faces), lambda p: np.where(p[:, 0] > 6, 1.0, np.inf))
    assert len(fine) > 500
    half = {(int(a), int(b)) for k in range(3) for a, b in fine[:, [k, (k + 1) % 3]]}
    assert len(half) == 3 * len(fine)
    assert all((b, a) in half for a, b in half)
    a, b, c = vertices[fine].transpose(1, 0, 2)
    assert abs(np.einsum("ij,ij->", a, np.cross(b, c))) / 6 == pytest.approx(1000)


def test_a_new_orbit_is_a_cone_behind_a_rounded_quadrangle() -> None:
    pytest.importorskip("scipy")
    from tools.geometry.orbit import APEX, CENTRE, RIM_MM

    rim = np.array(RIM_MM)
    assert 33 < np.ptp(rim[:, 0]) < 40
    assert 33 < np.ptp(rim[:, 1]) < 40
    assert np.abs(rim.mean(0) - CENTRE).max() < 3
    # the apex lies behind the medial part of the rim, above its middle
    assert rim[:, 0].min() < APEX[0] < CENTRE[0] - 8
    assert APEX[1] > CENTRE[1]


@cache
def _cartilages() -> NDArray[np.float64]:
    return bones()["costal_cartilage_l"]


@pytest.mark.parametrize("rib", range(1, 11))
def test_a_cartilage_begins_on_the_end_of_each_rib_that_has_one(rib: int) -> None:
    own = bones()[f"rib_{rib}_l"]
    turn = np.arctan2(own[:, 0], 45.0 - own[:, 2])  # 0 behind, pi in front
    end = own[turn > turn.max() - np.radians(2)]
    gap = np.linalg.norm(end[:, None] - _cartilages()[None], axis=2).min(1)
    assert gap.max() < 4.5  # what lies within the cartilage is some way from its surface


@pytest.mark.parametrize("rib", [11, 12])
def test_the_last_ribs_float(rib: int) -> None:
    own = bones()[f"rib_{rib}_l"]
    assert np.linalg.norm(own[:, None] - _cartilages()[None], axis=2).min() > 15


def test_seven_cartilages_reach_the_breastbone() -> None:
    """Side by side along its border, from beneath the collar bone to the xiphoid process."""
    sternum, near = bones()["sternum"], []
    for point in _cartilages()[_cartilages()[:, 0] < 30]:
        if np.linalg.norm(sternum - point, axis=1).min() < 2.0:
            near.append(point[1])
    heights = np.sort(near)
    runs = np.split(heights, np.flatnonzero(np.diff(heights) > 3.0) + 1)
    assert len(runs) in (6, 7)  # the sixth and seventh lie close to each other
    assert heights[-1] > 1410
    assert heights[0] < 1280
    assert sternum[:, 1].min() < heights[0] - 15


def test_the_costal_arch_is_as_wide_as_a_mans() -> None:
    """Each side's margin runs 32 to 45 degrees from the midline, where it bounds the belly."""
    margin = [
        (x, _cartilages()[np.abs(_cartilages()[:, 0] - x) < 2.0][:, 1].min()) for x in np.arange(22, 82, 4.0)
    ]
    x, y = np.array(margin).T
    assert (np.diff(y) < 1.0).all()
    assert 32 < np.degrees(np.arctan2(x[-1], 1275.0 - y[-1])) < 45


def test_the_front_of_the_chest_is_closed_and_faces_outward() -> None:
    for name in ("sternum", "costal_cartilage_l"):
        a, b, c = triangles(name).transpose(1, 0, 2)
        assert np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6 > 8000.0
        assert np.linalg.norm(np.cross(b - a, c - a).sum(0)) < 2.0
