"""The pictures of a view: every layer in colour, at every level that it is kept at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.atlas_render import occlusion, outlines, pictures, shade
from tools.atlas_render.camera import SAMPLES, TILE_PX, Camera
from tools.atlas_render.layers import Drawn, ViewScene, is_veil
from tools.atlas_render.raster import Samples
from tools.atlas_render.scene import STRUCTURE

__all__ = ["TILE_PX", "ghost_arm", "layers", "save", "structures", "structures_of"]

Picture = NDArray[np.float32]
_VEIL = 0.42  # how much of what lies behind a lung or the peritoneum it hides


def _light(view: ViewScene, samples: Samples) -> tuple[NDArray[np.float32], ...]:
    z, normal = shade.half_size(samples, view.points, view.scene, view.camera.basis, SAMPLES)
    key = view.camera.lamp.astype(np.float32)
    return (*occlusion.light(z, normal, view.camera.px_per_mm, key), z, normal)


def layers(view: ViewScene, drawn: Drawn, materials: shade.Materials) -> dict[str, Picture]:
    """Each layer of a view, premultiplied RGBA at the camera's resolution."""

    def coloured(samples: Samples, light: tuple[NDArray[np.float32], ...]) -> Picture:
        return shade.colour(samples, view.points, view.scene, materials, view.camera, light[:2])

    of_skin = _light(view, drawn.skin)
    made = {"skin": shade.clay(coloured(drawn.skin, of_skin))}
    skin_z, skin_normal = of_skin[2:]
    for layer in ("skeleton", "deep", "intermediate", "superficial"):
        light = _light(view, drawn.layers[layer])
        picture = coloured(drawn.layers[layer], light)
        shade.under_skin(picture, skin_normal, skin_z)
        made[layer] = picture
        if layer == "superficial":
            made["ghost"] = coloured(drawn.layers["ghost"], light)
    if drawn.structures is not None or drawn.veils is not None:
        made["structures"] = structures(view, drawn.structures, drawn.veils, materials)
    return made


def structures_of(view: ViewScene) -> tuple[Samples | None, Samples | None]:
    """The solid structures of a view, and those that others are seen through."""
    numbers = view.scene.of(STRUCTURE)
    solid = [n for n in numbers if not is_veil(view.scene.things[n])]
    veils = [n for n in numbers if is_veil(view.scene.things[n])]
    return (view.draw(solid) if solid else None), (view.draw(veils) if veils else None)


def structures(
    view: ViewScene, solid: Samples | None, veils: Samples | None, materials: shade.Materials
) -> Picture:
    """Nerves, vessels and organs alone; what lies behind a veil is seen through it."""

    def coloured(samples: Samples) -> tuple[Picture, NDArray[np.float32]]:
        ambient, direct, z, _ = _light(view, samples)
        picture = shade.colour(samples, view.points, view.scene, materials, view.camera, (ambient, direct))
        return picture, z

    if solid is None or veils is None:
        only = solid if solid is not None else veils
        assert only is not None
        picture = coloured(only)[0]
        return picture if solid is not None else picture * _VEIL
    (things, thing_z), (veil, veil_z) = coloured(solid), coloured(veils)
    veil *= _VEIL
    before = (veil_z > thing_z)[..., None]
    over, under = np.where(before, veil, things), np.where(before, things, veil)
    return np.asarray(over + under * (1.0 - over[..., 3:]), dtype=np.float32)


def save(folder: Path, layer: str, camera: Camera, picture: Picture) -> pictures.Pack:
    """Write the coarse levels of a layer; returns the tiles of the fine ones."""
    pack = pictures.Pack()
    level = camera.level
    while level in pictures.TILE_LEVELS:
        pack.add(level, picture)
        picture, level = pictures.halve(picture), level // 2
    pictures.save_levels(folder, layer, picture, level)
    return pack


def ghost_arm(view: ViewScene) -> list[list[list[float]]]:
    """Rings round the arm that steps aside; both arms project onto the same place."""
    scene, camera = view.scene, view.camera
    skin = scene.faces[scene.skin.first : scene.skin.last]
    arm = scene.on_arm()[skin].all(axis=1)
    points = camera.points(scene.whole_skin, camera.samples_per_mm)
    kept = -scene.arm.beyond(scene.whole_skin, np.inf)
    samples = Samples.empty(camera.shape(camera.samples_per_mm))
    samples.draw(points, skin[arm], kept)
    cover = (samples.face >= 0).astype(np.float32)
    for _ in range(SAMPLES // 2):
        cover = pictures.halve(cover[..., None])[..., 0]
    return [ring.round(1).tolist() for ring in outlines.trace(cover, camera, 0, 0)]
