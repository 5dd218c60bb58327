"""A full disk, for data and for the write-ahead log, under mixed work."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from conftest import Server
from load import Load


def wait_until(condition, load: Load, seconds: float = 180):
    deadline = time.monotonic() + seconds
    while not condition():
        if load.failure:
            raise load.failure
        assert time.monotonic() < deadline, (load.errors, load.servers[0].said()[-4000:])
        time.sleep(0.05)


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
