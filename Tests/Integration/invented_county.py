"""A small county, from its first organization on, whose people work through the command line and the API."""

import datetime
import json
import time
import urllib.error
import urllib.request
import uuid
import zoneinfo
from pathlib import Path

from conftest import ROOT, Server
from load import wait_for_readers

COUNTY = "us-il-invented"
MODULE = f"{COUNTY}.community-plan"
TODAY = datetime.datetime.now(zoneinfo.ZoneInfo("America/Chicago")).date()
LATER = str(TODAY + datetime.timedelta(days=30))
PASSWORD = "invented-words-for-a-test"


class Callers:
    """The county's people at the API, each with a token of their own."""

    def __init__(self, server: Server, *users: str):
        self.server = server
        self.tokens = {
            user: server.command(
                "token", "create", "--user", f"{user}@invented.example", "--scope", "read", "--scope", "write"
            ).stdout.strip()
            for user in users
        }

    def send(self, who: str, method: str, path: str, body: dict | None = None, version: str | None = None):
        """The answer's body and its ETag."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.server.address}/api/v1{path}", data, method=method)
        request.add_header("Authorization", f"Bearer {self.tokens[who]}")
        if method == "POST":
            request.add_header("Content-Type", "application/json")
            request.add_header("Idempotency-Key", str(uuid.uuid4()))
        if version:
            request.add_header("If-Match", version)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer), answer.headers["ETag"]

    def get(self, who: str, path: str) -> dict:
        return self.send(who, "GET", path)[0]

    def post(self, who: str, path: str, body: dict | None = None) -> dict:
        """A command about nothing that is there already, or that asks for no version."""
        try:
            return self.send(who, "POST", path, body)[0]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{who} {path}: {error.code} {error.read().decode()}") from None

    def step(self, who: str, thing: str, verb: str, body: dict | None = None) -> dict:
        """A command on what is there, from the version that its caller sees; again when somebody was faster."""
        deadline = time.monotonic() + 300
        while True:
            version = self.send(who, "GET", thing)[1]
            try:
                return self.send(who, "POST", f"{thing}/{verb}", body, version)[0]
            except urllib.error.HTTPError as error:
                text = error.read().decode()
                faster = error.code == 412 and time.monotonic() < deadline
                assert faster, f"{who} {thing}/{verb}: {error.code} {text}"
                time.sleep(0.05)


# Each referral's life: who takes which step. What is left open here is what the clocks act on when it is opened again.
OFFER, ACKNOWLEDGE = ("office", "offer", None), ("partner", "acknowledge", None)
ACCEPT, BEGIN = ("partner", "accept", {}), ("partner", "begin-service", {})
CAME = ("partner", "record-session", {"attendance": "came", "note": "Came early."})
LIVES = {
    "completed": [
        OFFER, ACKNOWLEDGE,
        ("partner", "request-information", {"question": "Are evenings all right?"}),
        ("office", "supply-information", {"answer": "Yes, after six."}),
        ACCEPT,
        ("partner", "schedule-intake", {"on": LATER, "time": "14:30", "place": "Room 2"}),
        BEGIN, CAME,
        ("partner", "hold", {"code": "health", "note": "A week at home.", "reviewBy": LATER}),
        ("partner", "resume", None),
        ("partner", "report-progress", {"note": "Two interviews this week."}),
        ("partner", "complete", {"outcome": "goals-met", "note": "Starts work on Monday."}),
        ("partner", "correct", {
            "field": "outcome", "was": "goals-met", "now": "goals-partly-met", "why": "One is open."}),
        ("office", "record-disposition", {"kind": "dismissed", "on": str(TODAY), "note": "As agreed."}),
    ],
    "in progress": [
        OFFER,
        ("partner", "waitlist", {"reviewBy": LATER}),
        ACCEPT, BEGIN,
        ("partner", "record-session", {"attendance": "did-not-come", "whoCouldNot": "someone-else"}),
        ("partner", "report-unsuccessful", {"code": "moved", "note": "To another county."}),
        ("supervisor", "reopen", {"reason": "Came back; the program goes on."}),
    ],
    "declined": [
        OFFER, ACKNOWLEDGE,
        ("partner", "withdraw-acknowledgement", None),
        ("partner", "decline", {"code": "no-capacity", "placesOpenOn": LATER}),
    ],
    "withdrawn": [
        OFFER, ACCEPT,
        ("office", "withdraw", {"by": "participant", "code": "participant-choice", "note": "Found work."}),
    ],
    "recalled": [OFFER, ("office", "recall", {"reason": "Meant for another program."})],
    "entered in error": [("office", "mark-entered-in-error", {"reason": "Entered twice."})],
    "unsuccessful": [
        OFFER, ACCEPT, BEGIN,
        ("partner", "report-unsuccessful", {"code": "not-engaged"}),
        ("partner", "correct", {
            "field": "unsuccessful-code", "was": "not-engaged", "now": "work-or-caring", "why": "A child was ill."}),
    ],
    "on hold": [OFFER, ACCEPT, BEGIN, ("partner", "hold", {"code": "court-date", "reviewBy": LATER})],
    "intake scheduled": [OFFER, ACCEPT, ("partner", "schedule-intake", {"on": LATER})],
    "waitlisted": [OFFER, ("partner", "waitlist", {"reviewBy": LATER})],
    "needs information": [OFFER, ("partner", "request-information", {"question": "Which days?"})],
    "acknowledged": [OFFER, ACKNOWLEDGE],
    "offered": [OFFER],
    "drafted": [],
}


class InventedCounty:
    """One small county, from its first organization on, with nearly every kind of event."""

    def __init__(self, server: Server):
        self.server, self.folder = server, server.folder
        self.referrals: dict[str, str] = {}
        self.screened: list[str] = []

    def run(self):
        self.server.start()
        self.network()
        self.modules()
        self.people()
        self.lives()
        self.screenings()
        self.retire()
        self.taken_over()
        wait_for_readers(self.server)

    def command(self, *arguments: str) -> str:
        return self.server.command(*arguments).stdout.strip()

    def network(self):
        """Organizations, accounts, tokens and programs."""
        (Path(self.folder) / "password").write_text(f"{PASSWORD}\n")
        place = ["--jurisdiction", COUNTY]
        office, partner, prison, audit = (
            self.command("organization", "add", name, "--kind", kind, *place)
            for name, kind in [
                ("Invented County Attorney", "prosecutor"), ("Invented Work Pathways", "partner"),
                ("Invented Department of Corrections", "corrections"), ("Invented Oversight", "oversight"),
            ]
        )
        for user, name, organization, role, language in [
            ("office", "Ana Nobody", office, "prosecutor", "en"),
            ("supervisor", "Luis Nobody", office, "supervisor", "es"),
            ("director", "Mia Nobody", office, "supervisor", "en"),
            ("administrator", "Kim Nobody", office, "administrator", "en"),
            ("partner", "Jo Nobody", partner, "partner", "es"),
            ("corrections", "Sam Nobody", prison, "corrections", "en"),
            ("auditor", "Alex Nobody", audit, "auditor", "en"),
        ]:
            self.command(
                "user", "add", f"{user}@invented.example", "--name", name, "--organization", organization,
                "--role", role, "--language", language, "--password-file", "password")
        self.callers = Callers(self.server, "office", "supervisor", "director", "administrator", "partner")
        self.partner = partner
        self.program = self.callers.post("administrator", f"/programs?jurisdiction={COUNTY}", {
            "organization": partner, "name": "Evening workshop", "summary": "Work in the evening", "maximum": 8})["id"]
        capacity = f"/programs/{self.program}/update-capacity"
        self.callers.post("partner", capacity, {"maximum": 8, "available": 8})
        self.callers.post("partner", capacity, {"maximum": 12, "available": 10})
        self.callers.post("partner", f"/programs/{self.program}/pause-intake", {"reason": "Paint", "until": LATER})
        self.callers.post("partner", f"/programs/{self.program}/resume-intake")

    def modules(self):
        """Two versions of the invented county's module; a third is proposed and refused."""
        text = (ROOT / "Plugins/HaldenCounty/workflow.yaml").read_text().replace("us-zz-halden", COUNTY)
        folder = Path(self.folder) / "module"
        folder.mkdir()
        for version in ["1.0.0", "1.1.0", "1.2.0"]:
            (folder / "workflow.yaml").write_text(text.replace("version: 1.0.0", f"version: {version}"))
            self.command("module", "install", "module")
        self.activate("1.0.0", "administrator", "supervisor")
        self.activate("1.2.0", "administrator")
        self.callers.post("supervisor", f"/modules/{MODULE}/1.2.0/refuse", {
            "jurisdiction": COUNTY, "reason": "Not yet."})

    def activate(self, version: str, *people: str):
        """The first proposes, the second approves."""
        for person, settings in zip(people, [["--set", "plan-months=6"], []]):
            self.command(
                "module", "activate", f"{MODULE}@{version}", "--jurisdiction", COUNTY, "--by",
                f"{person}@invented.example", *settings)

    def people(self):
        """One person for each referral, with a case and a consent, and one whose consent is revoked."""
        self.persons = []
        for number, name in enumerate(LIVES):
            person = self.callers.post("office", f"/participants?jurisdiction={COUNTY}", {
                "givenName": "Nobody", "familyName": f"Invented {name}", "preferredName": f"N. {number}",
                "birthDate": "1990-01-31", "phone": f"555-01{number:02}", "email": f"n{number}@invented.example",
                "language": "es", "race": {"value": "Black", "source": "self"},
                "gender": {"value": "Female", "source": "agency"}, "caseNumber": f"INVENTED-{number}"})
            self.persons.append((person["id"], person["caseId"]))
            self.consent(person["id"])
        revoked = self.persons[-1][0]
        consent = self.consent(revoked)
        self.callers.post("office", f"/participants/{revoked}/consents/{consent}/revoke")

    def consent(self, person: str) -> str:
        return self.callers.post("office", f"/participants/{person}/consents", {
            "scope": ["name", "phone", "birth-date", "need"], "recipients": [self.partner], "method": "in-person",
            "signedOn": str(TODAY)})["id"]

    def lives(self):
        for (person, case), (name, steps) in zip(self.persons, LIVES.items()):
            draft = {
                "participant": person, "caseId": case, "program": self.program, "need": f"Evening work, {name}",
                "share": ["name", "phone", "need"], "priority": "urgent" if name == "offered" else "routine"}
            if name == "withdrawn":
                # It follows the one that was declined, so it is that person's.
                draft |= dict(zip(("participant", "caseId"), self.persons[2]), following=self.referrals["declined"])
            referral = self.callers.post("office", f"/referrals?jurisdiction={COUNTY}", draft)["id"]
            self.referrals[name] = referral
            for who, verb, body in steps:
                self.callers.step(who, f"/referrals/{referral}", verb, body)

    def screen(self, number: int, facts: dict) -> str:
        person, case = self.persons[number]
        made = self.callers.post("office", f"/screenings?jurisdiction={COUNTY}", {
            "participant": person, "caseId": case, "track": "community-plan", "facts": facts})
        self.screened.append(made["id"])
        return f"/screenings/{made['id']}"

    def screenings(self):
        """One that is set aside by two people and goes its way; one that is moved to a later version and is ended."""
        step = self.callers.step
        facts = {"charge-level": "misdemeanor", "weapon-used": False, "person-agrees": True}
        kept = self.screen(0, {"charge-level": "felony"})
        step("office", kept, "facts", {"facts": {**facts, "charge-level": "felony", "harmed-person-heard": True}})
        step("office", kept, "override", {"to": "met", "reason": "The charge was reduced."})
        step("supervisor", kept, "refuse", {"reason": "Show the order."})
        step("office", kept, "override", {"to": "met", "reason": "The charge was reduced; the order is on file."})
        step("supervisor", kept, "approve")
        signed = {"plan": "Repair the fence", "signed-on": str(TODAY)}
        step("office", kept, "steps/sign-plan", {"fields": signed})
        moved = self.screen(1, {**facts, "harmed-person-heard": True})
        self.activate("1.1.0", "administrator", "supervisor")
        step("supervisor", moved, "move", {"version": "1.1.0", "reason": "The newer words."})
        step("supervisor", moved, "steps/end-plan", {"reason": "person-asked"})
        step("supervisor", moved, "refuse", {"reason": "Too early."})
        step("supervisor", moved, "steps/end-plan", {"reason": "new-circumstances"})
        step("director", moved, "approve")
        self.screen(3, facts)
        declined, unrelated = self.persons[4], self.persons[6]
        self.callers.post("office", f"/cases/{declined[1]}/decline", {
            "participant": declined[0], "reason": "The evidence does not carry it."})
        self.callers.post("office", f"/cases/{unrelated[1]}/disposition", {
            "participant": unrelated[0], "kind": "other", "on": str(TODAY), "note": "Moved to another court."})

    def retire(self):
        self.command(
            "module", "retire", f"{MODULE}@1.0.0", "--jurisdiction", COUNTY, "--by", "administrator@invented.example",
            "--reason", "Replaced by 1.1.0.")

    def taken_over(self):
        """Forty rows that no prosecutor's office ever wrote."""
        (Path(self.folder) / "rows.csv").write_text("\n".join([
            "CASE_ID,CASE_PARTICIPANT_ID,RECEIVED_DATE,OFFENSE_CATEGORY,DIVERSION_PROGRAM,REFERRAL_DATE,DIVERSION_COUNT,"
            "PRIMARY_CHARGE_OFFENSE_TITLE,STATUTE,RACE,GENDER,DIVERSION_RESULT,DIVERSION_CLOSED_DATE",
            *(f"{9000 + n},{8000 + n},01/02/2015 12:00:00 AM,{'Theft' if n % 2 else 'Narcotics'},DDPP,"
              f"02/03/2015 12:00:00 AM,1,INVENTED,720 ILCS 1,{'Black' if n % 3 else 'White'},Male,"
              f"{['Graduated', 'Failed', ''][n % 3]},{'06/01/2015 12:00:00 AM' if n % 3 < 2 else ''}" for n in range(40)),
        ]) + "\n")
        self.command("import", "cook-county-diversion", "rows.csv", "--jurisdiction", COUNTY)
