"""A catalog from its main file: read, laid over, checked, and every problem told at once.

A record with an error is withheld and named in ``Loaded.withheld``; it is never repaired or
shown in part. Whoever reloads keeps the old ``Loaded`` if the new one has errors.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from viewer.catalog import cache
from viewer.catalog.loaded import Loaded

__all__ = ["BODY_DATA", "SHIPPED", "Loaded", "collector_paused", "load", "shown"]

_PACKAGE = Path(__file__).resolve().parents[1]
_DATA = next((one for one in (_PACKAGE / "_data",) if one.is_dir()), _PACKAGE.parent / "data")
SHIPPED = _DATA / "trigger_points.yaml"
"""The catalog that comes with the app: inside the installed package, else beside it."""
BODY_DATA = _DATA / "body"
"""The body data that come with the app."""


def load(
    main: Path | str | None = None,
    overlays: Sequence[Path | str] = (),
    previous: Loaded | None = None,
    *,
    body_folder: Path | None = None,
    use_cache: bool = True,
) -> Loaded:
    """Load a catalog and whatever is laid over it.

    Args:
        main: the main file; without it, the shipped catalog.
        overlays: main files of overlays, the later over the earlier.
        previous: an earlier load; of it, files that have not changed are not read again.
        body_folder: the body data to check against; without it, the shipped ones.
        use_cache: whether the compiled form on the disk may serve and may be written.

    Never raises for what a file holds: a catalog that cannot be read at all is an empty one
    with issues.
    """
    paths = [Path(main) if main is not None else shown(SHIPPED), *(Path(overlay) for overlay in overlays)]
    folder = body_folder or shown(BODY_DATA)
    with collector_paused():
        if use_cache and previous is None:
            compiled = cache.find(paths, folder)
            if compiled is not None:
                return Loaded(
                    catalog=compiled.catalog,
                    issues=compiled.issues,
                    files=compiled.files,
                    withheld=MappingProxyType({}),
                    body_data=compiled.body_data,
                    from_cache=True,
                )
        from viewer.catalog.assembly import assemble  # not needed where the compiled form serves

        loaded = assemble(paths, folder, previous)
        if use_cache and loaded.ok:
            cache.store(paths, folder, loaded.catalog, loaded.issues, loaded.files, loaded.body_data)
    return loaded


def shown(path: Path) -> Path:
    """A path as a person would write it here: relative where it lies beneath the current folder."""
    try:
        return path.relative_to(Path.cwd())
    except (ValueError, OSError):
        return path


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the cyclic collector, which makes bulk loading superlinear."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if not gc.get_freeze_count():
                # What was loaded stays: it is old from the start, and the next collection of
                # young objects need not walk through all of it.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
