"""Reading ``data/body`` for the build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

Record = dict[str, Any]


def read_list(data: Path, name: str) -> list[Record]:
    """The records of ``<name>.yaml`` in file order.

    Raises:
        ValueError: the file does not hold one list of that name, or an id occurs twice.
    """
    content = yaml.safe_load((data / f"{name}.yaml").read_text(encoding="utf-8"))
    if not isinstance(content, dict) or list(content) != [name]:
        raise ValueError(f"{name}.yaml should hold one list, '{name}:'")
    records: list[Record] = content[name]
    ids = [record["id"] for record in records]
    twice = {i for i in ids if ids.count(i) > 1}
    if twice:
        raise ValueError(f"{name}.yaml says {sorted(twice)} twice")
    return records
