"""Kills the server, and PostgreSQL, in the middle of a load of appends: what was acknowledged is there, once."""

import json
import os
import signal
import threading
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import pytest

from conftest import Server


class Load:
    """Callers that register participants until they are told to stop, and remember every acknowledgement."""

    def __init__(self, server: Server, token: str, callers: int = 6):
        self.server, self.token = server, token
        self.acknowledged = {}  # id -> idempotency key
        self.unknown = []  # keys whose answer was lost
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.call) for _ in range(callers)]
        for thread in self.threads:
            thread.start()

    def call(self):
        while not self.stopping.is_set():
            key = str(uuid.uuid4())
            try:
                answer = register(self.server, self.token, key)
            except (OSError, urllib.error.HTTPError):
                self.unknown.append(key)
                time.sleep(0.05)
                continue
            self.acknowledged[answer["id"]] = key

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(timeout=60)
            assert not thread.is_alive()

    def wait_for(self, count: int):
        deadline = time.monotonic() + 60
        while len(self.acknowledged) < count:
            assert time.monotonic() < deadline, self.server.said()
            time.sleep(0.01)


def register(server: Server, token: str, key: str) -> dict:
    body = json.dumps({"givenName": "Nobody", "familyName": "Invented"}).encode()
    request = urllib.request.Request(f"{server.address}/api/v1/participants?jurisdiction=us-zz-halden", body)
    request.add_header("Authorization", f"Bearer {token}")
    request.add_header("Content-Type", "application/json")
    request.add_header("Idempotency-Key", key)
    with urllib.request.urlopen(request, timeout=40) as answer:
        return json.load(answer)


def events(server: Server) -> list[dict]:
    done = server.command("export", "events", "--format", "cloudevents", "--jurisdiction", "us-zz-halden")
    return [json.loads(line) for line in done.stdout.splitlines()]


def postmaster(server: Server) -> int:
    [pid] = Path(server.data).rglob("postmaster.pid")
    return int(pid.read_text().split()[0])


def check(server: Server, load: Load, token: str):
    # A caller whose answer was lost asks again with the same key and learns what became of it.
    for key in load.unknown:
        load.acknowledged[register(server, token, key)["id"]] = key
    recorded = events(server)
    assert [int(event["sequence"]) for event in recorded] == list(range(len(recorded))), "the log has a gap"
    registered = [
        event["subject"].split("/")[1] for event in recorded if event["type"] == "org.throughline.participant.registered"
    ]
    assert len(registered) == len(set(registered)), "a command was carried out twice"
    lost = set(load.acknowledged) - set(registered)
    assert not lost, f"{len(lost)} acknowledged commands are lost"
    done = server.command("projection", "check", "--all", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    print(f"acknowledged {len(load.acknowledged)}, present {len(set(load.acknowledged) & set(registered))}, "
          f"lost {len(lost)}, doubled {len(registered) - len(set(registered))}, unknown and asked again {len(load.unknown)}")


@pytest.fixture
def loaded(folder):
    server = Server(folder, "--demo").start()
    token = server.command("token", "create", "--user", "prosecutor@demo.test", "--scope", "write").stdout.strip()
    yield server, token
    server.stop()


def test_killing_the_server_loses_nothing(loaded):
    server, token = loaded
    load = Load(server, token)
    for round in range(1, 4):
        load.wait_for(60 * round)
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
        server.start()
    load.wait_for(len(load.acknowledged) + 30)
    load.stop()
    check(server, load, token)


def test_killing_postgresql_loses_nothing(loaded):
    server, token = loaded
    load = Load(server, token)
    for round in range(1, 4):
        load.wait_for(60 * round)
        os.kill(postmaster(server), signal.SIGKILL)
        load.wait_for(len(load.acknowledged) + 20)
    load.stop()
    check(server, load, token)
