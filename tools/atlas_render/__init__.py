"""The atlas: pictures, id buffers, sprites and outlines, drawn from the geometry in ``assets/body``."""

from tools.atlas_render.build import build

__all__ = ["build"]
