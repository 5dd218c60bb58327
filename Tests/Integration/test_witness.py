"""A witness as a process of its own: what it answered it remembers, whenever it is killed."""

import base64
import hashlib
import os
import re
import signal
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from conftest import BINARY, free_port
from interop import published

SIZES = [0, 7, 23, 300, 1000]


class Witness:
    def __init__(self, folder: str, log_key: str):
        self.folder, self.log_key = folder, log_key
        self.key = run("witness", "key", "--key", f"{folder}/witness.key", "--name", "witness.example/court").stdout.strip()
        self.process = None

    def start(self):
        self.address = f"127.0.0.1:{free_port()}"
        self.process = subprocess.Popen(
            [BINARY, "witness", "serve", "--key", f"{self.folder}/witness.key", "--state", f"{self.folder}/state",
             "--listen", self.address, "--log", self.log_key],
            stderr=subprocess.PIPE, text=True)
        # It says where it answers once it does.
        for line in self.process.stderr:
            if "add-checkpoint" in line:
                return self
        raise AssertionError("the witness did not start")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stderr.close()

    def ask(self, old: int, proof: list[str], checkpoint: str) -> tuple[int, str, str]:
        body = "".join(line + "\n" for line in [f"old {old}", *proof, ""]) + checkpoint
        request = urllib.request.Request(f"http://{self.address}/add-checkpoint", body.encode())
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers["Content-Type"], refused.read().decode()


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=60)


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root(leaves[:half]), root(leaves[half:]))


def consistency(old: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2, written down once more by somebody who has not read the other one."""
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if old <= half:
        return consistency(old, leaves[:half], whole) + [root(leaves[half:])]
    return consistency(old - half, leaves[half:], False) + [root(leaves[:half])]


def proof(log: Path, old: int, new: int) -> list[str]:
    if old == 0:
        return []
    data = b"".join(path.read_bytes() for path in leaf_tiles(log, new))
    leaves = [data[place:place + 32] for place in range(0, 32 * new, 32)]
    return [base64.b64encode(hash).decode() for hash in consistency(old, leaves)]


def leaf_tiles(log: Path, size: int) -> list[Path]:
    last = [log / f"tile/0/{size // 256:03}.p/{size % 256}"] if size % 256 else []
    return [log / f"tile/0/{number:03}" for number in range(size // 256)] + last


@pytest.fixture
def log(folder) -> Path:
    return published(folder + "/log", SIZES[1:])


@pytest.fixture
def witness(folder, log):
    witness = Witness(folder, (log / "key").read_text())
    yield witness
    if witness.process.poll() is None:
        witness.kill()


def test_a_killed_witness_remembers_every_answer(log, witness):
    for round, (old, new) in enumerate(zip(SIZES, SIZES[1:])):
        witness.start()
        checkpoint = (log / f"checkpoint.{new}").read_text()
        assert witness.ask(old, proof(log, old, new), checkpoint)[0] == 200
        witness.kill()
        witness.start()
        # The same question again begins at a size that is no longer the last one.
        status, kind, body = witness.ask(old, proof(log, old, new), checkpoint)
        assert (status, kind, body) == (409, "text/x.tlog.size", f"{new}\n"), f"round {round}"
        # An older checkpoint is a rollback, by whatever size it says that it begins at.
        if old:
            assert witness.ask(old, [], (log / f"checkpoint.{old}").read_text())[0] == 409
            assert witness.ask(new, [], (log / f"checkpoint.{old}").read_text())[0] == 400
        witness.kill()


def test_a_witness_killed_while_it_answers_never_goes_back(log, witness):
    """Killed at once after the request was sent: kept or not, it is at one of the two sizes, and goes on from there."""
    import socket

    at = 0
    for old, new in zip(SIZES, SIZES[1:]):
        witness.start()
        checkpoint = (log / f"checkpoint.{new}").read_text()
        body = ("".join(line + "\n" for line in [f"old {old}", *proof(log, old, new), ""]) + checkpoint).encode()
        host, port = witness.address.split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(f"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            witness.kill()
        witness.start()
        status, _, answer = witness.ask(0, [], (log / f"checkpoint.{SIZES[-1]}").read_text())
        if status == 409:
            at = int(answer)
        else:
            assert status == 200 and at == 0
            return
        assert at in (old, new)
        if at == old:
            assert witness.ask(old, proof(log, old, new), checkpoint)[0] == 200
        witness.kill()


def test_another_history_is_refused_after_a_kill(folder, log, witness):
    forged = published(folder + "/forged", SIZES[1:], forged=5)
    witness.start()
    assert witness.ask(0, [], (log / "checkpoint.300").read_text())[0] == 200
    witness.kill()
    witness.start()
    assert witness.ask(300, proof(forged, 300, 1000), (forged / "checkpoint.1000").read_text())[0] == 422
    assert witness.ask(300, [], (forged / "checkpoint.300").read_text())[0] == 422
    assert witness.ask(300, proof(log, 300, 1000), (log / "checkpoint.1000").read_text())[0] == 200


def test_two_witnesses_do_not_share_a_state(folder, log, witness):
    witness.start()
    second = run("witness", "serve", "--key", f"{folder}/witness.key", "--state", f"{folder}/state",
                 "--listen", f"127.0.0.1:{free_port()}", "--log", witness.log_key)
    assert second.returncode == 69 and "Another witness" in second.stderr


def test_keys_are_never_overwritten_nor_open_to_others(folder, log):
    file = f"{folder}/witness.key"
    made = run("witness", "key", "--key", file, "--name", "witness.example/court")
    assert made.returncode == 0 and re.fullmatch(r"witness\.example/court\+[0-9a-f]{8}\+\S{44}\n", made.stdout)
    assert os.stat(file).st_mode & 0o777 == 0o600
    assert run("witness", "key", "--key", file).stdout == made.stdout
    again = run("witness", "key", "--key", file, "--name", "witness.example/court")
    assert again.returncode == 65 and "never overwritten" in again.stderr
    os.chmod(file, 0o644)
    opened = run("witness", "key", "--key", file)
    assert opened.returncode == 65 and "chmod 600" in opened.stderr
