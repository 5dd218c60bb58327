"""Docs/modules.md, followed as it is written: from nothing to a module in force on a running server."""

import os
import re
import subprocess
import time

from conftest import ROOT


def test_a_module_is_in_force_by_following_the_document(demonstration, folder, capsys):
    blocks = re.findall(r"^```\n(.*?)^```$", (ROOT / "Docs/modules.md").read_text(), re.S | re.M)
    script = "set -euo pipefail\n" + "\n".join(blocks)
    written = '"$(swift build -c release --show-bin-path)/throughline"'
    assert written in script
    environment = {**os.environ, "THROUGHLINE_DATA_DIRECTORY": demonstration.data}
    began = time.monotonic()
    done = subprocess.run(
        ["bash", "-c", script.replace(written, demonstration.binary)],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with capsys.disabled():
        print(f"\nDocs/modules.md from `module new` to the next version: {time.monotonic() - began:.0f} s")
    assert "kept   Somebody who does not consent is not met" in done.stdout
