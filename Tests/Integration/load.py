"""Mixed work by many callers through the API, which remembers what was acknowledged and checks it against the log."""

import datetime
import json
import random
import threading
import time
import urllib.error
import urllib.request
import uuid
import zoneinfo
from collections import Counter, defaultdict

from conftest import Server

COUNTY = "us-zz-halden"
# A referral's life as the callers play it: who takes which step with which body, and the event it leaves.
STEPS = [
    ("office", "offer", {}, "referral.offered"),
    ("partner", "acknowledge", {}, "referral.acknowledged"),
    ("partner", "request-information", {"question": "Are evenings all right?"}, "referral.information_requested"),
    ("office", "supply-information", {"answer": "Yes."}, "referral.information_supplied"),
    ("office", "recall", {"reason": "Invented for a test"}, "referral.recalled"),
]


class Load:
    """Callers that register people and take referrals through their steps until they are told to stop.

    A caller whose answer is lost asks again with the same key until it has one, as a client should.
    """

    def __init__(self, servers: list[Server], callers: int = 6, seed: int = 1, patience: float = 300,
                 token_server: Server | None = None):
        self.servers, self.patience = servers, patience
        self.tokens = {
            who: (token_server or servers[0]).command(
                "token", "create", "--user", f"{role}@demo.test", "--scope", "read", "--scope", "write").stdout.strip()
            for who, role in [("office", "prosecutor"), ("partner", "partner")]
        }
        programs = json.loads(self._send("GET", "/programs", "office", servers[0]))["items"]
        self.program = next(program for program in programs if program["name"] == "Work Pathways")
        self.today = str(datetime.datetime.now(zoneinfo.ZoneInfo("America/New_York")).date())
        self.streams = defaultdict(list)  # "kind/id" -> the types of the events that were acknowledged, in order
        self.acknowledged = 0
        self.unknown = 0  # answers that were lost or refused for now, each asked again with the same key
        self.errors = Counter()
        self.slowest = 0.0
        self.stopping = threading.Event()
        self.failure = None
        self.threads = [
            threading.Thread(target=self._run, args=(random.Random(seed * 1000 + number),)) for number in range(callers)
        ]

    def start(self):
        for thread in self.threads:
            thread.start()
        return self

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(timeout=self.patience + 60)
            assert not thread.is_alive(), "a caller hangs"
        if self.failure:
            raise self.failure

    def wait_for(self, count: int):
        """Until so many commands were acknowledged since the start."""
        deadline = time.monotonic() + self.patience
        while self.acknowledged < count:
            if self.failure:
                raise self.failure
            assert time.monotonic() < deadline, "\n".join(server.said()[-4000:] for server in self.servers)
            time.sleep(0.01)

    def _run(self, chance: random.Random):
        try:
            while not self.stopping.is_set():
                self._play(chance)
        except Exception as failure:  # the test's own thread raises it
            self.failure = failure

    def _play(self, chance: random.Random):
        """One person, and most often a referral that is taken some steps far."""
        person = self._command(chance, "office", "/participants", {"givenName": "Nobody", "familyName": "Invented"})
        self._note(f"participant/{person['id']}", "participant.registered")
        if self.stopping.is_set() or chance.random() < 0.3:
            return
        self._command(chance, "office", f"/participants/{person['id']}/consents", {
            "scope": ["name", "need"], "recipients": [self.program["organization"]], "method": "in-person",
            "signedOn": self.today})
        self._note(f"participant/{person['id']}", "consent.recorded")
        referral = self._command(chance, "office", "/referrals", {
            "participant": person["id"], "program": self.program["id"], "need": "A test", "share": ["name", "need"]})
        stream = f"referral/{referral['id']}"
        self._note(stream, "referral.drafted")
        version = referral["version"]
        for who, verb, body, event in STEPS[: chance.randint(0, len(STEPS))]:
            if self.stopping.is_set():
                return
            answer = self._command(chance, who, f"/referrals/{referral['id']}/{verb}", body, version)
            version = answer["version"]
            self._note(stream, event)

    def _note(self, stream: str, event: str):
        self.streams[stream].append(event)
        self.acknowledged += 1

    def _command(self, chance: random.Random, who: str, path: str, body: dict, version: int | None = None) -> dict:
        # Without a pause the callers would be faster than the clocks' process, and every round would be about waiting.
        time.sleep(chance.uniform(0, 0.1))
        key = str(uuid.uuid4())
        deadline = time.monotonic() + self.patience
        while True:
            started = time.monotonic()
            try:
                return json.loads(self._send("POST", path, who, chance.choice(self.servers), body, key, version))
            except urllib.error.HTTPError as error:
                text = error.read().decode()
                assert error.code != 503 or error.headers["Retry-After"], f"{path}: 503 without Retry-After: {text}"
                if error.code < 500 and '"version.conflict"' not in text:
                    raise AssertionError(f"{path}: {error.code} {text}") from None
                self.errors[f"{error.code} {json.loads(text).get('code', '') if text.startswith('{') else ''}".strip()] += 1
            except OSError as error:
                self.errors[type(error).__name__] += 1
            self.unknown += 1
            self.slowest = max(self.slowest, time.monotonic() - started)
            assert time.monotonic() < deadline, f"{path} had no answer in {self.patience} s: {self.errors}"
            time.sleep(0.05)

    def _send(self, method, path, who, server, body=None, key=None, version=None) -> bytes:
        request = urllib.request.Request(
            f"{server.address}/api/v1{path}{'?jurisdiction=' + COUNTY if path in ('/participants', '/referrals', '/programs') else ''}",
            None if body is None else json.dumps(body).encode(), method=method)
        request.add_header("Authorization", f"Bearer {self.tokens[who]}")
        request.add_header("Content-Type", "application/json")
        if key:
            request.add_header("Idempotency-Key", key)
        if version is not None:
            request.add_header("If-Match", f'"{version}"')
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()

    def check(self, server: Server) -> str:
        """Every acknowledged command is in the log once, positions have no gap, read models equal their rebuild."""
        wait_for_readers(server)
        recorded = events(server)
        assert [int(event["sequence"]) for event in recorded] == list(range(len(recorded))), "the log has a gap"
        in_log = defaultdict(list)
        offers, clocks = Counter(), Counter()
        for event in recorded:
            kind = event["type"].removeprefix("org.throughline.")
            in_log[event["subject"]].append(kind)
            referral = event["subject"].split("/")[1]
            offers[referral] += kind == "referral.offered"
            clocks[referral] += kind == "clock.set" and event["data"].get("clock") == "acknowledge"
        lost = doubled = 0
        different = []
        for stream, acknowledged in self.streams.items():
            wanted, found = Counter(acknowledged), Counter(in_log[stream])
            lost += (wanted - found).total()
            doubled += (found - wanted).total()
            if acknowledged != in_log[stream]:
                different.append(f"{stream}: acknowledged {acknowledged}, in the log {in_log[stream]}")
        totals = (
            f"acknowledged {self.acknowledged}, present {self.acknowledged - lost}, lost {lost}, doubled {doubled}, "
            f"unknown and asked again {self.unknown} {dict(self.errors)}, slowest error {self.slowest:.1f} s")
        print(totals)
        assert lost == 0 and doubled == 0 and not different, different[:5]
        # A process that acts twice, or not at all, would show here.
        played = {stream.split("/")[1] for stream in self.streams if stream.startswith("referral/")}
        wrong = {referral for referral in played if clocks[referral] != offers[referral]}
        assert not wrong, f"a clock is missing or doubled for {wrong}"
        done = server.command("projection", "check", "--all", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return totals


def events(server: Server) -> list[dict]:
    done = server.command("export", "events", "--format", "cloudevents", "--jurisdiction", COUNTY)
    return [json.loads(line) for line in done.stdout.splitlines()]


def wait_for_readers(server: Server, seconds: float = 180) -> float:
    """Until every read model and process has seen everything; tells how long that took."""
    started = time.monotonic()
    while True:
        try:
            readers = server.readers()
            behind = {name: lag for name, (_, lag) in readers.items() if lag > 0}
            if readers and not behind:
                return time.monotonic() - started
        except OSError as error:
            behind = error
        assert time.monotonic() - started < seconds, f"{behind}\n{server.said()[-4000:]}"
        time.sleep(0.05)
