#!/usr/bin/env python3
"""Sets up what is missing, then opens Trigger Point Viewer, runs its tests, or passes a command on.

    python3 run.py            open the app
    python3 run.py test       run the tests
    python3 run.py ARGS…      the command line: check, list, show, map, export, search, open

Needs Python 3.11 or later and nothing else. The set-up makes a virtual environment beside this
file (or in the user's cache folder where this one is read-only). All it says goes to stderr.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
WITHOUT_QT = {"check", "list", "show", "export", "search", "notes", "--help", "-h", "--version"}
QT_LIBRARIES = {  # what Qt and its X11 platform load from the system: library -> Debian package
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6", "libdbus-1.so.3": "libdbus-1-3", "libglib-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6", "libX11-xcb.so.1": "libx11-xcb1", "libxcb.so.1": "libxcb1",
    "libxkbcommon.so.0": "libxkbcommon0", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0", "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0", "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0", "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0", "libxcb-sync.so.1": "libxcb-sync1", "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0", "libxcb-xkb.so.1": "libxcb-xkb1",
}  # fmt: skip


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(*command):
    """Whether a command succeeded; what it prints goes to stderr."""
    return subprocess.run(command, stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False).returncode == 0


def quiet(*command):
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode == 0


def install_packages(packages, why):
    """Installs Debian packages where that is allowed; else says what to type. Returns success."""
    apt = shutil.which("apt-get")
    root = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if apt and os.geteuid() != 0:
        root = ["sudo", "-n", *root] if shutil.which("sudo") and quiet("sudo", "-n", "true") else []
    if apt and root:
        say(f"Installing {why}: {' '.join(packages)}")
        run(*root, apt, "update", "-qq")
        if run(*root, apt, "install", "-y", "-qq", "--no-install-recommends", *packages):
            return True
    say(f"{why} missing on this machine. Please type:\n    sudo apt-get install {' '.join(packages)}\n"
        "(or your system's packages of the same libraries), then run this again.")  # fmt: skip
    return False


def missing_qt_packages():
    missing = []
    for library, package in QT_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def environment_folder():
    if os.access(ROOT, os.W_OK):
        return ROOT / ".venv"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "trigger-point-viewer" / hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]


def set_up(folder, stamp, wanted):
    """Makes the virtual environment and installs what pyproject.toml asks for."""
    say(f"Setting up {folder} (once; a minute or two) …")
    if not quiet(sys.executable, "-m", "venv", "--clear", str(folder)):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        if not install_packages([f"python{version}-venv"], "Python's venv module"):
            return False
        if not run(sys.executable, "-m", "venv", "--clear", str(folder)):
            return False
    python = str(folder / "bin" / "python")
    # An installed copy would go stale: the dependencies are installed, the sources are run as they are.
    metadata = "import tomllib;p=tomllib.load(open('pyproject.toml','rb'))['project'];"
    listing = "print(*p['dependencies'],*p['optional-dependencies']['test'],sep='\\n')"
    asked = subprocess.run([python, "-c", metadata + listing], capture_output=True, text=True, cwd=ROOT)
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    if not run(*pip, *asked.stdout.splitlines()):
        say("The Python packages could not be installed; the lines above say why. Is there a network?")
        return False
    stamp.write_text(wanted)
    return True


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 - the one file an older Python may be asked to run
        say(f"Trigger Point Viewer needs Python 3.11 or later; this is {sys.version.split()[0]}.")
        return 1
    arguments = sys.argv[1:]
    folder = environment_folder()
    stamp = folder / "set-up"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if not (stamp.is_file() and stamp.read_text() == wanted) and not set_up(folder, stamp, wanted):
        return 1
    if sys.platform == "linux" and (not arguments or arguments[0] not in WITHOUT_QT):
        packages = missing_qt_packages()
        if packages and not install_packages(packages, "Qt's system libraries"):
            return 1
    python = str(folder / "bin" / "python")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    if arguments[:1] == ["test"]:
        os.chdir(ROOT)
        os.execv(python, [python, "-m", "pytest", *arguments[1:]])
    return os.execv(python, [python, "-m", "viewer", *arguments])


if __name__ == "__main__":
    sys.exit(main())
