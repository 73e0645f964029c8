"""Small symmetric bodies whose distances are known by formula."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from viewer.body.body import Body
from viewer.body.surface import Surface

BALL_MM = 100.0
LEG_MM = 300.0
LEG_X_MM = 45.0
LEG_RADIUS_MM = 30.0
PARTS = ("trunk", "leg_l", "leg_r")


def ball(rings: int = 40, around: int = 80) -> Surface:
    """A ball of radius ``BALL_MM`` about the origin; its left half is ``leg_l``."""
    polar = np.linspace(0.0, np.pi, rings + 1)[1:-1]
    angle = np.arange(around) * 2.0 * np.pi / around
    p, a = np.meshgrid(polar, angle, indexing="ij")
    body = np.stack([np.sin(p) * np.cos(a), np.cos(p), np.sin(p) * np.sin(a)], axis=-1).reshape(-1, 3)
    vertices = np.concatenate([body, [[0.0, 1.0, 0.0], [0.0, -1.0, 0.0]]]) * BALL_MM
    opposite = (around // 2 - np.arange(around)) % around
    part = np.where(vertices[:, 0] > 0.0, 1, 0)
    return _tube_surface(vertices, rings - 1, around, opposite, flip_rings=False, part=part)


def horseshoe(spacing_mm: float = 8.0, around: int = 24) -> Surface:
    """Two upright legs 30 mm apart, joined by an arch at the top.

    The left leg's axis runs from (45, 300, 0) down to (45, 0, 0); its radius is 30 mm.
    """
    arch = np.pi * LEG_X_MM
    count = round((2.0 * LEG_MM + arch) / spacing_mm) | 1  # odd, so that one ring is the midline
    s = np.linspace(0.0, 2.0 * LEG_MM + arch, count)
    turn = np.clip((s - LEG_MM) / LEG_X_MM, 0.0, np.pi)
    down = np.where(s < LEG_MM, s, np.where(s > LEG_MM + arch, 2.0 * LEG_MM + arch - s, LEG_MM))
    centre = np.stack([LEG_X_MM * np.cos(turn), down + LEG_X_MM * np.sin(turn), np.zeros(count)], axis=1)
    outward = np.stack([np.cos(turn), np.sin(turn), np.zeros(count)], axis=1)
    angle = np.arange(around) * 2.0 * np.pi / around
    ring = (
        outward[:, None] * np.cos(angle)[None, :, None]
        + np.array([0.0, 0.0, 1.0]) * np.sin(angle)[None, :, None]
    )
    tube = (centre[:, None] + LEG_RADIUS_MM * ring).reshape(-1, 3)
    vertices = np.concatenate([tube, centre[:1], centre[-1:]])
    part = np.where(vertices[:, 1] > LEG_MM, 0, np.where(vertices[:, 0] > 0.0, 1, 2))
    return _tube_surface(vertices, count, around, np.arange(around), flip_rings=True, part=part)


def _tube_surface(vertices, rings, around, opposite, *, flip_rings, part):
    i, j = np.meshgrid(np.arange(rings - 1), np.arange(around), indexing="ij")
    a, b = i * around + j, i * around + (j + 1) % around
    c, d = a + around, b + around
    first, last = len(vertices) - 2, len(vertices) - 1
    j = np.arange(around)
    nxt = (j + 1) % around
    faces = np.concatenate(
        [
            np.stack([a, b, c], axis=-1).reshape(-1, 3),
            np.stack([b, d, c], axis=-1).reshape(-1, 3),
            np.stack([np.full(around, first), nxt, j], axis=-1),
            np.stack([np.full(around, last), (rings - 1) * around + j, (rings - 1) * around + nxt], axis=-1),
        ]
    )
    corners = vertices[faces]
    volume = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum()
    if volume < 0.0:
        faces = faces[:, ::-1]
    row, column = np.divmod(np.arange(rings * around), around)
    mirror = (rings - 1 - row if flip_rings else row) * around + opposite[column]
    ends = [last, first] if flip_rings else [first, last]
    surface = Surface(vertices, faces, part, PARTS, np.concatenate([mirror, ends]))
    assert np.abs(surface.vertices[surface.mirror] * [-1, 1, 1] - surface.vertices).max() < 1e-9
    return surface


def horseshoe_body(folder: Path) -> Body:
    """A body in ``folder`` made of the horseshoe: one limb (leg), a few landmarks, two regions."""
    surface = horseshoe()
    np.savez(
        folder / "surface.npz",
        vertices=surface.vertices,
        faces=surface.faces,
        part=surface.part,
        part_names=np.array(PARTS),
        mirror=surface.mirror,
        limb_names=np.array(["leg"]),
        limb_axes=np.array([[[LEG_X_MM, LEG_MM, 0.0], [LEG_X_MM, 0.0, 0.0]]]),
        limb_parts=np.array([[True, True, False]]),
    )
    wanted = {
        "knee": (75.0, 150.0, 0.0),
        "inner_knee": (15.0, 150.0, 0.0),
        "shin": (45.0, 200.0, 30.0),
        "l1_spinous_process": (0.0, 345.0, -30.0),
        "t11_spinous_process": (0.0, 370.0, -15.0),
        "top": (0.0, 375.0, 0.0),
    }
    points = [surface.nearest(np.array(xyz)) for xyz in wanted.values()]
    np.savez(
        folder / "landmarks.npz",
        ids=np.array(list(wanted)),
        face=np.array([p.face for p in points]),
        weights=np.array([p.weights for p in points]),
        bone=np.array([np.array(xyz) * (0.9, 1.0, 0.5) for xyz in wanted.values()]),
        midline=np.array([xyz[0] == 0.0 for xyz in wanted.values()]),
    )
    # Two regions: the legs, either side, and the arch in the midline; the border is y = 300.
    height = surface.vertices[:, 1] - LEG_MM
    leg_first = height < 0.0
    leg_code = np.where(surface.vertices[:, 0] > 0.0, 0, 1)
    code = np.where(leg_first[:, None], np.stack([leg_code, np.full_like(leg_code, 2)], 1),
                    np.stack([np.full_like(leg_code, 2), leg_code], 1))  # fmt: skip
    mm = np.stack([200.0 - np.abs(height), 200.0 + np.abs(height)], axis=1)
    np.savez(
        folder / "regions.npz",
        ids=np.array(["limb", "arch"]),
        vertex_region=np.concatenate([code, np.full((len(code), 1), -1)], axis=1).astype(np.int16),
        vertex_mm=np.concatenate([mm, np.full((len(code), 1), 400.0)], axis=1).astype(np.float32),
    )
    cell = (surface.vertices[:, 1] // 10.0).astype(np.int32) * 2 + (surface.vertices[:, 0] > 0.0)
    cell = np.unique(cell, return_inverse=True)[1].astype(np.int32)
    np.savez(folder / "cells.npz", cell=cell, area_mm2=np.bincount(cell, surface.vertex_area_mm2))
    rng = np.random.default_rng(5)
    weights = rng.dirichlet((1.0, 1.0, 1.0), 3000).astype(np.float16)
    np.savez(folder / "dots.npz", face=rng.integers(0, len(surface.faces), 3000), weights=weights)
    return Body(folder)
