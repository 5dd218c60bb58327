"""A backup of a server at work, restored elsewhere; and what a restore refuses."""

import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from conftest import Server
from load import COUNTY, Load, events, wait_for_readers


@pytest.fixture(scope="module")
def backed_up():
    """A server whose callers worked while it was backed up, with what it said of the backup."""
    folder = tempfile.mkdtemp(prefix="throughline-test-", dir="/tmp")
    os.chmod(folder, 0o755)
    try:
        server = Server(folder, "--demo").start()
        load = Load([server], callers=4).start()
        load.wait_for(20)
        publish(server, f"{folder}/published-before")
        backup = f"{folder}/backup"
        manifest = json.loads(server.command("backup", backup, "--json").stdout)
        load.wait_for(load.acknowledged + 10)
        load.stop()
        wait_for_readers(server)
        publish(server, f"{folder}/published-after")
        yield server, backup, manifest, load
    finally:
        for started in Server.made:
            if started.folder == folder:
                started.stop()
        shutil.rmtree(folder, ignore_errors=True)


def publish(server: Server, folder: str):
    """Publishes what is new, when the server is not at it itself, and keeps what was published in a folder."""
    command = ["audit", "publish", "--jurisdiction", COUNTY]
    while "is publishing" in (done := server.command(*command, check=False)).stderr:
        time.sleep(0.1)
    assert done.returncode == 0, done.stderr
    keep(f"{server.data}/ledger", folder)


def keep(published: str, folder: str):
    Path(f"{folder}/{COUNTY}").mkdir(parents=True)
    shutil.copy(f"{published}/{COUNTY}/checkpoint", f"{folder}/{COUNTY}/checkpoint")


def published(folder: str) -> int:
    """How many entries the published checkpoint has."""
    return int(Path(f"{folder}/{COUNTY}/checkpoint").read_text().splitlines()[1])


def elsewhere(server: Server, name: str, keys: bool = True) -> Server:
    """Another machine, with the key file or without it."""
    other = Server(server.folder, name=name)
    other.data = f"{server.folder}/{name}"
    if keys:
        Path(other.data).mkdir(mode=0o755)
        shutil.copy(f"{server.data}/keys.json", other.data)
    return other


def test_a_backup_of_a_server_at_work_is_restored_elsewhere_and_verified(backed_up):
    server, backup, manifest, work = backed_up
    other = elsewhere(server, "restored")
    done = other.command(
        "restore", backup, "--verify", "--against", f"{server.folder}/published-before", "--json")
    restored = json.loads(done.stdout)
    assert restored["faults"] == []
    assert restored["logs"] == manifest["logs"]

    # What was restored is the beginning of what the server has by now, byte for byte; clocks may have gone on since.
    held = backed_up_events(manifest)
    assert 0 < published(f"{server.folder}/published-before") <= held
    now, then = events(server), events(other)[:held]
    assert len(now) > held
    assert now[:held] == then
    assert other.command("projection", "check", "--all", check=False).returncode == 0

    # It is a server like any other: people are readable, tokens and sign-ins are what they were, work goes on.
    other.start()
    load = Load([other], callers=2).start()
    load.wait_for(10)
    load.stop()
    load.check(other)
    known = {event["subject"] for event in then}
    person = next(
        stream.split("/")[1] for stream, types in work.streams.items()
        if stream in known and types == ["participant.registered", "consent.recorded"])
    request = urllib.request.Request(f"{other.address}/api/v1/participants/{person}")
    request.add_header("Authorization", f"Bearer {load.tokens['office']}")
    assert json.load(urllib.request.urlopen(request))["givenName"]
    other.stop()


def test_a_backup_older_than_what_was_published_is_named_and_never_published_over(backed_up):
    server, backup, manifest, _ = backed_up
    after = f"{server.folder}/published-after"
    held, lost = backed_up_events(manifest), published(after)
    assert held < lost
    other = elsewhere(server, "older")
    done = other.command("restore", backup, "--verify", "--against", after, "--json", check=False)
    assert done.returncode == 1, done.stderr
    [fault] = [fault for fault in json.loads(done.stdout)["faults"] if fault.startswith(f"{COUNTY}: ")]
    print(fault)
    assert "older than what was published" in fault and "new-epoch" in fault
    assert f"the log ends after {held} events" in fault and f"checkpoint has {lost} entries" in fault

    # One checkpoint that somebody kept is enough.
    alone = elsewhere(server, "alone")
    done = alone.command("restore", backup, "--verify", "--against", f"{after}/{COUNTY}/checkpoint", check=False)
    assert done.returncode == 1 and f"checkpoint has {lost} entries" in done.stderr, done.stderr

    # Whoever starts it all the same, with the folder of what was published, is told; the work goes on unpublished.
    keep(after, f"{other.data}/ledger")
    other.start()
    told, deadline = f"publishing of {COUNTY} stopped: ", time.monotonic() + 120
    while told not in (ready := urllib.request.urlopen(f"{other.address}/readyz").read().decode()):
        assert time.monotonic() < deadline, other.said()[-4000:]
        time.sleep(0.1)
    assert f"{lost} entries were published" in ready
    assert other.metrics()[f'throughline_publisher_stopped{{jurisdiction="{COUNTY}"}}'] == 1
    load = Load([other], callers=2).start()
    load.wait_for(5)
    load.stop()
    assert published(f"{other.data}/ledger") == lost

    done = other.command("audit", "publish", "--jurisdiction", COUNTY, check=False)
    assert done.returncode == 1 and "Publishing has stopped" in done.stderr, done.stderr
    begun = json.loads(other.command(
        "audit", "new-epoch", "--jurisdiction", COUNTY, "--reason", "A test restored an older backup", "--by",
        "Ana Ruiz", "--by", "Tom Beck", "--json").stdout)
    assert begun["epoch"] == "1"
    assert other.metrics()[f'throughline_publisher_stopped{{jurisdiction="{COUNTY}"}}'] == 0
    assert published(f"{other.data}/ledger") >= int(begun["checkpoint"])
    assert other.command("verify", "--jurisdiction", COUNTY, check=False).returncode == 0
    other.stop()


def backed_up_events(manifest: dict) -> int:
    return next(log["head"] + 1 for log in manifest["logs"] if log["jurisdiction"] == COUNTY)


def test_a_restore_refuses_what_it_cannot_make_whole(backed_up):
    server, backup, manifest, _ = backed_up
    fingerprint = manifest["keys"]["fingerprint"]

    done = elsewhere(server, "keyless", keys=False).command("restore", backup, check=False)
    assert done.returncode == 65 and fingerprint in done.stderr, done.stderr

    stranger = elsewhere(server, "stranger", keys=False)
    stranger.command("status")  # makes a key file of its own
    done = stranger.command("restore", backup, check=False)
    assert done.returncode == 65 and "another key file" in done.stderr, done.stderr

    done = server.command("restore", backup, check=False)
    assert done.returncode == 65 and "empty" in done.stderr, done.stderr

    done = server.command("backup", backup, check=False)
    assert done.returncode == 65 and "not empty" in done.stderr, done.stderr

    dump = Path(backup) / "database.dump"
    assert dump.parent.stat().st_mode & 0o077 == 0, "others may read the backup"
    content = bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)
    done = elsewhere(server, "damaged").command("restore", backup, check=False)
    assert done.returncode == 65 and "damaged" in done.stderr, done.stderr

    Path(f"{backup}/manifest.json").unlink()
    done = elsewhere(server, "unfinished").command("restore", backup, check=False)
    assert done.returncode == 65 and "no backup" in done.stderr, done.stderr


def test_no_password_stands_on_a_command_line(folder):
    server = Server(folder)
    server.command("migrate")
    programs = Path(folder) / "programs"
    programs.mkdir()
    for program in ["pg_dump", "psql"]:
        (programs / program).write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {folder}/{program}.arguments\n'
                                        f'printf "%s" "$PGPASSWORD" > {folder}/{program}.password\nexit 1\n')
        (programs / program).chmod(0o755)
    server.start()
    database = f"host={server.socket()} user=throughline dbname=throughline password=hidden-word"
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    for program, arguments in [("pg_dump", ["backup", f"{folder}/backup"]), ("psql", ["db", "psql", "--", "-l"])]:
        subprocess.run(
            [server.binary, *arguments[:2], "--data-dir", server.data, *arguments[2:]], cwd=folder, capture_output=True,
            env={**environment, "THROUGHLINE_DATABASE_URL": database})
        assert "hidden-word" not in Path(f"{folder}/{program}.arguments").read_text()
        assert Path(f"{folder}/{program}.password").read_text() == "hidden-word"
    server.stop()
