"""Each muscle drawn alone: its outline, what of it is near, and a picture of that."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage import measure

from tools.atlas_render import occlusion, pictures, shade
from tools.atlas_render.camera import SAMPLES, Camera
from tools.atlas_render.layers import ViewScene
from tools.atlas_render.raster import FAR, Samples
from tools.atlas_render.scene import Scene, Thing

# Of the body's thickness. In a side view what lies past the middle belongs to the other side.
NEAR_SHARE, NEAR_SHARE_FROM_THE_SIDE = 0.57, 0.5
_TOLERANCE_MM, _TOLERANCE_LEAST_MM = 0.22, 0.05
_LEAST_RING_MM2, _LEAST_RING_SHARE = 6.0, 0.02
_LEAST_SPRITE_MM2 = 60.0
_LEAST_SHARE = 0.06  # of a muscle; a smaller piece that is near is not shown apart
_PAD_MM = 4
# Between the parts of a muscle; a narrower slit is no edge of it, as long as the outline still fits
# the muscle: of slips that are no wider than their slits, each keeps its own edge.
_SLITS_MM = (4.0, 3.0, 2.0, 1.0)
_FIT_LEAST = 0.965
_TOLERANCE_SHARE = 0.06  # of a shape's area over its edge: thin ones are followed more closely

Rings = list[NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Slab:
    """The first body of skin a line of sight goes through, at the picture's resolution.

    Attributes:
        enter, leave: millimetres toward the viewer ``(rows, columns)``.
    """

    enter: NDArray[np.float32]
    leave: NDArray[np.float32]

    @classmethod
    def of(cls, view: ViewScene) -> Slab:
        """From the skin of a view, the arms as they are in it."""
        scene = view.scene
        skin = scene.faces[scene.skin.first : scene.skin.last]
        shape = view.camera.shape(view.camera.px_per_mm)
        points = (view.points / np.array([SAMPLES, SAMPLES, 1], np.float32)).astype(np.float32)
        clip = np.full(len(points), -1.0, dtype=np.float32) if view.camera.cut is None else view.clip
        enter = Samples.empty(shape)
        enter.draw(points, skin, clip)
        away = (scene.normals[skin] @ view.camera.basis[2]).mean(axis=1) < 0
        head = np.array([n == "head" for n in scene.part_names])[scene.part][skin].any(axis=1)
        leave = Samples.empty(shape)
        leave.draw(points, skin[away & ~head], clip)
        # Ears and eyelids are folds of the head, not bodies of their own.
        last = Samples.empty(shape)
        last.draw(points * np.array([1, 1, -1], np.float32), skin[away], clip)
        of_head = (enter.face >= 0) & head[np.maximum(enter.face, 0)]
        out = np.where(of_head | (leave.face < 0), -last.z, leave.z)
        if (cut := view.camera.cut) is not None:  # the body goes on past the plane it is cut at
            plane = float(view.camera.basis[2][cut.axis]) * cut.at_mm
            out = np.where((leave.face < 0) & (last.face < 0), plane, out)
        return cls(enter.z, np.minimum(out, enter.z).astype(np.float32))


def trace(mask: NDArray[np.float32], camera: Camera, left_px: int, top_px: int) -> Rings:
    """Closed rings in mm of the view's plane round where ``mask`` is at least one half.

    Args:
        mask: coverage 0 to 1 at the picture's resolution; outer rings come out anticlockwise in
            the plane, holes clockwise.
        left_px, top_px: where its corner lies in the picture.
    """
    rings: Rings = []
    padded = np.pad(mask, 1)
    lines = measure.find_contours(padded, 0.5)
    area = float((mask >= 0.5).sum()) / camera.px_per_mm**2
    edge = sum(float(np.hypot(*np.diff(line, axis=0).T).sum()) for line in lines) / camera.px_per_mm
    tolerance = min(_TOLERANCE_MM, max(_TOLERANCE_LEAST_MM, _TOLERANCE_SHARE * area / max(edge, 1e-6)))
    least = min(_LEAST_RING_MM2, _LEAST_RING_SHARE * area)
    for line in lines:
        line = measure.approximate_polygon(line, tolerance * camera.px_per_mm)[:-1]
        if len(line) < 3:
            continue
        column, row = line[:, 1] - 0.5 + left_px, line[:, 0] - 0.5 + top_px
        h = camera.left_mm + camera.view.screen_sign * column / camera.px_per_mm
        v = camera.top_mm - row / camera.px_per_mm
        ring = np.stack([h, v], axis=1)
        if abs(signed_area(ring)) >= least:
            rings.append(ring.round(2).astype(np.float32))
    if rings and sum(signed_area(r) for r in rings) < 0:
        rings = [r[::-1].copy() for r in rings]
    return rings


def signed_area(ring: NDArray[np.floating]) -> float:
    """Square millimetres inside a ring, negative when it runs clockwise."""
    x, y = ring[:, 0].astype(np.float64), ring[:, 1].astype(np.float64)
    return 0.5 * float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


@dataclass(slots=True)
class Alone:
    """One muscle of one side drawn alone in a view.

    Attributes:
        samples: of the box; points: the scene's, moved into the box.
        box: left, top, width, height in whole, even millimetres from the picture's corner.
        cover: how much of each picture pixel it covers, 0 to 1.
        near: how much of that is on the near side of the body.
        parts: how many parts the muscle has.
    """

    samples: Samples
    points: NDArray[np.float32]
    box: tuple[int, int, int, int]
    cover: NDArray[np.float32]
    near: NDArray[np.float32]
    parts: int = 1


def alone(
    scene: Scene, camera: Camera, points: NDArray[np.float32], things: list[Thing], slab: Slab,
    clip: NDArray[np.float32] | None = None,
) -> Alone | None:  # fmt: skip
    """Draw the parts of a muscle in the box that holds them; None where the frame sees nothing of it.

    Args:
        points: of the whole scene, at the samples' resolution.
        clip: positive for vertices that are left out; by default it is drawn whole.
    """
    used = np.unique(np.concatenate([scene.faces[t.first : t.last].ravel() for t in things]))
    fine, px = camera.samples_per_mm, camera.px_per_mm
    low, high = points[used, :2].min(axis=0), points[used, :2].max(axis=0)
    left, top = (max(0, int(v / fine) - _PAD_MM) // 2 * 2 for v in low)
    right, bottom = (-(-(int(v / fine) + 1 + _PAD_MM) // 2) * 2 for v in high)
    right, bottom = min(right, camera.width), min(bottom, camera.height)
    if right - left < 2 or bottom - top < 2:
        return None
    box = (left, top, right - left, bottom - top)
    samples = Samples.empty((box[3] * fine, box[2] * fine))
    moved = points - np.array([left * fine, top * fine, 0], np.float32)
    if clip is None:
        clip = np.full(len(points), -1.0, dtype=np.float32)
    for thing in things:
        samples.draw(moved, scene.faces[thing.first : thing.last], clip, thing.first)

    rows, columns = round(box[3] * px), round(box[2] * px)  # whole, since the box is in even millimetres
    blocks = (rows, SAMPLES, columns, SAMPLES)
    cover = (samples.face >= 0).reshape(blocks).mean(axis=(1, 3)).astype(np.float32)
    z = samples.z.reshape(blocks).max(axis=(1, 3))
    window = (slice(round(top * px), round(top * px) + rows),
              slice(round(left * px), round(left * px) + columns))  # fmt: skip
    enter, leave = slab.enter[window], slab.leave[window]
    # Where a muscle stands out of the skin (it should not), it is near.
    limit = NEAR_SHARE_FROM_THE_SIDE if camera.view.horizontal_axis == 2 else NEAR_SHARE
    inside = np.where(enter > FAR / 2, (enter - z) < limit * np.maximum(enter - leave, 1.0), True)
    weight = np.where(z > FAR / 2, 1.0, 0.0)
    spread = ndimage.gaussian_filter(weight, 3.0)
    share = ndimage.gaussian_filter(inside * weight, 3.0) / np.maximum(spread, 1e-6)
    near = np.clip((share - 0.5) * 3.0 + 0.5, 0.0, 1.0)
    shown = z > FAR / 2
    for islands, value in ((_islands((near >= 0.5) & shown, shown.sum()), 0.0),
                           (_islands((near < 0.5) & shown, shown.sum()), 1.0)):  # fmt: skip
        near[islands] = value
    # The soft border ends where the sharp one is not: no pale slivers apart from the muscle.
    near *= ndimage.binary_dilation(near >= 0.5, iterations=3) & shown
    return Alone(samples, moved, box, cover, near.astype(np.float32), len(things))


def _islands(mask: NDArray[np.bool_], whole: int) -> NDArray[np.bool_]:
    """The pieces of a mask that are too small beside the whole muscle to be shown apart."""
    pieces, count = ndimage.label(mask)
    sizes = np.bincount(pieces.ravel(), minlength=count + 1)
    small = sizes < _LEAST_SHARE * whole
    small[0] = False
    return small[pieces]


def outline(drawn: Alone, camera: Camera) -> tuple[Rings, Rings, Rings]:
    """Near, behind and whole; slits between the parts of a muscle are closed."""
    left, top = (round(mm * camera.px_per_mm) for mm in drawn.box[:2])
    sharp = (drawn.near >= 0.5).astype(np.float32)
    near, whole = drawn.cover * sharp, drawn.cover
    behind = drawn.cover * (1.0 - sharp)
    if drawn.parts > 1:
        near, whole = (_slits_closed(cover, camera.px_per_mm) for cover in (near, whole))
        behind = np.minimum(_slits_closed(behind, camera.px_per_mm), 1.0 - near)
    return (trace(near, camera, left, top), trace(behind, camera, left, top), trace(whole, camera, left, top))


def _slits_closed(cover: NDArray[np.float32], px_per_mm: float) -> NDArray[np.float32]:
    """The cover with slits and notches filled, its outer edge softened as little as that needs."""
    covered = cover >= 0.5
    for slit_mm in _SLITS_MM:
        radius = round(slit_mm / 2 * px_per_mm)
        y, x = np.ogrid[-radius : radius + 1, -radius : radius + 1]
        disc = x * x + y * y <= radius * radius
        padded = np.pad(covered, radius + 1)
        closed = ndimage.binary_closing(padded, disc)[radius + 1 : -radius - 1, radius + 1 : -radius - 1]
        if covered.sum() >= _FIT_LEAST * (closed | covered).sum():
            return np.maximum(cover, closed).astype(np.float32)
    return cover


def sprite(
    folder: Path, name: str, drawn: Alone, scene: Scene, materials: shade.Materials, camera: Camera,
    *, alone_sharp: bool = False,
) -> list[int] | None:  # fmt: skip
    """Write the picture of what is near, cropped; returns its box in millimetres, or None.

    Args:
        alone_sharp: write the finest level alone.
    """
    px = camera.px_per_mm
    covered = drawn.cover * drawn.near
    if covered.sum() < _LEAST_SPRITE_MM2 * camera.px_per_mm**2:
        return None
    z, normal = shade.half_size(drawn.samples, drawn.points, scene, camera.basis, SAMPLES)
    light = occlusion.light(z, normal, camera.px_per_mm, camera.lamp.astype(np.float32))
    picture = shade.colour(drawn.samples, drawn.points, scene, materials, camera, light)
    picture *= drawn.near[..., None]
    rows, columns = np.nonzero(covered.any(axis=1))[0], np.nonzero(covered.any(axis=0))[0]
    grain = round(2 * px)
    top, left = rows[0] // grain * grain, columns[0] // grain * grain
    bottom, right = -(-(rows[-1] + 1) // grain) * grain, -(-(columns[-1] + 1) // grain) * grain
    if alone_sharp:
        pictures.save(folder / f"{name}_{camera.level}.webp", picture[top:bottom, left:right])
    else:
        pictures.save_levels(folder, name, picture[top:bottom, left:right], camera.level)
    return [
        int(drawn.box[0] + left // px), int(drawn.box[1] + top // px),
        int((right - left) // px), int((bottom - top) // px),
    ]  # fmt: skip
