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

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "throughline-demo"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def server():
    """Starts `serve --demo` on an empty data directory and gives its address."""
    binary = os.environ.get("THROUGHLINE_BINARY") or str(ROOT / ".build/debug/throughline")
    assert Path(binary).exists(), f"{binary} is not built; run Scripts/test"
    # Not below a home directory: the embedded PostgreSQL runs as another user when root starts it.
    folder = tempfile.mkdtemp(prefix="throughline-browser-", dir="/tmp")
    os.chmod(folder, 0o755)
    address = f"http://127.0.0.1:{free_port()}"
    log = open(f"{folder}/server.log", "w")
    process = subprocess.Popen(
        [binary, "serve", "--demo", "--data-dir", f"{folder}/data", "--listen", address.removeprefix("http://")],
        cwd=folder,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        deadline = time.monotonic() + 180
        while True:
            try:
                urllib.request.urlopen(f"{address}/readyz", timeout=5)
                break
            except OSError:
                assert process.poll() is None, Path(log.name).read_text()
                assert time.monotonic() < deadline, Path(log.name).read_text()
                time.sleep(0.2)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


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
