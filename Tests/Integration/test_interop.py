"""An independent verifier, written in Go on `sumdb/tlog` and `sumdb/note`, checks logs that Throughline published."""

import base64
import csv
import json
import os
import shutil
import tarfile
from pathlib import Path

import pytest

from conftest import ROOT, Server
from interop import Witness, build_verifier, published, verify

DATA = Path(os.environ.get("THROUGHLINE_SHARED_DATA") or ROOT.parent / "shared/data")
COOK = DATA / "cook_county_sao_diversion.csv"

# 900 rows show what there is to show; the whole has 22,508.
ROWS = int(os.environ.pop("THROUGHLINE_INTEROP_ROWS", "900"))
SIZE, OLDER = 70_000, 60_000
FORGED = 12_345


@pytest.fixture(scope="module")
def verifier() -> Path:
    return build_verifier()


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    return published(str(tmp_path_factory.mktemp("log")), [OLDER, SIZE])


@pytest.fixture
def copy(log, tmp_path) -> Path:
    return Path(shutil.copytree(log, tmp_path / "copy"))


def refused(done, reason: str):
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("REFUSED:") and reason in done.stdout, done.stdout


def test_seventy_thousand_entries_hold(verifier, log):
    done = verify(
        verifier, log, "-older", str(log / f"checkpoint.{OLDER}"), "-proof", str(log / f"entry.{OLDER}.tlog-proof"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "consistency: 70000 entries extend 60000 (13 hashes)" in done.stdout
    assert "replay: 70000 entries match the tree" in done.stdout
    assert "proof: entry 20000 is under the signed root of 60000 entries" in done.stdout


def test_the_older_log_still_holds_from_its_own_partial_tiles(verifier, log, copy):
    shutil.copy(log / f"checkpoint.{OLDER}", copy / "checkpoint")
    done = verify(verifier, copy, "-proof", str(log / f"entry.{OLDER}.tlog-proof"))
    assert done.returncode == 0 and "replay: 60000 entries match the tree" in done.stdout


def test_an_edited_entry_is_found_and_named(verifier, copy):
    bundle = copy / f"tile/entries/{FORGED // 256:03}"
    data = bundle.read_bytes()
    entry = f'"position":{FORGED},'.encode()
    before = data.rindex(b'"digest":"sha256:', 0, data.index(entry)) + 17
    bundle.write_bytes(data[:before] + bytes([data[before] ^ 1]) + data[before + 1:])
    refused(verify(verifier, copy), f"entry {FORGED}: does not match its leaf hash")


def test_swapped_entries_are_found_and_named(verifier, copy):
    bundle = copy / "tile/entries/007"
    data = bundle.read_bytes()
    first = 2 + int.from_bytes(data[:2], "big")
    second = 2 + int.from_bytes(data[first:first + 2], "big")
    bundle.write_bytes(data[first:first + second] + data[:first] + data[first + second:])
    refused(verify(verifier, copy), f"entry {7 * 256}: does not match its leaf hash")


def test_a_deleted_entry_is_found(verifier, copy):
    bundle = copy / "tile/entries/007"
    data = bundle.read_bytes()
    bundle.write_bytes(data[2 + int.from_bytes(data[:2], "big"):])
    refused(verify(verifier, copy), "tile/entries/007: holds 255 entries")


def test_an_inserted_entry_is_found(verifier, copy):
    bundle = copy / "tile/entries/007"
    bundle.write_bytes(bundle.read_bytes() + b"\0\2{}")
    refused(verify(verifier, copy), "tile/entries/007: holds 257 entries")


@pytest.mark.parametrize("tile", ["tile/0/100", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"])
def test_an_edited_tile_is_found(verifier, copy, tile):
    data = bytearray((copy / tile).read_bytes())
    data[-1] ^= 1
    (copy / tile).write_bytes(data)
    refused(verify(verifier, copy), "")


def test_a_truncated_log_is_found_by_an_older_checkpoint(verifier, log, copy):
    shutil.copy(log / f"checkpoint.{OLDER}", copy / "checkpoint")
    refused(verify(verifier, copy, "-older", str(log / "checkpoint")), "the log has 60000 entries, and had 70000 before")


def test_a_rebuilt_and_re_signed_history_is_found_by_an_older_checkpoint(verifier, log, tmp_path):
    forged = published(str(tmp_path / "forged"), [SIZE], forged=FORGED)
    # By itself it holds, for its owner has database and key: only what is kept elsewhere tells.
    assert verify(verifier, forged).returncode == 0
    refused(verify(verifier, forged, "-older", str(log / f"checkpoint.{OLDER}")), "consistency with 60000 entries")
    shutil.copy(log / f"checkpoint.{SIZE}", tmp_path / "same-size")
    refused(verify(verifier, forged, "-older", str(tmp_path / "same-size")), "consistency with 70000 entries")


def test_a_checkpoint_under_another_key_is_refused(verifier, log, copy):
    text = (copy / "checkpoint").read_text()
    (copy / "checkpoint").write_text(text.replace("\n70000\n", "\n70001\n"))
    refused(verify(verifier, copy), "invalid signature")


def test_a_proof_of_another_entry_is_refused(verifier, log, copy):
    proof = copy / f"entry.{SIZE}.tlog-proof"
    proof.write_text(proof.read_text().replace("index 23333\n", "index 23332\n"))
    refused(verify(verifier, copy, "-proof", str(proof)), "proof: ")


def test_a_witness_and_its_time_are_seen(verifier, folder, log, copy):
    witness = Witness(folder, (log / "key").read_text()).start()
    try:
        status, _, line = witness.ask(0, [], (log / f"checkpoint.{SIZE}").read_text())
    finally:
        witness.kill()
    assert status == 200
    refused(verify(verifier, copy, "-witness", witness.key), "witness: note has no verifiable signatures")
    (copy / "checkpoint").write_text((log / "checkpoint").read_text() + line)
    done = verify(verifier, copy, "-witness", witness.key)
    assert done.returncode == 0 and "witness: witness.example/court saw this checkpoint at 2" in done.stdout


class CookCounty:
    """The office's table, imported in two parts and exported after each."""

    def __init__(self, folder: str):
        self.server = Server(folder)
        with open(COOK, newline="", encoding="utf-8-sig") as file:
            self.rows = list(csv.reader(file))

    def bundle(self, rows: int) -> Path:
        part = Path(self.server.folder) / f"{rows}.csv"
        with open(part, "w", newline="") as file:
            csv.writer(file).writerows(self.rows[: rows + 1])
        self.server.command("import", "cook-county-diversion", str(part), "--jurisdiction", "us-il-cook")
        self.server.command("audit", "export", "--jurisdiction", "us-il-cook", "--out", f"{rows}.tar")
        folder = Path(self.server.folder) / f"bundle-{rows}"
        with tarfile.open(f"{self.server.folder}/{rows}.tar") as tar:
            tar.extractall(folder)
        return folder


@pytest.mark.skipif(not COOK.exists(), reason=f"the Cook County file is not at {COOK}; set THROUGHLINE_SHARED_DATA")
def test_the_log_of_an_import_holds_and_no_column_of_an_event_can_change(verifier, folder):
    county = CookCounty(folder)
    first = county.bundle(ROWS * 5 // 9)
    second = county.bundle(ROWS)
    [event] = [json.loads(line) for line in events(second)[700:701]]
    proof = county.server.command("audit", "proof", "--jurisdiction", "us-il-cook", "--event", event["eventId"]).stdout
    (second / "event.tlog-proof").write_text(proof)
    done = verify(
        verifier, second, "-older", str(first / "checkpoint"), "-proof", str(second / "event.tlog-proof"),
        key=(second / "key").read_text().strip())
    assert done.returncode == 0, done.stdout
    recorded = sum(path.read_text().count("\n") for path in (second / "events").iterdir())
    assert f"events: {recorded} match their entries (0 without a payload)" in done.stdout
    assert "proof: entry 700 is under" in done.stdout

    changes = {
        "actor": event["eventId"], "causationId": event["eventId"], "commandId": event["eventId"],
        "correlationId": event["eventId"], "digest": base64.b64encode(bytes(32)).decode(),
        "eventId": event["commandId"], "jurisdiction": "us-il-cooks", "module": "x",
        "occurredAt": "2001-01-01T00:00:00.000000Z", "occurredOnDateOnly": not event["occurredOnDateOnly"],
        "organization": event["eventId"], "payload": event["payload"].replace("{", '{"a":1,', 1), "policyVersion": "x",
        "recordedAt": "2001-01-01T00:00:00.000000Z", "salt": base64.b64encode(b"another salt").decode(),
        "schemaVersion": 77, "streamId": event["eventId"], "streamKind": "x", "streamVersion": 77, "type": "x.y",
    }
    # All that a line has but the position, which says which entry to compare with.
    assert set(event) - set(changes) == {"position"}
    for column, value in changes.items():
        write_event(second, 700, event | {column: value})
        refused(verify(verifier, second, key=(second / "key").read_text().strip()), "event 700: ")
    write_event(second, 700, event | {"position": 701})
    refused(verify(verifier, second, key=(second / "key").read_text().strip()), "event 701: ")


def events(bundle: Path) -> list[str]:
    return (bundle / "events/000000000000.jsonl").read_text().splitlines()


def write_event(bundle: Path, position: int, event: dict):
    lines = events(bundle)
    lines[position] = json.dumps(event)
    (bundle / "events/000000000000.jsonl").write_text("".join(line + "\n" for line in lines))
