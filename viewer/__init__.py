"""Trigger Point Viewer: an atlas of muscles, trigger points and the pain they refer."""

__version__ = "0.1.0"
