"""Logs published into folders, witnesses, and the verifier in Go that knows nothing of Throughline."""

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from conftest import BINARY, ROOT, free_port

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


class Witness:
    def __init__(self, folder: str, log_key: str):
        self.folder, self.log_key = folder, log_key
        self.key = run("witness", "key", "--key", f"{folder}/witness.key", "--name", "witness.example/court").stdout.strip()
        self.process = None

    def start(self):
        self.address = f"127.0.0.1:{free_port()}"
        self.process = subprocess.Popen(
            [BINARY, "witness", "serve", "--key", f"{self.folder}/witness.key", "--state", f"{self.folder}/state",
             "--listen", self.address, "--log", self.log_key],
            stderr=subprocess.PIPE, text=True)
        # It says where it answers once it does.
        for line in self.process.stderr:
            if "add-checkpoint" in line:
                return self
        raise AssertionError("the witness did not start")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stderr.close()

    def ask(self, old: int, proof: list[str], checkpoint: str) -> tuple[int, str, str]:
        body = "".join(line + "\n" for line in [f"old {old}", *proof, ""]) + checkpoint
        request = urllib.request.Request(f"http://{self.address}/add-checkpoint", body.encode())
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers["Content-Type"], refused.read().decode()


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=60)


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root(leaves[:half]), root(leaves[half:]))


def consistency(old: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2, written down once more by somebody who has not read the other one."""
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if old <= half:
        return consistency(old, leaves[:half], whole) + [root(leaves[half:])]
    return consistency(old - half, leaves[half:], False) + [root(leaves[:half])]


def proof(log: Path, old: int, new: int) -> list[str]:
    if old == 0:
        return []
    data = b"".join(path.read_bytes() for path in leaf_tiles(log, new))
    leaves = [data[place:place + 32] for place in range(0, 32 * new, 32)]
    return [base64.b64encode(hash).decode() for hash in consistency(old, leaves)]


def leaf_tiles(log: Path, size: int) -> list[Path]:
    last = [log / f"tile/0/{size // 256:03}.p/{size % 256}"] if size % 256 else []
    return [log / f"tile/0/{number:03}" for number in range(size // 256)] + last
