"""What a straight line passes, in the small body: order, sides, and where it ends."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from map_world import MUSCLES, NERVE, faces_of_box

from viewer.body.needle import Needle
from viewer.body.structures import Structure

BONE = (90.0, 110.0, 1000.0, 1400.0, -20.0, 0.0)


@pytest.fixture
def needle(world, tmp_path) -> Needle:
    """The small body with closed muscles, a nerve on either side, and a bone on either side."""
    boxes = [BONE, (-BONE[1], -BONE[0], *BONE[2:])]
    meshes = [faces_of_box(box) for box in boxes]
    np.savez(
        tmp_path / "skeleton.npz",
        vertices=np.concatenate([v for v, _ in meshes]),
        faces=np.concatenate([meshes[0][1], meshes[1][1] + 8]),
        bone=np.repeat([0, 1], 8), bone_names=np.array(["rod_l", "rod_r"]),
    )  # fmt: skip
    nerve, faces = faces_of_box(NERVE)
    both = Structure(
        "nerve", np.concatenate([nerve, nerve * (-1, 1, 1)]), np.concatenate([faces, faces + 8]),
        np.repeat([False, True], len(faces)),
    )  # fmt: skip
    sheets = {
        name: SimpleNamespace(closed_mesh=lambda box=box: faces_of_box(box)) for name, box in MUSCLES.items()
    }
    body = SimpleNamespace(
        surface=world.body.surface, regions=world.body.regions, sheets=sheets,
        structures={"nerve": both}, folder=tmp_path,
    )  # fmt: skip
    return Needle(body, world.atlas)


def told(needle: Needle, view: str, h: float, v: float) -> list[tuple[str, str | None]]:
    return [(p.id, p.side) for p in needle.passed(view, h, v)]


def test_from_the_skin_to_the_bone_in_order(needle) -> None:
    assert told(needle, "anterior", 95.0, 1300.0) == [
        ("chest", "left"), ("front", "left"), ("nerve", "left"), ("deep", "left"), ("rod", "left"),
    ]  # fmt: skip


def test_the_other_side_is_its_mirror_and_the_back_is_another_order(needle) -> None:
    assert told(needle, "anterior", -95.0, 1300.0)[1:4] == [
        ("front", "right"), ("nerve", "right"), ("deep", "right"),
    ]  # fmt: skip
    assert [id for id, _ in told(needle, "posterior", 95.0, 1300.0)] == ["chest", "back", "rod"]


def test_without_a_bone_it_ends_at_a_needles_length(needle) -> None:
    passed = [id for id, _ in told(needle, "anterior", 130.0, 1300.0)]
    assert passed == ["chest", "front", "deep"], "the muscle of the back is out of reach"


def test_from_the_side_and_beside_the_body(needle) -> None:
    assert told(needle, "left_lateral", 90.0, 1300.0)[1:] == [("front", "left")]
    assert told(needle, "right_lateral", 90.0, 1300.0)[1:] == [("front", "right")]
    assert told(needle, "anterior", 215.0, 1300.0) == []
