"""A database that an older Throughline wrote opens, migrates, replays and verifies under the one of today."""

import json
import os
import shutil
from pathlib import Path

import pytest

from conftest import Server
from invented_county import COUNTY, Callers
from load import wait_for_readers
from old_database import KEYS, OLD, answers, counts, heads, history, indicators, network, person, screenings

DATABASES = sorted(folder for folder in OLD.iterdir() if folder.is_dir())


def test_there_is_one():
    assert DATABASES


@pytest.mark.parametrize("old", DATABASES, ids=lambda folder: folder.name)
def test_an_old_database_opens_migrates_replays_verifies_and_goes_on(folder, old):
    expected = json.loads((old / "expected.json").read_text())
    manifest = json.loads((old / "manifest.json").read_text())
    positions = expected["positions"]
    server = Server(folder)
    Path(server.data).mkdir(mode=0o755)
    shutil.copy(old / KEYS, f"{server.data}/keys.json")
    os.chmod(f"{server.data}/keys.json", 0o600)

    restored = json.loads(server.command("restore", str(old), "--verify", "--json").stdout)
    assert restored["faults"] == [] and restored["logs"] == manifest["logs"]
    steps = json.loads(server.command("migrate", "--json").stdout)
    assert len(steps) >= manifest["migrations"] and all(step["applied"] for step in steps)

    # Before a server works on it: its clocks act at once on what has come due since then.
    assert heads(server) == positions
    assert counts(server) == expected["counts"]
    assert network(server) == expected["network"]
    verify_all(server, old)

    server.start()
    wait_for_readers(server)
    check_answers(server, expected)
    callers = Callers(server, "office", "partner")
    assert person(callers, expected["person"]["id"]) == expected["person"]
    assert screenings(callers, list(expected["screenings"])) == expected["screenings"]
    assert indicators(callers) == expected["indicators"]

    opened = expected["openReferral"]
    before = history(server, opened, positions[COUNTY])["events"]
    done = callers.step("partner", f"/referrals/{opened}", "report-progress", {"note": "It goes on."})
    after = history(server, opened, done["position"])["events"]
    assert after[: len(before)] == before
    assert [kind for kind in after[len(before):] if kind.startswith("referral.")] == ["referral.progress_reported"]

    wait_for_readers(server)
    check_answers(server, expected)
    server.stop()
    verify_all(server, old)


def check_answers(server: Server, expected: dict):
    """What the past was is what it was said to be; a referral may have fields since that had no name then."""
    found = answers(server, expected["positions"][COUNTY], expected["referral"])
    wanted = expected["answers"]
    assert found["worklist"] == wanted["worklist"]
    assert found["eventTypes"] == wanted["eventTypes"]
    assert found["history"]["events"] == wanted["history"]["events"]
    assert found["history"]["state"].items() >= wanted["history"]["state"].items()


def verify_all(server: Server, old: Path):
    """The history is the one that was published when it was made, and the read models are those of the history."""
    for arguments in [["projection", "check", "--all"], ["verify"],
                      ["verify", "--jurisdiction", COUNTY, "--against", str(old / "checkpoint")]]:
        done = server.command(*arguments, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
