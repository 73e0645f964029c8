"""Contact sheets: muscles drawn alone or together over the bones, to be looked at with an eye."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from tools.sheets.ground import Floats, Ground, Ints
from tools.sheets.raster import Camera, draw, vertex_normals
from viewer.body.sheets import Part, Sheets

_FLESH, _TENDON, _BONE = (
    np.array([0.75, 0.28, 0.24]),
    np.array([0.90, 0.85, 0.74]),
    np.array([0.90, 0.87, 0.79]),
)
# view: the body axis to the right of the picture with its sign, and the axis that is up with its sign
_HORIZONTAL = {
    "anterior": (0, 1), "posterior": (0, -1), "left_lateral": (2, -1), "medial": (2, 1),
    "superior": (0, 1), "inferior": (0, 1),
}  # fmt: skip
_VERTICAL = {"superior": (2, -1), "inferior": (2, 1)}
_UPRIGHT = (1, 1)
_ARM_BONES = (
    "ulna", "radius", "scaphoid", "lunate", "triquetrum", "pisiform", "trapezi", "trapezoid", "capitate",
    "hamate", "metacarpal", "proximal_phalanx", "middle_phalanx", "distal_phalanx",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scene:
    """A mesh with a colour for each vertex."""

    vertices: Floats
    faces: Ints
    colours: Floats

    def mirrored(self) -> Scene:
        """The scene with its mirror image."""
        return join([self, Scene(self.vertices * [-1, 1, 1], self.faces, self.colours)])


def join(scenes: Sequence[Scene]) -> Scene:
    """Several scenes as one."""
    start = np.cumsum([0] + [len(s.vertices) for s in scenes[:-1]])
    return Scene(
        np.concatenate([s.vertices for s in scenes]),
        np.concatenate([s.faces + k for s, k in zip(scenes, start, strict=True)]),
        np.concatenate([s.colours for s in scenes]),
    )


def muscle_scene(part: Part, shade: float) -> Scene:
    """A part with its fibres and tendons."""
    vertices, faces = part.closed_mesh()
    nt, nu = part.grid.shape[:2]
    t = np.repeat(np.linspace(0, 1, nt)[:, None], nu, 1)
    rng = np.random.default_rng(nu)
    fibre = ndimage.gaussian_filter1d(rng.random(nu), 0.6) * 0.5 + 0.75
    start, end = part.tendon
    tendon = np.clip(np.maximum((start - t) / 0.04, (t - end) / 0.04) + 0.5, 0, 1)
    for band in part.bands:
        tendon = np.maximum(tendon, np.exp(-(((t - band) / 0.012) ** 2)))
    colour = _FLESH * shade * fibre[None, :, None] * np.ones((nt, 1, 1))
    colour = colour * (1 - tendon[..., None]) + _TENDON * tendon[..., None]
    flat = colour.reshape(-1, 3)
    return Scene(vertices, faces.astype(np.int64), np.concatenate([flat, flat]))


def bone_scene(ground: Ground, without_arm: bool = False) -> Scene:
    """The skeleton, or what of it forearm and hand do not hide from the side."""
    colours = np.broadcast_to(_BONE, ground.bone_vertices.shape).copy()
    faces = ground.bone_faces
    if without_arm:
        arm = np.array([name.startswith(_ARM_BONES) and "toe" not in name for name in ground.bone_names])
        faces = faces[~arm[ground.bone_of_vertex[faces[:, 0]]]]
    return Scene(ground.bone_vertices, faces, colours)


def picture(scene: Scene, camera: Camera, skin: Scene | None = None, grid_mm: int = 0) -> Image.Image:
    """The scene with a soft key light and some occlusion; the skin as a faint outline."""
    buffers = draw(camera, scene.vertices, scene.faces)
    normals = vertex_normals(scene.vertices, scene.faces)
    n = camera.normals_in_view(buffers.sample(scene.faces, normals))
    n = n / np.maximum(np.linalg.norm(n, axis=-1, keepdims=True), 1e-9)
    n = np.where(n[..., 2:] < 0, -n, n)
    seen = buffers.face >= 0
    light = 0.38 + 0.5 * np.clip(n @ np.array([-0.43, 0.52, 0.74]), 0, 1) + 0.15 * n[..., 1]
    light = light * (0.6 + 0.4 * n[..., 2] ** 0.5)
    depth = np.where(seen, buffers.depth, 0.0)
    share = ndimage.gaussian_filter(seen.astype(float), 8)
    around = ndimage.gaussian_filter(depth, 8) / np.maximum(share, 1e-3)
    light = light * np.exp(-0.8 * np.clip((around - depth) / 20, 0, 1.2))
    image = np.where(
        seen[..., None], buffers.sample(scene.faces, scene.colours) * light[..., None] * 1.25, 1.0
    )
    if skin is not None:
        outline = draw(camera, skin.vertices, skin.faces)
        facing = camera.normals_in_view(
            outline.sample(skin.faces, vertex_normals(skin.vertices, skin.faces))
        )[..., 2]
        veil = np.where(outline.face >= 0, 0.05 + 0.45 * (1 - np.clip(facing, 0, 1)) ** 2, 0)[..., None]
        image = image * (1 - veil) + np.array([0.75, 0.72, 0.70]) * veil
    out = Image.fromarray((np.clip(image, 0, 1) * 255).astype(np.uint8))
    if grid_mm:
        _rule(out, camera, grid_mm)
    return out


def _rule(image: Image.Image, camera: Camera, step: int) -> None:
    pen = ImageDraw.Draw(image)
    height, width = camera.size
    sign, (_, upward) = _HORIZONTAL[camera.view][1], _VERTICAL.get(camera.view, _UPRIGHT)
    s = camera.pixels_per_mm
    for h in range(int(np.ceil(camera.low[0] / step)) * step, int(camera.high[0]) + 1, step):
        x = (h - camera.low[0]) * s
        pen.line([(x, 0), (x, height)], fill=(170, 190, 230))
        pen.text((x + 1, 1), str(h * sign), fill=(0, 0, 150))
    for v in range(int(np.ceil(camera.low[1] / step)) * step, int(camera.high[1]) + 1, step):
        y = (camera.high[1] - v) * s
        pen.line([(0, y), (width, y)], fill=(170, 190, 230))
        pen.text((1, y), str(v * upward), fill=(150, 0, 0))


def frame(view: str, points: Floats, margin_mm: float, pixels_per_mm: float) -> Camera:
    """A camera that holds all the points."""
    axis, sign = _HORIZONTAL[view]
    vertical, upward = _VERTICAL.get(view, _UPRIGHT)
    h, v = points[:, axis] * sign, points[:, vertical] * upward
    low = (float(h.min()) - margin_mm, float(v.min()) - margin_mm)
    high = (float(h.max()) + margin_mm, float(v.max()) + margin_mm)
    return Camera(view, low, high, pixels_per_mm)


def contact_sheet(
    assets: Path,
    muscles: Sequence[str],
    out: Path,
    context: Sequence[str] = (),
    views: Sequence[str] = ("anterior", "posterior", "left_lateral"),
    pixels: int = 700,
    grid_mm: int = 0,
    margin_mm: float = 40.0,
    skin: bool = True,
) -> None:
    """Draw muscles (and others round them, paler) over the bones from several sides into one PNG."""
    ground, sheets = Ground.load(assets), Sheets(assets / "body/sheets.npz")
    shown = [
        muscle_scene(part, 0.85 + 0.25 * ((k * 0.618) % 1))
        for k, m in enumerate(muscles)
        for part in sheets[m].parts.values()
    ]
    around = [muscle_scene(part, 0.7) for m in context for part in sheets[m].parts.values()]
    scene = join([*shown, *around, bone_scene(ground)]) if around else join([*shown, bone_scene(ground)])
    body = Scene(ground.skin_vertices, ground.skin_faces, ground.skin_vertices)
    points = np.concatenate([s.vertices for s in shown])
    span = float(np.ptp(points[:, 1]).max()) + 2 * margin_mm
    pictures = [
        picture(scene, frame(view, points, margin_mm, pixels / span), body if skin else None, grid_mm)
        for view in views
    ]
    canvas = Image.new("RGB", (sum(p.width for p in pictures), max(p.height for p in pictures)), "white")
    x = 0
    for p in pictures:
        canvas.paste(p, (x, 0))
        x += p.width
    canvas.save(out)
