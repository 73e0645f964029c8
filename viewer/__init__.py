"""Trigger Point Viewer: an atlas of muscles, trigger points and the pain they refer."""

__version__ = "0.1.0"
PROGRAM = f"Trigger Point Viewer {__version__}"
"""How what the app writes says by whom it was written."""
