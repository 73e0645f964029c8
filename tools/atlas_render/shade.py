"""From samples to colour: clay skin, muscle with its fibres, ivory bone, under one lamp.

Light is reckoned linearly; albedos are the palette's colours, so that a lit surface facing the
viewer comes out as the palette says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from tools.atlas_render import fibre
from tools.atlas_render.camera import SAMPLES, Camera
from tools.atlas_render.raster import FAR, Samples, weights
from tools.atlas_render.scene import Scene

_FILL = np.array([0.72, 0.05, 0.69]) / np.linalg.norm([0.72, 0.05, 0.69])
_TO_VIEWER = np.array([0.0, 0.0, 1.0])


def _linear(hexadecimal: str) -> NDArray[np.float64]:
    value = np.array([int(hexadecimal[i : i + 2], 16) for i in (0, 2, 4)]) / 255.0
    return value**2.2


_FLESH_DARK, _FLESH_LIGHT = _linear("A03229"), _linear("D06A5A")
_TENDON, _BACK = _linear("E9DAC2"), _linear("B3968A")
_CUT_FLESH = _linear("8E3029")
CONTOUR = np.array([0.60, 0.62, 0.65])
_SKIN_DARK, _SKIN_LIT = np.array([166.0, 168.0, 172.0]) / 255, np.array([225.0, 227.0, 231.0]) / 255


@dataclass(frozen=True, slots=True)
class Materials:
    """What the kernels need to know of each thing, one row for each."""

    kind: NDArray[np.int8]
    numbers: NDArray[np.float32]  # tendon from and to, tone, seed, four bands, two slants, three of colour
    noise: NDArray[np.float32]

    @classmethod
    def of(cls, scene: Scene) -> Materials:
        """Gather them from a scene."""
        rows = []
        for thing in scene.things:
            bands = (*thing.bands, -1.0, -1.0, -1.0, -1.0)[:4]
            rows.append(
                [*thing.tendon, thing.tone, thing.seed, *bands, *thing.pennation, *_linear(thing.colour)]
            )
        kinds = np.array([t.kind for t in scene.things], dtype=np.int8)
        return cls(kinds, np.array(rows, dtype=np.float32), fibre.tables())


@numba.njit(cache=True, nogil=True, inline="always")
def _smoothstep(low, high, value):  # type: ignore[no-untyped-def]
    x = min(1.0, max(0.0, (value - low) / (high - low)))
    return x * x * (3.0 - 2.0 * x)


@numba.njit(cache=True, nogil=True)
def _normal(points, normals, basis, i, j, k, w0, w1, w2):  # type: ignore[no-untyped-def]
    x = w0 * normals[i, 0] + w1 * normals[j, 0] + w2 * normals[k, 0]
    y = w0 * normals[i, 1] + w1 * normals[j, 1] + w2 * normals[k, 1]
    z = w0 * normals[i, 2] + w1 * normals[j, 2] + w2 * normals[k, 2]
    a = basis[0, 0] * x + basis[0, 1] * y + basis[0, 2] * z
    b = basis[1, 0] * x + basis[1, 1] * y + basis[1, 2] * z
    c = basis[2, 0] * x + basis[2, 1] * y + basis[2, 2] * z
    n = max(1e-9, np.sqrt(a * a + b * b + c * c))
    if c < 0:
        n = -n
    return a / n, b / n, c / n


@numba.njit(cache=True, nogil=True)
def _half_size(z, face, points, normals, faces, basis, step, out_z, out_normal):  # type: ignore[no-untyped-def]
    for y in range(out_z.shape[0]):
        for x in range(out_z.shape[1]):
            best = np.float32(-1e9)
            by, bx = -1, -1
            for sy in range(step):
                for sx in range(step):
                    if z[y * step + sy, x * step + sx] > best:
                        best = z[y * step + sy, x * step + sx]
                        by, bx = y * step + sy, x * step + sx
            out_z[y, x] = best
            if by >= 0:
                f = face[by, bx]
                i, j, k = faces[f, 0], faces[f, 1], faces[f, 2]
                w0, w1, w2 = weights(points, i, j, k, bx + 0.5, by + 0.5)
                a, b, c = _normal(points, normals, basis, i, j, k, w0, w1, w2)
                out_normal[y, x, 0], out_normal[y, x, 1], out_normal[y, x, 2] = a, b, c


def half_size(
    samples: Samples, points: NDArray[np.float32], scene: Scene, basis: NDArray[np.float32], step: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Depth and view-space normals, one for each ``step`` x ``step`` samples."""
    rows, columns = samples.z.shape[0] // step, samples.z.shape[1] // step
    z = np.empty((rows, columns), dtype=np.float32)
    normal = np.zeros((rows, columns, 3), dtype=np.float32)
    _half_size(samples.z, samples.face, points, scene.normals, scene.faces, basis, step, z, normal)
    return z, normal


@numba.njit(cache=True, nogil=True)
def _muscle(u, t, a_mm, b_mm, gather, number, noise):  # type: ignore[no-untyped-def]
    """Height of the grain here and a little further across, and how much is tendon."""
    seed = number[3]
    if number[8] != 0.0 or number[9] != 0.0:
        # Feathered: the grain leans toward the middle, and a thin raphe of tendon runs down it.
        lean = number[8] if u < 0.5 else -number[9]
        a_mm = a_mm - lean * b_mm
    fine = _smoothstep(0.18, 0.6, gather)
    h = fibre.strands(noise, a_mm, b_mm, seed, fine)
    h2 = fibre.strands(noise, a_mm + 0.18, b_mm, seed, fine)
    length = max(20.0, b_mm / t) if t > 1e-3 else 100.0
    jag = (5.0 * fibre.at(noise[0], b_mm / 60.0 + seed, a_mm / 0.45 + seed * 11.0)
           + 4.0 * fibre.at(noise[1], b_mm / 60.0 + seed, a_mm / 0.6 + seed * 11.0)
           + 2.5 * fibre.at(noise[1], b_mm / 90.0 + seed, a_mm / 2.5 + seed * 5.0)) / length  # fmt: skip
    soft = 9.0 / length
    tendon = 0.0
    if number[0] > 0.002:
        edge = number[0] + min(jag, 0.6 * number[0])
        tendon = 1.0 - _smoothstep(edge - soft, edge + soft, t)
    if number[1] < 0.998:
        edge = number[1] + max(jag, -0.6 * (1.0 - number[1]))
        tendon = max(tendon, _smoothstep(edge - soft, edge + soft, t))
    if number[8] > 0.0 and number[9] > 0.0:
        width = 0.035 * (1.0 - _smoothstep(0.25, 0.8, t)) + 0.012
        tendon = max(tendon, 0.6 * np.exp(-(((u - 0.5) / width) ** 2)))
    for band in range(4, 8):
        if number[band] > 0:
            off = (t - number[band] - 0.010 * np.sin(u * 7.0 + number[band] * 20.0)) * length
            tendon = max(tendon, 0.85 * np.exp(-((off / (3.4 + 0.8 * h)) ** 2)))
    return h, (h2 - h) / 0.18, tendon


@numba.njit(cache=True, nogil=True, fastmath=True)
def _shade(  # type: ignore[no-untyped-def]
    z,
    face,
    points,
    normals,
    across,
    grain,
    vertices,
    faces,
    thing,
    kinds,
    numbers,
    noise,
    basis,
    step,
    ambient,
    direct,
    key,
    fill,
    half,
    flesh_dark,
    flesh_light,
    tendon_colour,
    back,
    cut_flesh,
    out,
):
    rows, columns = z.shape
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            ao, lit = ambient[y, x], direct[y, x]
            for sy in range(step):
                for sx in range(step):
                    py, px = y * step + sy, x * step + sx
                    f = face[py, px]
                    if f < 0:
                        continue
                    own = thing[f]
                    kind = kinds[own]
                    i, j, k = faces[f, 0], faces[f, 1], faces[f, 2]
                    w0, w1, w2 = weights(points, i, j, k, px + 0.5, py + 0.5)
                    nx, ny, nz = _normal(points, normals, basis, i, j, k, w0, w1, w2)
                    facing = nz
                    gloss, tight, soft_red = 0.035, 14.0, 0.0
                    r, g, b = 0.0, 0.0, 0.0
                    if kind == 1:
                        q0 = w0 * grain[i, 0] + w1 * grain[j, 0] + w2 * grain[k, 0]
                        q1 = w0 * grain[i, 1] + w1 * grain[j, 1] + w2 * grain[k, 1]
                        q2 = w0 * grain[i, 2] + w1 * grain[j, 2] + w2 * grain[k, 2]
                        q3 = w0 * grain[i, 3] + w1 * grain[j, 3] + w2 * grain[k, 3]
                        q4 = w0 * grain[i, 4] + w1 * grain[j, 4] + w2 * grain[k, 4]
                        h, slope, sinew = _muscle(q0, q1, q2, q3, q4, numbers[own], noise)
                        tone = numbers[own, 2]
                        m = min(1.0, max(0.0, 0.48 + 0.24 * h))
                        pale = 0.12 * _smoothstep(0.9, 1.7, h)
                        for c in range(3):
                            flesh = (flesh_dark[c] + (flesh_light[c] - flesh_dark[c]) * m) * tone
                            flesh += (tendon_colour[c] - flesh) * pale
                            white = tendon_colour[c] * (1.0 + 0.09 * h)
                            value = flesh + (white - flesh) * sinew
                            if c == 0:
                                r = value
                            elif c == 1:
                                g = value
                            else:
                                b = value
                        bump = -(0.085 - 0.035 * sinew) * slope * (0.4 + 0.6 * q4)
                        bump = min(0.55, max(-0.55, bump))
                        tx = across[i, 0] * w0 + across[j, 0] * w1 + across[k, 0] * w2
                        ty = across[i, 1] * w0 + across[j, 1] * w1 + across[k, 1] * w2
                        tz = across[i, 2] * w0 + across[j, 2] * w1 + across[k, 2] * w2
                        nx += bump * (basis[0, 0] * tx + basis[0, 1] * ty + basis[0, 2] * tz)
                        ny += bump * (basis[1, 0] * tx + basis[1, 1] * ty + basis[1, 2] * tz)
                        nz += bump * (basis[2, 0] * tx + basis[2, 1] * ty + basis[2, 2] * tz)
                        n = max(1e-6, np.sqrt(nx * nx + ny * ny + nz * nz))
                        nx, ny, nz = nx / n, ny / n, nz / n
                        gloss, tight = 0.055 + 0.07 * sinew, 26.0
                        soft_red = 1.0 - sinew
                    elif kind == 0:
                        vx = w0 * vertices[i, 0] + w1 * vertices[j, 0] + w2 * vertices[k, 0]
                        vy = w0 * vertices[i, 1] + w1 * vertices[j, 1] + w2 * vertices[k, 1]
                        vz = w0 * vertices[i, 2] + w1 * vertices[j, 2] + w2 * vertices[k, 2]
                        mottle = fibre.at(noise[1], vy * 0.7 + vz * 0.4 + 400.0, vx * 1.1 + vz * 0.8 + 900.0)
                        value = 1.0 + 0.025 * mottle
                        r, g = numbers[own, 10] * value, numbers[own, 11] * value
                        b = numbers[own, 12] * (value - 0.01 * mottle)
                        gloss, tight = 0.05, 12.0
                    elif kind == 6:
                        r, g, b = numbers[own, 10], numbers[own, 11], numbers[own, 12]
                        gloss, tight = 0.10, 30.0
                    elif kind == 2:
                        r, g, b = back[0], back[1], back[2]
                        gloss = 0.0
                    elif kind == 5:
                        vx = w0 * vertices[i, 0] + w1 * vertices[j, 0] + w2 * vertices[k, 0]
                        vy = w0 * vertices[i, 1] + w1 * vertices[j, 1] + w2 * vertices[k, 1]
                        value = 0.92 + 0.05 * fibre.at(noise[0], vy / 6.0 + 50.0, vx / 0.4 + 700.0)
                        r, g, b = tendon_colour[0] * value, tendon_colour[1] * value, tendon_colour[2] * value
                    elif kind == 3:
                        r, g, b = cut_flesh[0], cut_flesh[1], cut_flesh[2]
                        gloss = 0.02
                    # Thin dark lines where one thing ends against another.
                    line = 0.0
                    for d in range(4):
                        ey = py + (2 if d == 0 else (-2 if d == 1 else 0))
                        ex = px + (2 if d == 2 else (-2 if d == 3 else 0))
                        if ey < 0 or ex < 0 or ey >= rows or ex >= columns:
                            continue
                        other = face[ey, ex]
                        if other < 0:
                            line += 0.5
                        elif thing[other] != own and kind != 4 and (kind != 2 or kinds[thing[other]] != 2):
                            gap = abs(z[ey, ex] - z[py, px])
                            if kind != 0:
                                line += 0.6 + 0.4 * min(1.0, gap / 3.0)
                            else:
                                line += 0.7 * min(1.0, gap / 2.0)
                    line = min(1.0, line * 0.5)

                    toward_key = nx * key[0] + ny * key[1] + nz * key[2]
                    toward_fill = max(0.0, nx * fill[0] + ny * fill[1] + nz * fill[2])
                    wrap = max(0.0, (toward_key + 0.18) / 1.18)
                    if kind == 4:
                        # Clay: no material colour, only form, kept within a narrow pale range.
                        v = 0.30 * (0.75 + 0.25 * ny) * ao + 0.56 * wrap * (0.55 + 0.45 * lit) * (
                            0.4 + 0.6 * ao) + 0.20 * toward_fill * ao  # fmt: skip
                        v *= 0.72 + 0.28 * max(0.0, facing) ** 0.7
                        v = min(1.0, max(0.0, (v - 0.13) / 0.80))
                        v = v * v * (3.0 - 2.0 * v)
                        shine = max(0.0, nx * half[0] + ny * half[1] + nz * half[2]) ** 18.0 * 0.05
                        out[y, x, 0] += v + shine
                        out[y, x, 1] += v + shine
                        out[y, x, 2] += v + shine
                        out[y, x, 3] += 1.0
                        continue
                    rim = 0.62 + 0.38 * max(0.0, facing) ** 0.7
                    light_key = 0.74 * wrap * (0.25 + 0.75 * lit) * (0.35 + 0.65 * ao)
                    light_amb = (0.33 + 0.13 * (0.5 + 0.5 * ny)) * ao + 0.15 * toward_fill * ao
                    total = (light_key + light_amb) * rim * (1.0 - 0.50 * line)
                    if kind == 2:
                        total *= 0.75
                    # Shade keeps warmth: what little light there is in creases has passed through flesh.
                    warm = 1.0 - ao
                    sheen = max(0.0, nx * half[0] + ny * half[1] + nz * half[2]) ** tight
                    sheen *= gloss * lit * ao * (1.0 - line)
                    r = r * total * (1.0 + 0.10 * warm * soft_red) + sheen
                    g = g * total * (1.0 - 0.08 * warm) + sheen * 0.96
                    b = b * total * (1.0 - 0.14 * warm) + sheen * 0.92
                    out[y, x, 0] += min(1.0, r) ** 0.4545
                    out[y, x, 1] += min(1.0, g) ** 0.4545
                    out[y, x, 2] += min(1.0, b) ** 0.4545
                    out[y, x, 3] += 1.0


def colour(
    samples: Samples,
    points: NDArray[np.float32],
    scene: Scene,
    materials: Materials,
    camera: Camera,
    light: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> NDArray[np.float32]:
    """Premultiplied RGBA ``(rows, columns, 4)``, one pixel for each ``SAMPLES`` x ``SAMPLES`` samples."""
    shape = (samples.z.shape[0] // SAMPLES, samples.z.shape[1] // SAMPLES, 4)
    out = np.zeros(shape, dtype=np.float32)
    half = (camera.lamp + _TO_VIEWER) / np.linalg.norm(camera.lamp + _TO_VIEWER)
    _shade(
        samples.z, samples.face, points, scene.normals, scene.across, scene.fibre, scene.vertices,
        scene.faces, scene.thing, materials.kind, materials.numbers, materials.noise, camera.basis, SAMPLES,
        *light, camera.lamp, _FILL, half, _FLESH_DARK, _FLESH_LIGHT, _TENDON, _BACK, _CUT_FLESH, out,
    )  # fmt: skip
    out /= SAMPLES * SAMPLES
    return out


def clay(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Brightness of the clay figure to its greys, premultiplied."""
    alpha = picture[..., 3:]
    value = picture[..., :3]
    grey = _SKIN_DARK * alpha + (_SKIN_LIT - _SKIN_DARK) * value
    return np.concatenate([grey, alpha], axis=-1).astype(np.float32)


def under_skin(picture: NDArray[np.float32], normal: NDArray[np.float32], z: NDArray[np.float32]) -> None:
    """Lay the faint contour of the skin over a premultiplied picture, in place."""
    edge = 0.035 + 0.36 * (1.0 - normal[..., 2]) ** 2.2
    alpha = np.where(z > FAR / 2, edge, 0.0)[..., None].astype(np.float32)
    picture *= 1.0 - alpha
    picture[..., :3] += CONTOUR.astype(np.float32) * alpha
    picture[..., 3:] += alpha
