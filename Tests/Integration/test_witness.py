"""A witness as a process of its own: what it answered it remembers, whenever it is killed."""

import os
import re
import socket
from pathlib import Path

import pytest

from conftest import free_port
from interop import Witness, proof, published, run

SIZES = [0, 7, 23, 300, 1000]


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
