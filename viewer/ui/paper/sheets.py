"""The sheet of a muscle: its maps, its text, and the two together as a file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from viewer.body.atlas import Atlas
from viewer.body.records import Side
from viewer.catalog.model import Muscle
from viewer.map.camera import BODY_MM, Camera
from viewer.map.content import MapContent
from viewer.map.shown import ShownMap, shown_map
from viewer.state.view_state import MAIN_VIEWS, WHOLE_BODY_HEIGHT_MM, ViewState
from viewer.ui.facts import Facts
from viewer.ui.paper.blocks import sheet_text
from viewer.ui.paper.pdf import MARGIN_MM, pdf_of, room_of
from viewer.ui.paper.setting import MAPS_SHARE, Sheet, paint_sheet

VIEWS_MOST = 3
SPAN_LEAST_MM = 420.0
SPARE = 1.25


@dataclass(frozen=True, slots=True)
class SheetSource:
    """What sheets are made of."""

    facts: Facts
    content: MapContent
    atlas: Atlas

    def sheet(self, muscle: Muscle, side: Side, room: tuple[float, float]) -> Sheet:
        """The sheet of a muscle for a page with so much room, width and height in 1/96 inch."""
        return Sheet(sheet_text(self.facts, muscle), self.maps(muscle, side, room))

    def maps(self, muscle: Muscle, side: Side, room: tuple[float, float]) -> tuple[ShownMap, ...]:
        """The views that see most of a muscle and its pain, near enough to see both."""
        state = ViewState(muscle=muscle.id, side=side, at_side=side)
        boxes = {}
        for view in MAIN_VIEWS:
            box = self.content.box_of("muscle", muscle.id, side, view)
            if box is not None:
                boxes[view] = box
        seen = self.content.views_of("muscle", muscle.id, side)
        areas = {view: (box[2] - box[0]) * (box[3] - box[1]) for view, box in boxes.items()}
        order = sorted(boxes, key=lambda v: (v not in seen[:1], -areas[v]))[:VIEWS_MOST]
        views = [view for view in MAIN_VIEWS if view in order] or ["anterior"]
        width, height = room[0] / len(views), room[1] * MAPS_SHARE
        made = []
        for view in views:
            scene = self.content.scene(replace(state, views=(view,)), view)
            camera = _framing(boxes.get(view), Camera(width, height, direction=scene.direction))
            made.append(shown_map(self.content, scene, camera, {muscle.id: muscle.name}))
        return tuple(made)


def _framing(box: tuple[float, float, float, float] | None, camera: Camera) -> Camera:
    if box is None:
        return camera
    wide, high = (box[2] - box[0]) * SPARE, (box[3] - box[1]) * SPARE
    whole = replace(camera, zoom=1.0)
    room_wide, room_high = camera.width / whole.px_per_mm, camera.height / whole.px_per_mm
    zoom = min(room_wide / max(wide, SPAN_LEAST_MM), room_high / max(high, SPAN_LEAST_MM))
    centre = (box[1] + box[3]) / 2 if zoom > 1.05 else WHOLE_BODY_HEIGHT_MM
    across = (box[0] + box[2]) / 2 if wide < BODY_MM[0] * 0.8 else 0.0
    return replace(camera, zoom=max(1.0, zoom), centre_mm=centre, across_mm=across)


def sheet_pdf(sheet: Sheet, atlas: Atlas, paper: str) -> bytes:
    """A sheet as a PDF by Qt."""
    size = room_of(paper)
    return pdf_of(
        paper, MARGIN_MM, sheet.text.title,
        lambda painter, new_page, ratio: paint_sheet(painter, size, new_page, sheet, atlas, ratio=ratio),
    )  # fmt: skip
