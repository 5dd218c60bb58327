"""Makes the old databases of `test_old_database.py`, and asks a database the questions whose answers must never change.

    THROUGHLINE_BINARY=.build/debug/throughline python Tests/Integration/old_database.py make 2026-12-01

writes `OldDatabases/2026-12-01`: a backup of a small invented county, the key file that only this test may ever use, a
published checkpoint, and what the database answered. Everybody in it is invented. An existing one is never made again.
"""

import csv
import io
import json
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for conftest, when this file runs by itself

from conftest import Server  # noqa: E402
from invented_county import COUNTY, MODULE, Callers, InventedCounty  # noqa: E402

OLD = Path(__file__).parent / "OldDatabases"
KEYS = "keys-of-invented-people.json"


def tally(names) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def heads(server: Server) -> dict[str, int]:
    logs = json.loads(server.command("status", "--json").stdout)["logs"]
    return {log["jurisdiction"]: log["head"] for log in logs}


def history(server: Server, referral: str, position: int) -> dict:
    """A referral as it stood at a position, and the types of its events."""
    at = ["--jurisdiction", COUNTY, "--referral", referral, "--at", str(position), "--json"]
    answer = json.loads(server.command("replay", *at).stdout)
    state = {field["name"]: field["value"] for field in answer["state"]}
    return {"events": [event["type"] for event in answer["events"]], "state": state}


def answers(server: Server, position: int, referral: str) -> dict:
    """What a database answers about the county as it stood at a position, whatever has happened since."""
    at = ["--jurisdiction", COUNTY, "--at", str(position), "--json"]
    worklist = json.loads(server.command("replay", *at).stdout)["items"]
    exported = server.command("export", "events", "--format", "cloudevents", "--jurisdiction", COUNTY).stdout
    events = [json.loads(line) for line in exported.splitlines()[: position + 1]]
    return {
        "worklist": {item["referral"]: item["status"] for item in worklist},
        "history": history(server, referral, position),
        "eventTypes": tally(event["type"].removeprefix("org.throughline.") for event in events),
    }


def network(server: Server) -> dict:
    """The organizations, and where each version of the county's module is in force."""
    organizations = json.loads(server.command("organization", "list", "--json").stdout)
    modules = json.loads(server.command("module", "list", "--json").stdout)
    return {
        "organizations": {each["id"]: [each["name"], each["kind"], each["jurisdictions"]] for each in organizations},
        "modules": {
            each["version"]: [activation["state"] for activation in each["activations"]]
            for each in modules if each["id"] == MODULE},
    }


def counts(server: Server) -> dict:
    """How the county's referrals stand or ended, by the table of all of them."""
    table = server.command("export", "referrals", "--format", "csv", "--jurisdiction", COUNTY).stdout
    rows = csv.DictReader(io.StringIO(table))
    return tally(f"{row['status']} {row['result']}".strip() for row in rows)


def indicators(callers: Callers) -> dict:
    """Those that no deadline changes, which passes while nobody looks."""
    shown = callers.get("office", f"/indicators?jurisdiction={COUNTY}")
    return {name: shown[name] for name in ["referrals", "graduated", "failed", "neverDetermined"]}


def person(callers: Callers, id: str) -> dict:
    found = callers.get("office", f"/participants/{id}")
    return {name: found[name] for name in ["id", "givenName", "familyName", "birthDate", "phone", "email"]}


def screenings(callers: Callers, ids: list[str]) -> dict:
    """What the county's stored modules say, in their own words."""
    found = [callers.get("office", f"/screenings/{id}") for id in ids]
    return {
        each["id"]: {
            "module": each["module"]["version"], "finding": each["finding"], "outcome": each["outcome"],
            "state": (each.get("state") or {}).get("title"), "taken": [step["title"] for step in each["taken"]],
            "answers": {answer["text"]: answer["finding"] for answer in each["answers"]}}
        for each in found
    }


def make(name: str):
    target = OLD / name
    assert not target.exists(), f"{target} is there already: an old database is never made again"
    folder = tempfile.mkdtemp(prefix="throughline-old-", dir="/tmp")
    os.chmod(folder, 0o755)
    server = Server(folder)
    county = InventedCounty(server)
    try:
        county.run()
        for log in heads(server):
            publish = ["audit", "publish", "--jurisdiction", log]
            while "is publishing" in (done := server.command(*publish, check=False)).stderr:  # the server itself
                time.sleep(0.1)
            assert done.returncode == 0, done.stderr
        server.stop()
        positions = heads(server)
        referral = county.referrals["completed"]
        server.command("backup", f"{folder}/backup")
        server.start()
        expected = {
            "positions": positions,
            "referral": referral,
            "openReferral": county.referrals["in progress"],
            "person": person(county.callers, county.persons[0][0]),
            "screenings": screenings(county.callers, county.screened),
            "answers": answers(server, positions[COUNTY], referral),
            "network": network(server),
            "counts": counts(server),
            "indicators": indicators(county.callers),
        }
        shutil.copytree(f"{folder}/backup", target)
        keys = json.loads(Path(f"{server.data}/keys.json").read_text())
        note = "Keys of invented people in a test of Throughline. They open nothing else."
        (target / KEYS).write_text(json.dumps({"note": note, **keys}, indent=2) + "\n")
        shutil.copy(f"{server.data}/ledger/{COUNTY}/checkpoint", target / "checkpoint")
        (target / "expected.json").write_text(json.dumps(expected, indent=2) + "\n")
        target.chmod(0o755)
        print(f"{target}: {sum(file.stat().st_size for file in target.iterdir())} bytes")
    finally:
        server.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    assert sys.argv[1:2] == ["make"] and len(sys.argv) == 3, __doc__
    make(sys.argv[2])
