"""Figures in files: PNG and SVG, with orientation, caption and licence, and without a screen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from map_world import World, make_points
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer

import viewer.map.figure as figure_module
from viewer.body.figure import FigureSpec
from viewer.map.figure import caption_of, figure_scene, figure_size, render_figure

ROOT = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def resolved(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    points = make_points(world.body)
    monkeypatch.setattr(figure_module, "_resolving", lambda *_: points.get)


def render(world: World, spec: FigureSpec, path: Path) -> Path:
    render_figure(spec, path, world.catalog, world.body, world.atlas)
    return path


def test_a_png_has_the_height_asked_for_and_shows_muscle_and_zone(world, tmp_path) -> None:
    spec = FigureSpec(("front.1",), "anterior", "skin", "left", 900)
    image = QImage(str(render(world, spec, tmp_path / "a.png")))
    assert image.size() == figure_size(spec)
    assert image.height() == 900
    colours = [image.pixelColor(x, y) for x in range(0, image.width(), 3) for y in range(0, 860, 3)]
    assert any(c.red() > 180 and c.blue() < 110 for c in colours), "the muscle"
    assert any(c.blue() > c.green() + 40 for c in colours), "the pain zone"


@pytest.mark.parametrize("view", ["anterior", "posterior", "left_lateral", "right_lateral"])
def test_every_figure_says_which_side_is_which(world, tmp_path, view) -> None:
    spec = FigureSpec((), view, "skin", "both", 600)
    image = QImage(str(render(world, spec, tmp_path / "a.png")))
    for left in (10, image.width() - 90):
        corner = [image.pixelColor(x, y).lightness() for x in range(left, left + 80) for y in range(6, 26)]
        assert min(corner) < 140


def test_an_svg_holds_vectors_a_title_and_the_licence(world, tmp_path) -> None:
    spec = FigureSpec(("front.1",), "anterior", "skin", "left", 700)
    path = render(world, spec, tmp_path / "a.svg")
    root = ElementTree.parse(path).getroot()
    assert root.find(f"{SVG}title").text == "Front muscle, TrP 1 (patient’s left)"
    assert root.find(f"{SVG}desc").text
    assert len(root.findall(f".//{SVG}path")) > 8
    assert QSvgRenderer(str(path)).isValid()


def test_a_left_and_a_right_figure_are_mirror_images(world, tmp_path) -> None:
    images = {}
    for side in ("left", "right"):
        spec = FigureSpec(("front.1",), "anterior", "skin", side, 600)
        images[side] = QImage(str(render(world, spec, tmp_path / f"{side}.png")))
    left, right = images["left"], images["right"]
    wide = left.width()

    def reds(image: QImage) -> set[tuple[int, int]]:
        return {
            (x, y) for x in range(0, wide, 4) for y in range(60, 500, 4)
            if image.pixelColor(x, y).red() > image.pixelColor(x, y).blue() + 70
        }  # fmt: skip

    a, b = reds(left), reds(right)
    assert sum(x for x, _ in a) / len(a) > wide / 2 > sum(x for x, _ in b) / len(b)


def test_several_ids_share_one_figure(world) -> None:
    scene = figure_scene(FigureSpec(("front", "back", "belly"), "anterior"), world.content, world.catalog)
    assert {p.id for p in scene.points} == {"front.1", "front.2", "front.3"}
    assert len(scene.muscles) == 4
    assert scene.region is not None
    assert not any(p.other_side for p in scene.points)


def test_a_named_point_is_the_only_one_of_its_muscle(world) -> None:
    scene = figure_scene(FigureSpec(("front.1",), "anterior", side="left"), world.content, world.catalog)
    assert [p.id for p in scene.points] == ["front.1"]
    assert len(scene.zones) == 1


def test_what_is_not_there_is_refused(world, tmp_path) -> None:
    with pytest.raises(KeyError):
        render(world, FigureSpec(("nothing",)), tmp_path / "a.png")
    with pytest.raises(ValueError, match="png"):
        render(world, FigureSpec(), tmp_path / "a.bmp")
    with pytest.raises(OSError, match="written"):
        render(world, FigureSpec(), tmp_path / "no" / "folder" / "a.png")


def test_the_caption_names_side_and_subject(world) -> None:
    assert caption_of(FigureSpec(("front.2", "back"), side="right"), world.catalog).words == (
        "Front muscle, TrP 2; Back (patient’s right)"
    )


def test_a_figure_needs_no_application_and_no_screen(world, tmp_path) -> None:
    script = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]
from pathlib import Path
from viewer.map.figure import ensure_application
ensure_application()
from map_world import make_body, make_catalog
from viewer.body.atlas import Atlas
from viewer.body.figure import FigureSpec
from viewer.map.figure import render_figure
render_figure(FigureSpec(height_px=300), Path({str(tmp_path / "a.png")!r}), make_catalog(), make_body(),
              Atlas(Path({str(world.atlas.folder.parent)!r})))
"""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], check=True, env=environment, timeout=120)
    assert QImage(str(tmp_path / "a.png")).height() == 300


def test_regions_are_tinted_by_a_number_with_a_key(world, tmp_path) -> None:
    spec = FigureSpec(view="anterior", height_px=700, counts=(("chest", 12),), caption="How many")
    image = QImage(str(render(world, spec, tmp_path / "a.png")))
    bare = QImage(str(render(world, FigureSpec(view="anterior", height_px=700), tmp_path / "b.png")))
    middle = image.width() // 2 + 20
    chest, belly = (image.pixelColor(middle, y) for y in (150, 500))
    assert chest.blue() > chest.green() + 40
    assert chest != bare.pixelColor(middle, 150)
    assert abs(belly.blue() - belly.green()) < 30, "a region without patterns stays as it is"
    key = [image.pixelColor(20, y) for y in range(image.height() - 140, image.height() - 30)]
    assert any(c.blue() > c.green() + 60 for c in key), "the tint is explained"
    assert caption_of(spec, world.catalog).words == "How many"
