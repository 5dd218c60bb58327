"""The command line as scripts use it: output, exit status, and what a second run does."""

import json
import os
import subprocess
import urllib.request
from pathlib import Path

import pytest

from conftest import ROOT, Server

DATA = Path(os.environ.get("THROUGHLINE_SHARED_DATA") or ROOT.parent / "shared/data")
COOK = DATA / "cook_county_sao_diversion.csv"


def run(folder: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    server = Server(folder)
    return subprocess.run(
        [server.binary, *arguments], cwd=folder, capture_output=True, text=True, env={**os.environ, **environment}
    )


def test_every_command_has_help_with_an_example(folder):
    done = run(folder, "--help")
    assert done.returncode == 0
    for command in ["serve", "migrate", "import", "export", "replay", "status"]:
        text = run(folder, command, "--help").stdout
        assert "Example" in text, command


def test_an_unknown_setting_is_an_error_that_names_the_nearest(folder):
    done = run(folder, "config", "check", THROUGHLINE_DATABSE_URL="x")
    assert done.returncode == 64
    assert "THROUGHLINE_DATABASE_URL" in done.stderr


def test_the_configuration_hides_secrets(folder):
    done = run(folder, "config", "check", THROUGHLINE_DATABASE_URL="postgresql://u:hidden-word@127.0.0.1/x")
    assert done.returncode == 0
    assert "hidden-word" not in done.stdout + done.stderr


@pytest.mark.parametrize("witnesses", [
    "https://witness.example/",
    "https://witness.example/ KEY KEY",
    "witness.example KEY",
    "ftp://witness.example/ KEY",
    "https:// KEY",
    "https://witness.example/ witness.example+00000000+AAAA",
    "https://witness.example/ LOGKEY",
    "https://witness.example/ KEY, https://other.example/",
])
def test_a_witness_that_cannot_be_asked_is_an_error_that_says_what_is_wanted(folder, witnesses):
    key = run(folder, "witness", "key", "--key", "witness.key", "--name", "witness.example").stdout.strip()
    # The public key of a log, as the specification of signed notes shows one: it signs notes, not co-signatures.
    log = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    given = witnesses.replace("LOGKEY", log).replace("KEY", key)
    done = run(folder, "config", "check", THROUGHLINE_CHECKPOINT_WITNESSES=given)
    assert done.returncode == 64 and "checkpoint.witnesses has" in done.stderr, done.stderr
    assert "address and verifier key" in done.stderr

    right = run(folder, "config", "check", THROUGHLINE_CHECKPOINT_WITNESSES=f"https://witness.example/ {key}")
    assert right.returncode == 0 and "witness.example" in right.stdout, right.stderr


def test_a_database_that_is_away_is_exit_69(folder):
    done = run(folder, "status", "--database", "host=/nowhere dbname=x connect_timeout=1")
    assert done.returncode == 69, done.stderr


def test_a_wrong_flag_is_exit_64(folder):
    assert run(folder, "status", "--no-such-flag").returncode == 64


def test_a_file_of_another_kind_is_exit_65_and_records_nothing(folder):
    Path(f"{folder}/wrong.csv").write_text("A,B\n1,2\n")
    server = Server(folder)
    done = server.command(
        "import", "cook-county-diversion", "wrong.csv", "--jurisdiction", "us-il-cook", "--json", check=False
    )
    assert done.returncode == 65, done.stderr
    assert "CASE_ID" in done.stderr
    assert json.loads(server.command("status", "--json").stdout)["logs"] in ([], [{"head": 1, "jurisdiction": "network"}])


@pytest.mark.skipif(not COOK.exists(), reason=f"the Cook County file is not at {COOK}; set THROUGHLINE_SHARED_DATA")
def test_the_cook_county_import(folder):
    server = Server(folder)
    arguments = ["import", "cook-county-diversion", str(COOK), "--jurisdiction", "us-il-cook", "--json"]
    dry = json.loads(server.command(*arguments, "--dry-run").stdout.splitlines()[-1])
    assert dry["read"] == 22508 and dry["recorded"] == 0
    first = json.loads(server.command(*arguments).stdout.splitlines()[-1])
    assert (first["read"], first["recorded"], first["known"]) == (22508, 22508, 0)
    assert first["warned"]["outcome-never-determined"] == 5115
    assert first["warned"]["referral-before-receipt"] == 4360
    assert first["warned"]["closed-on-referral-day"] == 5016
    assert not any(first["rejected"].values())
    again = json.loads(server.command(*arguments).stdout.splitlines()[-1])
    assert (again["recorded"], again["known"]) == (0, 22508)
    for option in ["--at", "--compare"]:
        beyond = server.command("replay", "--jurisdiction", "us-il-cook", option, "99999999", check=False)
        assert beyond.returncode == 65 and f"{option}: positions of us-il-cook go from 0 to" in beyond.stderr
    lines = server.command("export", "referrals", "--format", "csv", "--jurisdiction", "us-il-cook").stdout.splitlines()
    results = [line.split(",")[lines[0].split(",").index("result")] for line in lines[1:]]
    assert len(results) == 22508
    counts = {name: results.count(name) for name in set(results)}
    assert counts == {"graduated": 13266, "failed": 4127, "never-determined": 5115}
    assert server.command("projection", "check", "--all", check=False).returncode == 0
    add_account(server, add_organization(server, "us-il-cook"))
    shown = indicators(server, "us-il-cook")
    assert {name: shown[name] for name in ["referrals", "graduated", "failed", "neverDetermined"]} == {
        "referrals": {"count": 22508},
        "graduated": {"count": 13266},
        "failed": {"count": 4127},
        "neverDetermined": {"count": 5115},
    }


def test_a_new_installation_gets_its_first_organization_and_account(folder):
    server = Server(folder)
    lost = add_account(server, "0199c0de-0000-7000-8000-000000000000", check=False)
    assert lost.returncode == 65 and "organization list" in lost.stderr
    office = add_organization(server, "us-wi-dane")
    (listed,) = json.loads(server.command("organization", "list", "--json").stdout)
    assert listed["id"] == office and listed["jurisdictions"] == ["us-wi-dane"]
    add_account(server, office)
    assert indicators(server, "us-wi-dane")["referrals"] == {"count": 0}
    nowhere = server.command("organization", "add", "X", "--kind", "partner", "--jurisdiction", "nowhere", check=False)
    assert nowhere.returncode == 65


def add_organization(server: Server, jurisdiction: str) -> str:
    arguments = ["--kind", "prosecutor", "--jurisdiction", jurisdiction]
    return server.command("organization", "add", "County Attorney", *arguments).stdout.strip()


def add_account(server: Server, organization: str, check: bool = True) -> subprocess.CompletedProcess:
    Path(f"{server.folder}/password").write_text("correct-horse-battery-9\n")
    arguments = ["--name", "Ana Reyes", "--role", "prosecutor", "--password-file", "password"]
    return server.command(
        "user", "add", "ana@county.example", *arguments, "--organization", organization, check=check
    )


def indicators(server: Server, jurisdiction: str) -> dict:
    """What the API says, to the account of `add_account`."""
    token = server.command("token", "create", "--user", "ana@county.example", "--scope", "read").stdout.strip()
    server.start()
    try:
        request = urllib.request.Request(
            f"{server.address}/api/v1/indicators?jurisdiction={jurisdiction}",
            headers={"Authorization": f"Bearer {token}"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    finally:
        server.stop()
