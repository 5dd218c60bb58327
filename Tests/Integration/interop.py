"""Logs published into folders, and the verifier in Go that knows nothing of Throughline."""

import os
import shutil
import subprocess
from pathlib import Path

from conftest import BINARY, ROOT

GO_PACKAGES = "/usr/share/gocode"


def published(folder: str, sizes: list[int], forged: int | None = None) -> Path:
    """Publishes an invented log at each size; its verifier key is in the file `key`."""
    tool = Path(BINARY).parent / "invented-log"
    extra = [] if forged is None else [str(forged)]
    done = subprocess.run(
        [tool, folder, ",".join(map(str, sizes)), *extra], capture_output=True, text=True, timeout=600, check=True)
    (Path(folder) / "key").write_text(done.stdout.strip())
    return Path(folder)


def build_verifier() -> Path:
    """Builds Tests/Interop/verify-log with Debian's Go and its packages, without a network."""
    go = shutil.which("go")
    assert go, "golang-go is not installed; run Scripts/test"
    binary = ROOT / ".build/verify-log"
    environment = os.environ | {
        "GO111MODULE": "off", "GOPATH": GO_PACKAGES, "GOFLAGS": "", "GOCACHE": str(ROOT / ".build/go-cache")}
    subprocess.run(
        [go, "build", "-o", binary, "."], cwd=ROOT / "Tests/Interop/verify-log", env=environment, check=True, timeout=600)
    return binary


def verify(verifier: Path, log: Path, *options: str, key: str | None = None) -> subprocess.CompletedProcess:
    key = key or (log / "key").read_text()
    done = subprocess.run([verifier, *options, log, key], capture_output=True, text=True, timeout=600)
    print(done.stdout, end="")
    return done
