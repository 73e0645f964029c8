"""Runs the app in a session with the accessibility bus, uses it as a screen reader does, and prints
what it met as JSON. Started by ``test_accessibility_bus.py``; the folder for its data is argument 1."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from atspi import Bus, Node, waited

ROOT = Path(__file__).resolve().parents[2]
START_S, WAIT_S = 60.0, 20.0
POINT = "Upper trapezius, trigger point 1, left"


def named(top: Node, words: str, role: str = "push button") -> Node | None:
    """The first thing of a role whose name begins with these words."""
    return next((node for node in top.walk() if node.role == role and node.name.startswith(words)), None)


def met(data: str) -> dict[str, object]:
    bus = Bus()
    settings = Path(data) / "settings.ini"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[General]\nstatement_read=true\ntips_seen=true\n", encoding="utf-8")
    env = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    link = "trp://muscle/upper_trapezius?side=left&view=front"
    command = [sys.executable, "-m", "viewer", "open", link, "--data-dir", data]
    app = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        top = bus.program("trigger-point-viewer", START_S)
        point = waited(lambda: named(top, POINT), START_S, POINT)
        told: dict[str, object] = {"point": point.name, "actions": point.actions}
        texts = bus.listen("object:announcement", "Announcement")
        point.do("Press")
        waited(lambda: named(top, f"{POINT}, 1 of 2") and "selected" in point.name, WAIT_S, "selected")
        told["pressed"] = point.name
        row = waited(
            lambda: next(
                (n for n in top.walk() if n.name.startswith("TrP 1") and n.name.endswith("selected")), None
            ),
            WAIT_S, "the record",
        )  # fmt: skip
        told["record"] = row.name
        copy = waited(lambda: named(top, "Copy a link to this record"), WAIT_S, "copy")
        copy.do("Press")
        told["announced"] = texts(2.0)
        told["nodes"] = [(node.role, node.name) for node in top.walk()]
        return told
    finally:
        app.terminate()
        app.wait(20)


if __name__ == "__main__":
    print(json.dumps(met(sys.argv[1])))
