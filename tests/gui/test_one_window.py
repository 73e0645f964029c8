"""One window for one data folder: a second start hands over, and a killed one is not in the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket

from viewer.ui.one_window import LOCK, OneWindow

ROOT = Path(__file__).resolve().parents[2]
HOLDS = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from viewer.ui.one_window import OneWindow

app = QCoreApplication([])
one = OneWindow(Path(sys.argv[1]))
print("first" if one.claim() else "second", flush=True)
app.exec()
"""


@pytest.fixture
def first(qapp, tmp_path):
    one = OneWindow(tmp_path)
    assert one.claim()
    yield one
    one.release()


def start(folder: Path, *words: str) -> subprocess.Popen:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "viewer", "open", *words, "--data-dir", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)


def test_a_second_start_hands_its_link_over_and_ends(first, qtbot, tmp_path) -> None:
    with qtbot.waitSignal(first.asked, timeout=60_000) as heard:
        second = start(tmp_path, "trp://muscle/soleus?side=left", "--view", "posterior")
    assert heard.args[0] == {"target": "trp://muscle/soleus?side=left", "view": "posterior"}
    assert second.wait(30) == 0
    assert second.stderr is not None
    assert second.stderr.read() == ""


def test_another_folder_is_another_window(first, qapp, tmp_path) -> None:
    other = OneWindow(tmp_path / "other")
    assert other.claim()
    assert other.name != first.name
    other.release()


def test_the_same_folder_is_refused_until_it_is_let_go(first, tmp_path) -> None:
    second = OneWindow(tmp_path)
    assert not second.claim()
    assert str(os.getpid()) in second.holder()
    first.release()
    assert second.claim()
    second.release()


def test_after_a_kill_the_next_start_is_the_first(qapp, tmp_path) -> None:
    holds = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holds.stdout is not None
    assert holds.stdout.readline() == "first\n"
    one = OneWindow(tmp_path)
    assert not one.claim()
    holds.send_signal(signal.SIGKILL)
    holds.wait()
    assert (tmp_path / LOCK).exists()
    assert one.claim()
    heard: list[dict] = []
    one.asked.connect(heard.append)
    assert sent(one, b'{"target": "alpha"}\n', qapp) == b"taken\n"
    assert heard == [{"target": "alpha"}]
    one.release()


def sent(one: OneWindow, line: bytes, qapp) -> bytes:
    socket = QLocalSocket()
    socket.connectToServer(one.name)
    assert socket.waitForConnected(2000)
    socket.write(line)
    socket.flush()
    for _ in range(200):
        qapp.processEvents()
        socket.waitForReadyRead(5)
        if socket.bytesAvailable() or socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
            break
    return bytes(socket.readAll().data())


@pytest.mark.parametrize(
    "line",
    [b"\n", b"[]\n", b"null\n", b"GET / HTTP/1.1\r\n", b"\xff\xfe\n", b"[" * 50_000 + b"\n", b"x" * 70_000],
)
def test_what_no_start_sends_is_not_heard(first, qapp, line: bytes) -> None:
    heard: list[dict] = []
    first.asked.connect(heard.append)
    assert sent(first, line, qapp) == b""
    assert heard == []


def test_only_words_that_are_known_are_heard(first, qapp) -> None:
    heard: list[dict] = []
    first.asked.connect(heard.append)
    line = json.dumps({"target": "alpha", "delete": "all", "view": 3}).encode() + b"\n"
    assert sent(first, line, qapp) == b"taken\n"
    assert heard == [{"target": "alpha"}]


def test_a_folder_that_cannot_be_written_holds_nobody_up(qapp, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    assert OneWindow(tmp_path / "file" / "folder").claim()


def test_where_nobody_answers_it_is_said(qapp, tmp_path, capsys, monkeypatch) -> None:
    from argparse import Namespace

    one = OneWindow(tmp_path)
    assert one.claim()
    one._server.close()  # the process lives, but hears nobody
    second = OneWindow(tmp_path)
    assert not second.claim()
    assert second.hand_over_or_say(Namespace(target="soleus")) == 1
    assert "does not answer" in capsys.readouterr().err
    one.release()
