"""The worked example in Docs/api.md, run as it is written, and the document that describes the API."""

import json
import os
import re
import subprocess
import urllib.request

from openapi_spec_validator import validate

from conftest import ROOT

STEPS = "offered acknowledged accepted intake-scheduled in-progress in-progress in-progress completed completed".split()


def test_the_worked_example_runs_as_written(demonstration):
    blocks = re.findall(r"^```\n(.*?)^```$", (ROOT / "Docs/api.md").read_text(), re.S | re.M)
    script = "set -euo pipefail\n" + "\necho\n".join(blocks)
    for written, here in [
        ('"$(swift build -c release --show-bin-path)/throughline"', demonstration.binary),
        ("http://127.0.0.1:8080", demonstration.address),
    ]:
        assert written in script, written
        script = script.replace(written, here)
    environment = {**os.environ, "THROUGHLINE_DATA_DIRECTORY": demonstration.data}
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.findall(r'"status":"([a-z-]+)"', done.stdout) == STEPS, done.stdout
    assert '"kind": "dismissed"' in done.stdout
    types = re.findall(r'^"(referral\.[a-z_]+|case\.[a-z_]+)"$', done.stdout, re.M)
    assert types[0] == "referral.drafted" and types[-1] == "case.disposition_recorded", types
    assert "problem" not in done.stdout and '"errors"' not in done.stdout


def test_the_api_document_is_valid_openapi(demonstration):
    with urllib.request.urlopen(f"{demonstration.address}/openapi.json") as answer:
        document = json.load(answer)
    assert document["openapi"].startswith("3.1")
    validate(document)
    assert len(document["paths"]) > 20
