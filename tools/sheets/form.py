"""Forming one fibre sheet: its lines become a grid that lies in the body as the muscle does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.interpolate import PchipInterpolator

from tools.sheets.ground import Ground, Samples
from tools.sheets.places import locate
from tools.sheets.profile import across_profile, along_profile
from viewer.body.records import SheetPart

Floats = NDArray[np.float64]

_ROWS = 24
_COLUMN_MM, _COLUMNS = 5.0, (9, 44)
_FINE_MM, _FINE = 3.5, (17, 97)
_ITERATIONS = 14
_PASSES, _DEEP_PASSES = 2, 4
_MIDLINE_MM = 0.8
_PULL = 0.7
_SNAP_REACH_MM, _SNAP_SHARE, _SNAP_FADE = 45.0, 0.96, 0.2
_BONE_REACH_MM = 9.0
_BONE_GAP_MM = 0.6
_ROUNDS_OUT, _LET_IN_MM, _LET_IN_SHARE, _END = 12, 1.0, 0.015, 0.06
_SKIN_GAP_MM = 1.5
_COVER_GAP_MM = 1.0
_COVER_NEAR_MM = 80.0  # what is further off covers nothing, however a part is moved
_COVER_REACH_MM = 9.0
_COVER_DEEPEST_MM = 10.0
_COVER_STEP_MM = 4.0
# bone and covers push a shorter muscle from no further than this share of its length: what lies beside
# a muscle of the nose would else decide which way it runs
_SHORT_MM = 45.0
_TIP = 0.08
_EASE_ROWS = 4
_THINNEST_MM = 1.0
# how far beside a fibre, and how far below and above it, bone counts as poking through
_POKE_ASIDE_MM, _POKE_BELOW_MM, _POKE_ABOVE_MM, _POKE_HALF_MM = 4.0, 6.0, 7.0, 2.0


@dataclass(frozen=True, slots=True)
class FormedPart:
    """A finished part.

    Attributes:
        grid: (nt, nu, 3) mid-surface of the left side, origin first, edge to edge.
        thickness: (nt, nu) millimetres.
        normal: (nt, nu, 3) unit normals toward the skin.
    """

    grid: Floats
    thickness: Floats
    normal: Floats

    @classmethod
    def of(cls, ground: Ground, grid: Floats, thickness: Floats) -> FormedPart:
        """A part as it was stored: its normals are turned toward the skin."""
        normal = sheet_normals(grid)
        _, toward_skin = ground.skin.height(grid)
        turned = -normal if (normal * toward_skin).sum(-1).mean() < 0 else normal
        return cls(grid, thickness, turned)

    def inner_face(self) -> Samples:
        """The face turned away from the skin, with normals toward the skin."""
        points = self.grid - self.normal * self.thickness[..., None] / 2
        # the thin tips lie on bone and cover nothing
        tip = max(1, round(_TIP * len(points)))
        return Samples(points[tip:-tip, 1:-1].reshape(-1, 3), self.normal[tip:-tip, 1:-1].reshape(-1, 3))


def form_part(ground: Ground, part: SheetPart, covers: list[Samples]) -> FormedPart:
    """Lay one part into the body, under the sheets that cover it.

    Raises:
        KeyError: for a landmark, limb or bone that is not there.
    """
    grid = _ruled(ground, part)
    grid = _snapped(ground, part, grid)
    covers = [cover for cover in covers if cover.comes_near(grid, _COVER_NEAR_MM)]
    rows, columns = grid.shape[:2]
    t, u = np.linspace(0, 1, rows), np.linspace(0, 1, columns)
    thickness = along_profile(part, t)[:, None] * across_profile(part, u)[None]
    length = float(np.median(np.linalg.norm(np.diff(grid, axis=0), axis=2).sum(0)))
    reach = min(1.0, length / _SHORT_MM)
    # the ends stay where they are fixed, the belly is free
    free = np.clip(np.minimum(t / 0.18, (1 - t) / 0.12), 0, 1)[:, None, None]
    for step in range(_ITERATIONS):
        last = step >= _ITERATIONS - 2
        move = np.zeros_like(grid)
        if part.depth_mm is not None:
            height, normal = ground.skin.height(grid)
            normal = _smooth(normal, 1.2)
            normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
            wanted = -(part.depth_mm + along_profile(part, t) / 2)[:, None]
            move = free * _PULL * (wanted - height)[..., None] * normal
            if not last:
                move = _smooth(move, 0.9) * np.minimum(1, 3 * free)
        grid = grid + move
        if step % 3 == 2 or last:
            grid = grid + _under_covers(grid, thickness, covers, free, reach)
            grid = grid + _off_bone(ground, part, grid, thickness, free, reach)
    # a deep muscle is guided by its lines and by bone alone: what bone pushed is smoothed out along it
    for _ in range(_PASSES if part.depth_mm is not None else _DEEP_PASSES):
        grid[1:-1] = 0.5 * grid[1:-1] + 0.25 * (grid[:-2] + grid[2:])
        if part.depth_mm is None:
            grid[1:-1, 1:-1] = 0.7 * grid[1:-1, 1:-1] + 0.15 * (grid[1:-1, :-2] + grid[1:-1, 2:])
    grid[..., 0] = np.maximum(grid[..., 0], _MIDLINE_MM)
    grid = _inside_skin(ground, grid)
    fine = _over_bone(ground, part, _refined(grid))
    return _fitted(ground, part, fine, covers)


def _ruled(ground: Ground, part: SheetPart) -> Floats:
    """Lines resampled by arc length and joined along the fibres, (rows, columns, 3)."""
    lines = [np.array([locate(ground, p) for p in places]) for _, places in part.lines]
    width = max(float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum()) for line in lines)
    columns = int(np.clip(round(width / _COLUMN_MM), *_COLUMNS))
    ruled = np.stack([_resampled(line, columns) for line in lines])
    fractions = [t for t, _ in part.lines]
    t = np.linspace(0, 1, _ROWS)
    if len(fractions) == 2:
        return ruled[0] + (ruled[1] - ruled[0]) * t[:, None, None]
    return np.asarray(PchipInterpolator(fractions, ruled, axis=0)(t))


def _resampled(line: Floats, count: int) -> Floats:
    arc = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))]
    if arc[-1] < 1e-9:
        return np.repeat(line[:1], count, axis=0)
    keep = np.r_[True, np.diff(arc) > 1e-9]
    line, arc = line[keep], arc[keep] / arc[-1]
    even = np.linspace(0, 1, count)
    if len(line) > 2:
        return np.asarray(PchipInterpolator(arc, line)(even))
    return np.stack([np.interp(even, arc, line[:, k]) for k in range(3)], 1)


def _snapped(ground: Ground, part: SheetPart, grid: Floats) -> Floats:
    """Ends drawn onto the bones they are fixed to; the pull fades over a fifth of the length."""
    t = np.linspace(0, 1, len(grid))
    for row, words, from_end in ((0, part.origin_on, t), (-1, part.insertion_on, 1 - t)):
        bones = ground.bone_words(words)
        if not bones:
            continue
        end = grid[row]
        bone = ground.bones(bones)
        distance, index = bone.nearest(end)
        target = bone.points[index] + bone.normals[index] * _BONE_GAP_MM
        share = np.clip((_SNAP_REACH_MM - distance) / 10.0, 0, 1)[:, None] * _SNAP_SHARE
        move = ndimage.gaussian_filter1d(share * (target - end), 0.8, axis=0, mode="nearest")
        fade = np.clip(1 - from_end / _SNAP_FADE, 0, 1)[:, None, None]
        grid = grid + fade * move
    return grid


def _off_bone(
    ground: Ground, part: SheetPart, grid: Floats, thickness: Floats, free: Floats, reach: float
) -> Floats:
    """The move that takes the inner half of the muscle out of the bone beneath it."""
    _, index = ground.bone.nearest(grid, k=8)
    points, normals = ground.bone.points[index], ground.bone.normals[index]
    offset = grid[..., None, :] - points
    height = (offset * normals).sum(-1)
    aside = np.linalg.norm(offset - height[..., None] * normals, axis=-1)
    need = _BONE_GAP_MM + thickness[..., None] / 2 - height
    if part.depth_mm is not None:
        # a sheet under the skin only ever moves outward
        _, toward_skin = ground.skin.height(grid)
        facing = (normals * toward_skin[..., None, :]).sum(-1) > 0.2
    else:
        facing = np.ones_like(need, bool)
    counts = (aside < reach * _BONE_REACH_MM) & (need > 0) & (height > -14.0) & facing
    need = np.where(counts, need, 0.0)
    best = need.argmax(-1)[..., None]
    amount = np.minimum(np.take_along_axis(need, best, -1), 12.0)
    direction = np.take_along_axis(normals, best[..., None], -2)[..., 0, :]
    move: Floats = _smooth(amount * direction, 0.8) * np.clip(free * 1.5, 0, 1)
    return move


def _under_covers(
    grid: Floats, thickness: Floats, covers: list[Samples], free: Floats, reach: float
) -> Floats:
    """The move that takes the outer half of the muscle beneath the sheets over it."""
    beside, deepest = reach * _COVER_REACH_MM, reach * _COVER_DEEPEST_MM
    move = np.zeros_like(grid)
    for cover in covers:
        distance, index = cover.nearest(grid)
        if distance.min() > deepest + beside:
            continue
        normal = cover.normals[index]
        offset = grid - cover.points[index]
        height = (offset * normal).sum(-1)
        aside = np.linalg.norm(offset - height[..., None] * normal, axis=-1)
        need = height + thickness / 2 + _COVER_GAP_MM
        counts = (aside < beside) & (need > 0) & (height < deepest)
        this = np.where(counts, np.minimum(need, _COVER_STEP_MM), 0.0)[..., None] * -normal
        larger = np.linalg.norm(this, axis=-1) > np.linalg.norm(move, axis=-1)
        move = np.where(larger[..., None], this, move)
    smooth: Floats = _smooth(move, 1.8) * np.clip(free * 1.5, 0, 1)
    return smooth


def _inside_skin(ground: Ground, grid: Floats) -> Floats:
    height, normal = ground.skin.height(grid)
    out = np.clip(height + _SKIN_GAP_MM + _THINNEST_MM / 2, 0, None)
    inside: Floats = grid - normal * out[..., None]
    return inside


def _refined(grid: Floats) -> Floats:
    """The control grid on a finer lattice, by cubic splines."""
    rows, columns = grid.shape[:2]
    length = float(np.linalg.norm(np.diff(grid, axis=0), axis=2).sum(0).max())
    width = float(np.linalg.norm(np.diff(grid, axis=1), axis=2).sum(1).max())
    nt, nu = (int(np.clip(round(x / _FINE_MM), *_FINE)) for x in (length, width))
    lattice = np.meshgrid(np.linspace(0, rows - 1, nt), np.linspace(0, columns - 1, nu), indexing="ij")
    return np.stack(
        [ndimage.map_coordinates(grid[..., c], lattice, order=3, mode="nearest") for c in range(3)], -1
    )


def _over_bone(ground: Ground, part: SheetPart, grid: Floats) -> Floats:
    """The fine grid of a sheet beneath the skin, lifted gently wherever bone still comes through it."""
    if part.depth_mm is None:
        return _out_of_bone(ground, grid)
    nt, nu = grid.shape[:2]
    t, u = np.linspace(0, 1, nt), np.linspace(0, 1, nu)
    wanted = along_profile(part, t)[:, None] * across_profile(part, u)[None]
    free = np.clip(np.minimum(t, 1 - t) / 0.1, 0.2, 1)[:, None]
    normal = _smooth(sheet_normals(grid), 3.0)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    _, away = ground.skin.height(grid)
    if (normal * away).sum() < 0:
        normal = -normal
    for _ in range(2):
        height, _ = ground.skin.height(grid)
        # near the skin the muscle is thinner, so that it needs less room over the bone
        half = np.clip(np.minimum(wanted / 2, -height - _SKIN_GAP_MM), _THINNEST_MM / 2, _POKE_HALF_MM)
        need = np.zeros((nt, nu))
        for probe in (-5.0, 0.0, 4.0):
            _, index = ground.bone.nearest(grid + probe * normal, k=10)
            offset = ground.bone.points[index] - grid[..., None, :]
            over = (offset * normal[..., None, :]).sum(-1)
            aside = np.linalg.norm(offset - over[..., None] * normal[..., None, :], axis=-1)
            counts = (aside < _POKE_ASIDE_MM) & (over > -_POKE_BELOW_MM) & (over < _POKE_ABOVE_MM)
            need = np.maximum(need, np.where(counts, over + half[..., None] + _BONE_GAP_MM, 0.0).max(-1))
        need = ndimage.gaussian_filter(ndimage.maximum_filter(need, 3), 3.0, mode="nearest")
        grid = _inside_skin(ground, grid + (need * free)[..., None] * normal)
    return _inside_skin(ground, _eased(grid))


def _out_of_bone(ground: Ground, grid: Floats) -> Floats:
    """The fine grid of a deep sheet, drawn out of what it was smoothed back into; its ends stay."""
    t = np.linspace(0, 1, len(grid))
    from_end = np.minimum(t, 1 - t)
    free = np.clip((from_end - _END) / _END, 0, 1)[:, None, None]
    for _ in range(_ROUNDS_OUT):
        depth, way = ground.inside_bone(grid)
        if (depth[from_end > 2 * _END] > _LET_IN_MM).mean() < _LET_IN_SHARE:
            break
        grid = grid + free * _smooth(np.where(depth > 0, depth + _BONE_GAP_MM, 0.0)[..., None] * way, 2.0)
    return grid


def _eased(grid: Floats) -> Floats:
    """Rows spread evenly again along each fibre, and the fibre's kinks taken out; its ends stay."""
    step = np.linalg.norm(np.diff(grid, axis=0), axis=2)
    even = ndimage.gaussian_filter1d(step, _EASE_ROWS, axis=0, mode="nearest")
    zero = np.zeros((1, grid.shape[1]))
    arc = np.concatenate([zero, np.cumsum(step, axis=0)])
    wanted = np.concatenate([zero, np.cumsum(even, axis=0)])
    wanted *= arc[-1] / np.maximum(wanted[-1], 1e-9)
    spread = np.stack(
        [
            np.stack([np.interp(wanted[:, u], arc[:, u], grid[:, u, c]) for c in range(3)], -1)
            for u in range(grid.shape[1])
        ],
        1,
    )
    # mirrored through its ends, a fibre keeps them when it is smoothed
    pad = 3 * _EASE_ROWS
    before = 2 * spread[:1] - spread[pad:0:-1]
    after = 2 * spread[-1:] - spread[-2 : -pad - 2 : -1]
    longer = np.concatenate([before, spread, after])
    return ndimage.gaussian_filter1d(longer, _EASE_ROWS / 2, axis=0)[len(before) : len(before) + len(spread)]


def _fitted(ground: Ground, part: SheetPart, grid: Floats, covers: list[Samples]) -> FormedPart:
    """Thickness cut to the room there is between skin, bone and the sheets above."""
    grid = _inside_skin(ground, grid)
    nt, nu = grid.shape[:2]
    t, u = np.linspace(0, 1, nt), np.linspace(0, 1, nu)
    wanted = along_profile(part, t)[:, None] * across_profile(part, u)[None]
    normal = sheet_normals(grid)
    height, toward_skin = ground.skin.height(grid)
    if (normal * toward_skin).sum(-1).mean() < 0:
        normal = -normal
    room = -height - _SKIN_GAP_MM
    distance, _ = ground.bone.nearest(grid)
    room = np.minimum(room, np.maximum(distance - 0.3, 0.0))
    room = np.minimum(room, _room_under(grid, covers))
    room = np.minimum(ndimage.gaussian_filter(room, 1.5, mode="nearest"), room + 1.0)
    thickness = np.minimum(wanted, np.maximum(2 * room, _THINNEST_MM))
    thickness = np.minimum(ndimage.gaussian_filter(thickness, 1.0, mode="nearest"), thickness + 0.8)
    thickness = np.minimum(thickness, np.maximum(2 * (-height - 0.5), 0.5))
    return FormedPart(grid, thickness, normal)


def _room_under(grid: Floats, covers: list[Samples]) -> Floats:
    room = np.full(grid.shape[:2], np.inf)
    for cover in covers:
        _, index = cover.nearest(grid)
        offset = grid - cover.points[index]
        height = (offset * cover.normals[index]).sum(-1)
        aside = np.linalg.norm(offset - height[..., None] * cover.normals[index], axis=-1)
        over = (aside < 5.0) & (height > -30.0) & (height < 10.0)
        room = np.where(over, np.minimum(room, np.maximum(-height, 0.0)), room)
    return np.minimum(room, 1e3)


def sheet_normals(grid: Floats) -> Floats:
    """Unit normals of a grid, (nt, nu, 3); their side is that of along × across."""
    normal = np.cross(np.gradient(grid, axis=0), np.gradient(grid, axis=1))
    normal = _smooth(normal, 1.0)
    unit: Floats = normal / np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    return unit


def _smooth(field: Floats, sigma: float) -> Floats:
    return np.stack([ndimage.gaussian_filter(field[..., c], sigma, mode="nearest") for c in range(3)], -1)
