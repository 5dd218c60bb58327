"""A server of its own with demonstration data, and a Chromium to look at it with."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "throughline-demo"
# Taken out of the environment: a server takes every THROUGHLINE_ variable for a setting, and refuses unknown ones.
BINARY = os.environ.pop("THROUGHLINE_BINARY", str(ROOT / ".build/debug/throughline"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One `throughline serve` on a data directory of its own."""

    made: list["Server"] = []

    def __init__(self, folder: str, *arguments: str, name: str = "server"):
        self.name = name
        self.binary = BINARY
        assert Path(self.binary).exists(), f"{self.binary} is not built; run Scripts/test"
        self.folder = folder
        Server.made.append(self)
        self.data = f"{folder}/data"
        self.address = f"http://127.0.0.1:{free_port()}"
        self.arguments = arguments
        self.process = None

    def start(self):
        self.log = open(f"{self.folder}/{self.name}.log", "a")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--data-dir", self.data, "--listen", self.address.removeprefix("http://")]
            + list(self.arguments),
            cwd=self.folder,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self.wait_until_ready()
        return self

    def wait_until_ready(self, seconds: float = 600):
        deadline = time.monotonic() + seconds
        while True:
            try:
                urllib.request.urlopen(f"{self.address}/readyz", timeout=5)
                return
            except OSError:
                assert self.process.poll() is None, self.said()
                assert time.monotonic() < deadline, self.said()
                time.sleep(0.1)

    def said(self) -> str:
        return Path(f"{self.folder}/{self.name}.log").read_text()

    def metrics(self) -> dict[str, float]:
        """Each metric's value by its name and labels, as they are exposed."""
        with urllib.request.urlopen(f"{self.address}/metrics", timeout=60) as answer:
            lines = answer.read().decode().splitlines()
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}

    def readers(self) -> dict[str, tuple[float, float]]:
        """Position and lag of each read model and process, by the labels of its metrics."""
        values = self.metrics()
        return {
            name: (values[name.replace("_lag_events", "_position")], lag)
            for name, lag in values.items() if "_lag_events{" in name
        }

    def command(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        """Runs another command on the same data directory."""
        done = subprocess.run(
            [self.binary, *arguments, "--data-dir", self.data], cwd=self.folder, capture_output=True, text=True
        )
        assert not check or done.returncode == 0, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def socket(self) -> str:
        """Where the embedded PostgreSQL can be reached."""
        [lock] = Path(self.data).rglob("postmaster.pid")
        return lock.read_text().splitlines()[4]

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=30)
            self.log.close()


@pytest.fixture
def folder():
    """Not below a home directory: the embedded PostgreSQL runs as another user when root starts it."""
    path = tempfile.mkdtemp(prefix="throughline-test-", dir="/tmp")
    os.chmod(path, 0o755)
    yield path
    # A test that failed leaves its servers at work.
    for server in Server.made:
        if server.folder == path:
            server.stop()
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def demonstration():
    """A server with demonstration data for all tests that only look, or that mind their own referral."""
    path = tempfile.mkdtemp(prefix="throughline-demo-", dir="/tmp")
    os.chmod(path, 0o755)
    server = Server(path, "--demo")
    try:
        yield server.start()
    finally:
        server.stop()
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def server(demonstration):
    """The demonstration's address."""
    return demonstration.address


@pytest.fixture(scope="session")
def chromium():
    """The Debian Chromium; Playwright's own download is not used."""
    path = shutil.which("chromium")
    assert path, "chromium is not installed; run Scripts/test"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sessions(server, chromium):
    """The cookies of one signed-in session for each role, so that no test waits for a password hash again."""
    states = {}

    def session(role: str):
        if role not in states:
            context = chromium.new_context()
            page = context.new_page()
            sign_in(page, server, role)
            states[role] = context.storage_state()
            context.close()
        return states[role]

    return session


def sign_in(page, server: str, role: str):
    page.goto(f"{server}/sign-in")
    page.get_by_label(re.compile("e-mail", re.I)).fill(f"{role}@demo.test")
    page.get_by_label(re.compile("^password", re.I)).fill(PASSWORD)
    page.locator("form").filter(has=page.get_by_label(re.compile("^password", re.I))).get_by_role(
        "button", name=re.compile("^sign in", re.I)
    ).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
