"""The drawing of the atlas, on shapes small enough to know the answer."""

from __future__ import annotations

import numpy as np
import pytest

for _tool in ("numba", "scipy", "skimage", "PIL"):
    pytest.importorskip(_tool, reason="drawing the atlas needs the extra 'assets'")

from tools.atlas_render.arm import ArmCut  # noqa: E402
from tools.atlas_render.camera import Camera, cameras  # noqa: E402
from tools.atlas_render.muscle_body import close  # noqa: E402
from tools.atlas_render.outlines import Alone, outline, signed_area, trace  # noqa: E402
from tools.atlas_render.raster import Samples  # noqa: E402
from viewer.body.views import VIEWS  # noqa: E402


def strap(length: float = 120.0, width: float = 30.0) -> np.ndarray:
    """A flat sheet in the frontal plane, fibres downward, at (100, 1000, 50) ``(nt, nu, 3)``."""
    t, u = np.meshgrid(np.linspace(0, 1, 40), np.linspace(0, 1, 12), indexing="ij")
    return np.stack([100 + width * u, 1000 - length * t, np.full_like(t, 50.0)], axis=-1).astype(np.float32)


def volume(vertices: np.ndarray, faces: np.ndarray) -> float:
    a, b, c = (vertices[faces[:, i]].astype(np.float64) for i in range(3))
    return float(np.einsum("fc,fc->", a, np.cross(b, c)) / 6)


def test_a_sheet_with_thickness_is_a_closed_body_that_faces_outward() -> None:
    body = close(strap(), np.full((40, 12), 8.0, np.float32))
    edges = np.sort(
        np.concatenate([body.faces[:, [0, 1]], body.faces[:, [1, 2]], body.faces[:, [2, 0]]]), axis=1
    )
    _, uses = np.unique(edges, axis=0, return_counts=True)
    assert (uses == 2).all()
    assert 0.75 * 120 * 30 * 8 < volume(body.vertices, body.faces) < 120 * 30 * 8
    assert np.ptp(body.vertices[:, 2]) == pytest.approx(8.0, abs=0.3)
    assert np.allclose(np.linalg.norm(body.normals, axis=1), 1.0, atol=1e-3)
    front = body.vertices[:, 2] > 53.0
    assert (body.normals[front, 2] > 0).all()


def test_the_mirror_is_the_other_side_and_still_faces_outward() -> None:
    body = close(strap(), np.full((40, 12), 8.0, np.float32))
    other = body.mirrored()
    assert other.vertices[:, 0].max() == -body.vertices[:, 0].min()
    assert volume(other.vertices, other.faces) == pytest.approx(volume(body.vertices, body.faces), rel=1e-5)


def test_the_nearer_triangle_wins_and_what_is_clipped_is_left_out() -> None:
    points = np.array([[0, 0, 1], [8, 0, 1], [0, 8, 1], [0, 0, 5], [4, 0, 5], [0, 4, 5]], dtype=np.float32)
    faces = np.array([[0, 1, 2], [3, 4, 5]], dtype=np.int32)
    samples = Samples.empty((8, 8))
    samples.draw(points, faces, np.full(6, -1, np.float32))
    assert samples.face[0, 0] == 1
    assert samples.face[0, 6] == 0
    assert samples.face[7, 7] == -1
    assert samples.z[0, 0] == 5.0
    cut = Samples.empty((8, 8))
    cut.draw(points, faces, np.array([-1, -1, -1, 1, 1, 1], np.float32))
    assert cut.face[0, 0] == 0


def test_something_on_top_may_lie_a_little_too_deep() -> None:
    below, above = Samples.empty((1, 2)), Samples.empty((1, 2))
    below.z[:], below.face[:] = 10.0, 0
    above.z[:], above.face[:] = [[8.0, 3.0]], 1
    below.merge(above, -4.0)
    assert below.face.tolist() == [[1, 0]]


@pytest.mark.parametrize("view", list(VIEWS))
def test_an_outline_comes_back_in_the_plane_of_its_view(view: str) -> None:
    camera = Camera(VIEWS[view], -40.0 * VIEWS[view].screen_sign, 100.0, 80, 80, 2.0)  # type: ignore[index]
    mask = np.zeros((160, 160), dtype=np.float32)
    mask[40:120, 20:60] = 1.0
    mask[60:80, 30:50] = 0.0
    rings = trace(mask, camera, 0, 0)
    assert sorted(round(signed_area(r)) for r in rings) == pytest.approx([-100, 800], abs=3)
    outer = max(rings, key=signed_area)
    sign = VIEWS[view].screen_sign  # type: ignore[index]
    assert sorted([sign * outer[:, 0].min(), sign * outer[:, 0].max()]) == pytest.approx([-30, -10], abs=0.1)
    assert (outer[:, 1].min(), outer[:, 1].max()) == pytest.approx((40, 80), abs=0.1)


@pytest.mark.parametrize(("parts", "slit_mm", "rings"), [(2, 2, 1), (2, 8, 2), (1, 2, 2)])
def test_slits_between_the_parts_of_a_muscle_are_no_edge(parts: int, slit_mm: int, rings: int) -> None:
    camera = Camera(VIEWS["anterior"], -40.0, 100.0, 80, 80, 2.0)
    cover = np.zeros((160, 160), dtype=np.float32)
    cover[20:140, 20:140] = 1.0
    cover[:, 80 : 80 + 2 * slit_mm] = 0.0
    points = np.zeros((0, 3), dtype=np.float32)
    drawn = Alone(Samples.empty((1, 1)), points, (0, 0, 80, 80), cover, np.ones_like(cover), parts)
    near, behind, whole = outline(drawn, camera)
    assert (len(near), len(behind), len(whole)) == (rings, 0, rings)


def test_side_views_mirror_each_other_and_every_level_has_whole_pixels() -> None:
    frames = cameras(np.array([[-300, 0, -90], [300, 1750, 210]], dtype=np.float32))
    left, right = frames["left_lateral"], frames["right_lateral"]
    assert (left.width, left.height) == (right.width, right.height)
    assert left.left_mm - left.width == right.left_mm
    assert frames["anterior"].left_mm == -frames["posterior"].left_mm
    assert all(f.width % 8 == 0 and f.height % 8 == 0 for f in frames.values())


def test_the_arm_is_drawn_in_and_the_rest_stays() -> None:
    shoulder, elbow = np.array([170.0, 1400.0, 0.0]), np.array([270.0, 1130.0, 0.0])
    cut = ArmCut.below_deltoid(shoulder, elbow)
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    along = np.linspace(0.0, 2.2, 60)
    first, second = np.cross(cut.direction, [0, 0, 1]), np.array([0, 0, 1.0])
    ring = 45 * (np.cos(turn)[:, None] * first + np.sin(turn)[:, None] * second)
    arm = (shoulder + along[:, None, None] * (elbow - shoulder) + ring).reshape(-1, 3).astype(np.float32)
    trunk = np.array([[100, 900, 0], [0, 1200, 80]], dtype=np.float32)
    vertices = np.vstack([arm, trunk])
    rounded = cut.rounded(vertices, np.r_[np.ones(len(arm), bool), False, False])
    assert np.array_equal(rounded[-2:], trunk)
    past = (rounded[: len(arm)] - cut.middle) @ cut.direction
    assert past.max() < 16.0
    upper = (arm - cut.middle) @ cut.direction < -20
    assert np.array_equal(rounded[: len(arm)][upper], arm[upper])


def test_the_lamp_lights_the_backs_of_the_feet_as_it_does_the_soles() -> None:
    slope = np.array([0.0, 0.93, 0.37])  # of the back of a foot, toward the toes
    for view, normal in (("foot_dorsal", slope), ("plantar", np.array([0.0, -1.0, 0.0]))):
        camera = Camera(VIEWS[view], 0.0, 0.0, 10, 10)
        assert np.linalg.norm(camera.lamp) == pytest.approx(1.0)
        assert camera.basis @ normal @ camera.lamp > 0.6, view
