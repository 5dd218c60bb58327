"""An independent verifier, written in Go on `sumdb/tlog` and `sumdb/note`, checks logs that Throughline published."""

import shutil
from pathlib import Path

import pytest

from interop import Witness, build_verifier, published, verify

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
