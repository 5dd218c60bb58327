"""A full disk, for data and for the write-ahead log, and a cut between server and database, under mixed work."""

import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from conftest import Server
from load import Load


class Cable:
    """A TCP port in front of PostgreSQL's socket that stops carrying bytes on demand, as a dead network does."""

    def __init__(self, target: str):
        self.target, self.pairs = target, []
        self.carries = threading.Event()
        self.carries.set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        """Nothing moves any more, and nobody is told."""
        self.carries.clear()

    def mend(self, forgetting: bool):
        """Carries again what was under way, or forgets it as a router does that was exchanged."""
        if forgetting:
            for pair in self.pairs:
                for end in pair:
                    self._end(end)
            self.pairs = []
        self.carries.set()

    def _accept(self):
        while True:
            near, _ = self.listener.accept()
            threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket):
        self.carries.wait()
        far = socket.socket(socket.AF_UNIX)
        try:
            far.connect(self.target)
        except OSError:
            near.close()
            return
        self.pairs.append((near, far))
        for source, sink in [(near, far), (far, near)]:
            threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket):
        try:
            while data := source.recv(65536):
                self.carries.wait()
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            self._end(end)

    @staticmethod
    def _end(end: socket.socket):
        """Closing it would not wake the thread that reads from it."""
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def readiness(server: Server) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"{server.address}/readyz", timeout=120) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def wait_until(condition, load: Load, seconds: float = 180):
    deadline = time.monotonic() + seconds
    while not condition():
        if load.failure:
            raise load.failure
        assert time.monotonic() < deadline, (load.errors, load.servers[0].said()[-4000:])
        time.sleep(0.05)


def test_a_cut_cable_gives_bounded_errors_and_loses_nothing(folder):
    host = Server(folder, "--demo").start()
    cable = Cable(f"{host.socket()}/.s.PGSQL.5432")
    remote = Server(folder, "--database", f"host=127.0.0.1 port={cable.port} user=throughline dbname=throughline",
                    name="remote")
    remote.data = f"{folder}/remote"
    Path(remote.data).mkdir()
    shutil.copy(f"{host.data}/keys.json", remote.data)
    remote.start()
    load = Load([remote], callers=4, token_server=host).start()
    load.wait_for(20)
    for forgetting in (True, False):
        refused = sum(load.errors.values())
        cable.cut()
        # Every caller has heard of it, although nothing ever came back from the database.
        wait_until(lambda: sum(load.errors.values()) >= refused + 4, load)
        assert readiness(remote) == (503, "the database does not answer\n")
        cable.mend(forgetting)
        wait_until(lambda: readiness(remote) == (200, "ready\n"), load)
        load.wait_for(load.acknowledged + 20)
    load.stop()
    assert set(load.errors) <= {
        "503 server.unavailable", "503 server.outcome-unknown", "503 server.busy", "503 server.not-caught-up"}, load.errors
    # 30 s for an answer and 10 for a new connection; the rest is for a slow machine.
    assert load.slowest < 90, load.slowest
    load.check(host)
    remote.stop()
    host.stop()


@pytest.fixture
def small_disks(folder):
    """A data directory and, apart from it, a place for the write-ahead log, each on a disk of its own that can be full."""
    mounted = []
    for name, size in [("data", "260m"), ("wal", "120m")]:
        place = f"{folder}/{name}"
        Path(place).mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", place], capture_output=True, text=True)
        if done.returncode != 0:
            for other in mounted:
                subprocess.run(["umount", "-l", other], check=False)
            pytest.skip(f"small disks cannot be mounted here: {done.stderr.strip()}")
        mounted.append(place)
    yield folder
    for place in mounted:
        subprocess.run(["umount", "-l", place], check=True)


def fill(place: str) -> Path:
    """Takes all the room that is left."""
    ballast = Path(place) / "ballast"
    with open(ballast, "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\1" * 65536)
        except OSError:
            pass
        try:
            while True:
                file.write(b"\1" * 4096)
        except OSError:
            pass
    return ballast


def use_up_segments(server: Server):
    """Goes through the segments that were made beforehand, until PostgreSQL finds no room for another."""
    for _ in range(40):
        done = subprocess.run(
            [server.binary, "db", "psql", "--data-dir", server.data, "--", "-c", "select pg_switch_wal()"],
            capture_output=True, text=True)
        if done.returncode != 0:
            return
        time.sleep(0.2)
    raise AssertionError("the write-ahead log found room for 40 more segments")


@pytest.mark.parametrize("disk", ["data", "wal"])
def test_a_full_disk_loses_nothing_and_needs_no_hand_but_room(small_disks, disk):
    server = Server(small_disks, "--demo").start()
    server.stop()
    wal = Path(server.data) / "postgres/cluster/pg_wal"
    place = Path(small_disks) / "wal/pg_wal"
    owner = wal.stat()
    shutil.move(wal, place)
    for file in [place, *place.rglob("*")]:
        os.chown(file, owner.st_uid, owner.st_gid)
    wal.symlink_to(place)
    server.start()
    load = Load([server], callers=4).start()
    load.wait_for(20)
    refused = sum(load.errors.values())
    ballast = fill(f"{small_disks}/{disk}")
    if disk == "wal":
        use_up_segments(server)
    wait_until(lambda: sum(load.errors.values()) >= refused + 12, load, 300)
    ballast.unlink()
    load.wait_for(load.acknowledged + 20)
    load.stop()
    assert load.slowest < 90, load.slowest
    if disk == "data":
        assert "503 server.no-room" in load.errors, load.errors
    assert not any(error.startswith("500") for error in load.errors), load.errors
    load.check(server)
    server.stop()
