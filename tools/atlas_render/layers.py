"""What each layer of a view shows: which things are drawn, and what lies before what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from tools.atlas_render.camera import Camera
from tools.atlas_render.closeups import Cut
from tools.atlas_render.raster import FAR, Samples
from tools.atlas_render.scene import (
    BACKING,
    BONE,
    CAP,
    CUT,
    FASCIA,
    MUSCLE,
    SKIN,
    STRUCTURE,
    Scene,
    Thing,
)

MUSCLE_LAYERS = ("superficial", "intermediate", "deep")
GHOST_DEPTH_MM = 40.0
_BACKING_BIAS_MM = 34.0  # bone and muscle win against the backing by so much
# What belongs on top is shown on top where it was laid a little too deep.
_DEEP_BIAS_MM, _LAYER_BIAS_MM, _STUMP_BIAS_MM = 1.0, 3.0, 8.0
# A gap between muscles and bones as wide as this is a look into the body; what is wider lies beside it.
_GAP_MM = 70.0
_RIB_STEP_MM, _RIB_MARGIN_MM, _RIB_EDGE_MM = 10.0, 5.0, 40.0
# Of a thing, what lies past the cut: with more than the first it is cut, with more than the
# second it belongs to the arm.
_ON_ARM, _OF_ARM = 0.15, 0.3
_NEVER = 1e6  # past every cut
_BESIDE_THE_HIP_MM, _SHOULDER_MM = 235.0, 1250.0
VEILS = ("lung", "peritoneum")  # kinds and ids of structures that others are seen through


@dataclass(slots=True)
class ViewScene:
    """The scene as one camera sees it, the arms stepped aside where they must.

    Attributes:
        points: ``(n, 3)`` samples right, samples down, millimetres toward the viewer.
        clip: ``(n,)`` positive for vertices that are left out.
        aside: whether the arms are cut in this view.
        of_arm: the muscles that are mostly of the arm which stepped aside.
        caps: things that a cut goes through, and the triangle that stands for their cut face.
    """

    scene: Scene
    camera: Camera
    points: NDArray[np.float32]
    clip: NDArray[np.float32]
    aside: bool
    of_arm: frozenset[str] = frozenset()
    caps: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, scene: Scene, camera: Camera, groups: Mapping[str, str] | None = None) -> ViewScene:
        """Project a scene; in a side view with the arms drawn in, in a close-up cut as it says.

        Args:
            groups: the group of each muscle, for close-ups that leave some out.
        """
        if camera.cut is not None:
            return cls._cut(scene.with_skin(scene.whole_skin), camera, groups or {})
        aside = camera.view.horizontal_axis == 2
        arms = scene.on_arm()
        skin = scene.arm.rounded(scene.whole_skin, arms) if aside else scene.whole_skin
        scene = scene.with_skin(skin)
        clip = scene.clip.copy()
        of_arm = set()
        if aside:
            beyond = scene.arm.beyond(scene.vertices)
            for thing in scene.things:
                if thing.kind in (BONE, MUSCLE, BACKING):
                    own = np.unique(scene.faces[thing.first : thing.last])
                    share = float((beyond[own] > 0).mean())
                    if thing.kind == BACKING or share > _ON_ARM:
                        clip[own] = np.maximum(clip[own], beyond[own])
                    if thing.kind == MUSCLE and share > _OF_ARM:
                        of_arm.add(thing.owner)
        points = camera.points(scene.vertices, camera.samples_per_mm)
        return cls(scene, camera, points, clip, aside, frozenset(of_arm))

    @classmethod
    def _cut(cls, scene: Scene, camera: Camera, groups: Mapping[str, str]) -> ViewScene:
        cut = camera.cut
        assert cut is not None
        clip = scene.clip.copy()
        beyond, too_deep = cut.beyond(scene.vertices), cut.too_deep(scene.vertices)
        toward = float(np.asarray(camera.view.toward)[cut.axis])
        faces_viewer = toward * cut.sign > 0
        caps: dict[int, int] = {}
        # The smooth skin has other vertices; what hangs beside the hip is the arm.
        arms = (np.abs(scene.vertices[:, 0]) > _BESIDE_THE_HIP_MM) & (scene.vertices[:, 1] < _SHOULDER_MM)
        for number, thing in enumerate(list(scene.things)):
            own = np.unique(scene.faces[thing.first : thing.last])
            if _left_out(thing, cut, groups):
                clip[own] = _NEVER
                continue
            clip[own] = np.maximum(clip[own], too_deep[own])
            if cut.arms and thing.kind == SKIN:
                clip[own[arms[own]]] = _NEVER
            if cut.skin_alone and thing.kind not in (SKIN, BACKING):
                continue
            clip[own] = np.maximum(clip[own], beyond[own])
            if (
                faces_viewer
                and thing.kind in (SKIN, BONE, MUSCLE)
                and beyond[own].max() > 0 > beyond[own].min()
            ):
                scene = _with_cap(scene, camera, thing)
                clip = np.concatenate([clip, np.full(4, -1.0, np.float32)])
                caps[number] = scene.things[-1].first
        points = camera.points(scene.vertices, camera.samples_per_mm)
        return cls(scene, camera, points, clip, False, frozenset(), caps)

    def draw(
        self, numbers: Iterable[int], far: bool = False, beyond: NDArray[np.float32] | None = None
    ) -> Samples:
        """Draw things on their own; ``far`` draws their far wall, seen from within.

        Args:
            beyond: ``(n,)`` positive for vertices that are left out besides.
        """
        clip = self.clip if beyond is None else np.maximum(self.clip, beyond)
        samples = Samples.empty(self.camera.shape(self.camera.samples_per_mm))
        points = self.points * np.array([1, 1, -1], np.float32) if far else self.points
        for number in numbers:
            thing = self.scene.things[number]
            faces = self.scene.faces[thing.first : thing.last]
            if far:
                away = self.scene.normals[faces] @ self.camera.basis[2]
                faces = np.where((away.mean(axis=1) < 0)[:, None], faces, 0)
            if number in self.caps and not far:
                samples.merge(self._capped(thing, clip, self.caps[number]))
            else:
                samples.draw(points, faces, clip, thing.first)
        if far:
            samples.z = np.where(samples.face >= 0, -samples.z, FAR).astype(np.float32)
        return samples

    def _capped(self, thing: Thing, clip: NDArray[np.float32], cap: int) -> Samples:
        """A closed thing that a plane cuts: where one would look into it, its cut face."""
        cut = self.camera.cut
        assert cut is not None
        faces = self.scene.faces[thing.first : thing.last]
        own = Samples.empty(self.camera.shape(self.camera.samples_per_mm))
        # What is too deep to be shown still says that one looks into the thing.
        near = np.where(clip >= _NEVER, clip, np.maximum(cut.beyond(self.scene.vertices), self.scene.clip))
        own.draw(self.points, faces, near.astype(np.float32), thing.first)
        corner = self.points[faces].astype(np.float64)
        one, two = corner[:, 1, :2] - corner[:, 0, :2], corner[:, 2, :2] - corner[:, 0, :2]
        # Rows run down the picture, so that what faces the viewer has a negative area.
        away = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0] > 0
        inside = (own.face >= 0) & away[np.maximum(own.face - thing.first, 0)]
        own.face[inside] = cap
        plane = self.points[self.scene.faces[cap, 0], 2]
        own.z[inside] = plane
        deep = (own.face >= 0) & (own.z < plane - cut.depth_mm)
        own.face[deep], own.z[deep] = -1, FAR
        return own


def _left_out(thing: Thing, cut: Cut, groups: Mapping[str, str]) -> bool:
    if thing.kind == BONE:
        return thing.owner.startswith(cut.bones) if cut.bones else False
    if thing.kind == MUSCLE:
        return groups.get(thing.owner) in cut.regions
    return thing.kind == CUT or (thing.kind == BACKING and cut.arms and thing.layer != "trunk")


def _with_cap(scene: Scene, camera: Camera, thing: Thing) -> Scene:
    """The scene with a large square in the plane of the cut, as the cut face of one thing."""
    cut = camera.cut
    assert cut is not None
    across, along = (axis for axis in range(3) if axis != cut.axis)
    square = np.zeros((4, 3), np.float32)
    square[:, cut.axis] = cut.at_mm
    square[:, across], square[:, along] = (-3e3, 3e3, 3e3, -3e3), (-3e3, -3e3, 3e3, 3e3)
    normal = np.zeros((4, 3), np.float32)
    normal[:, cut.axis] = cut.sign
    kind = CUT if thing.kind == MUSCLE else thing.kind
    cap = replace(thing, kind=kind, layer=CAP)
    return scene.with_thing(cap, square, normal, np.array([[0, 1, 2], [0, 2, 3]], np.int32))


@dataclass(slots=True)
class Drawn:
    """The layers of a view.

    Attributes:
        surface: the triangles of the body's surface, the arms drawn in where they step aside.
        skin: the same, smooth, for pictures.
        structures: nerves, vessels and organs alone; veils: those that others are seen through.
        layers: ``superficial intermediate deep skeleton ghost``.
    """

    surface: Samples
    skin: Samples
    layers: dict[str, Samples]
    structures: Samples | None = None
    veils: Samples | None = None


def beside_the_ribs(scene: Scene) -> NDArray[np.float32]:
    """How far each vertex lies beside the rib cage, ``(n,)`` -1 to 1; beneath it nothing does.

    Taken apart, the body shows the far wall of its chest; the hollows of the armpits are no part of it.
    """
    ribs = [t for t in scene.things if t.kind == BONE and t.owner.startswith("rib")]
    if not ribs:
        return np.full(len(scene.vertices), -1.0, dtype=np.float32)
    place = np.concatenate([scene.vertices[np.unique(scene.faces[t.first : t.last])] for t in ribs])
    heights = np.arange(place[:, 1].min() + _RIB_STEP_MM, place[:, 1].max(), _RIB_STEP_MM)
    around = [np.abs(place[:, 1] - y) < 2 * _RIB_STEP_MM for y in heights]
    half = np.array([np.abs(place[own, 0]).max(initial=0.0) for own in around])
    half = ndimage.gaussian_filter1d(half, 1.5, mode="nearest") + _RIB_MARGIN_MM
    limit = np.interp(scene.vertices[:, 1], heights, half, left=np.inf)
    # on the scale of the backing's own edge, so that the two together end in a clean line
    beside = (np.abs(scene.vertices[:, 0]) - limit) / _RIB_EDGE_MM
    return np.clip(beside, -1.0, 1.0).astype(np.float32)


def within(wall: Samples, body: Samples, samples_per_mm: int) -> Samples:
    """The wall where it closes a gap of the body, and not where it stands out beside or below it."""
    step = max(1, samples_per_mm)  # a millimetre; what is between is read from the distances
    edge = int(np.ceil(_GAP_MM)) + 1
    solid = np.pad(body.face[::step, ::step] >= 0, edge)
    grown = ndimage.distance_transform_edt(~solid) <= _GAP_MM / 2
    inside = ndimage.distance_transform_edt(grown) - _GAP_MM / 2
    rows, columns = wall.face.shape
    inside = inside[edge:-edge, edge:-edge].astype(np.float32)
    lines = np.minimum(np.arange(rows) / step, inside.shape[0] - 1)
    across = np.minimum(np.arange(columns) / step, inside.shape[1] - 1)
    near = ndimage.gaussian_filter(inside, 1.0)
    top, left = lines.astype(int), across.astype(int)
    down, right = np.minimum(top + 1, near.shape[0] - 1), np.minimum(left + 1, near.shape[1] - 1)
    y, x = (lines - top)[:, None].astype(np.float32), (across - left)[None].astype(np.float32)
    upper = near[top][:, left] * (1 - x) + near[top][:, right] * x
    lower = near[down][:, left] * (1 - x) + near[down][:, right] * x
    outside = upper * (1 - y) + lower * y <= 0
    kept = wall.copy()
    kept.face[outside], kept.z[outside] = -1, FAR
    return kept


def draw(view: ViewScene) -> Drawn:
    """Draw every layer of a view."""
    scene = view.scene
    skin = view.draw(scene.of(SKIN, "smooth"))
    bones = view.draw(scene.of(BONE))
    trunk, arms, legs = (scene.of(BACKING, group) for group in ("trunk", "arms", "legs"))
    before, sleeves = view.draw(trunk), view.draw(arms + legs, far=True)
    # From the side one looks into the far shoulder as well.
    if view.aside:
        behind = view.draw(trunk + arms, far=True)
    else:
        behind = view.draw(trunk, far=True, beyond=beside_the_ribs(scene))
    cut = scene.of(CUT) if view.aside else []
    layers: dict[str, Samples] = {"skeleton": bones}
    scene_so_far = bones.copy()
    stump = view.draw(cut)
    for layer in reversed(MUSCLE_LAYERS):
        muscles = view.draw(scene.of(MUSCLE, layer))
        scene_so_far.merge(muscles, -_DEEP_BIAS_MM if layer == "deep" else -_LAYER_BIAS_MM)
        layers[layer] = scene_so_far.copy()
        if view.camera.cut is not None:
            layers[layer].merge(behind, _BACKING_BIAS_MM)
        elif layer != "superficial":
            # Taken apart this far, one looks into the body, at its far wall.
            layers[layer].merge(within(behind, scene_so_far, view.camera.samples_per_mm))
        else:
            if not view.aside:  # edge on, they would stand out as threads
                layers[layer].merge(view.draw(scene.of(FASCIA)), _LAYER_BIAS_MM)
            layers[layer].merge(stump, -_STUMP_BIAS_MM)
            layers[layer].merge(sleeves, _BACKING_BIAS_MM)
            layers[layer].merge(before, _BACKING_BIAS_MM)
        if layer == "superficial":
            ghost = muscles
            if view.aside:
                rest = (n for n in scene.of(MUSCLE, layer) if scene.things[n].owner not in view.of_arm)
                ghost = view.draw(rest)
            hidden = ghost.z < skin.z - GHOST_DEPTH_MM
            ghost.face[hidden] = -1
            ghost.z[hidden] = FAR
            layers["ghost"] = ghost
    solid = [n for n in scene.of(STRUCTURE) if not is_veil(scene.things[n])]
    veils = [n for n in scene.of(STRUCTURE) if is_veil(scene.things[n])]
    return Drawn(
        view.draw([0]), skin, layers,
        view.draw(solid) if solid else None, view.draw(veils) if veils else None,
    )  # fmt: skip


def is_veil(thing: Thing) -> bool:
    """Whether others are seen through a structure."""
    return thing.layer in VEILS or thing.owner in VEILS
