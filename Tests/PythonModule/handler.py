"""A handler without any SDK: it plans community service hours, speaking the frames of Docs/modules.md by itself.

A frame is four bytes of length, most significant first, then that many bytes of JSON. The host's end is descriptor 3.
"""

import json
import os
from datetime import date, timedelta

DATE = {"type": "string", "minLength": 10, "maxLength": 10}
MANIFEST = {
    "id": "us-zz-example.service-hours",
    "version": "1.0.0",
    "protocolVersion": 1,
    "jurisdictions": ["us-zz-example"],
    "commands": [
        {
            "name": "hours.plan",
            "schema": {
                "type": "object",
                "required": ["hours", "hoursPerWeek", "starts"],
                "additionalProperties": False,
                "properties": {
                    "hours": {"type": "integer", "minimum": 1},
                    "hoursPerWeek": {"type": "integer", "minimum": 1},
                    "starts": DATE,
                },
            },
        }
    ],
    "events": [
        {
            "type": "hours.planned",
            "version": 1,
            "schema": {
                "type": "object",
                "required": ["hours", "ends"],
                "additionalProperties": False,
                "properties": {"hours": {"type": "integer", "minimum": 1}, "ends": DATE},
            },
        }
    ],
    "fields": [{"name": "hours", "sensitivity": "casework"}],
    "inputs": ["hours-per-week-at-work"],
}


class Refused(Exception):
    """A rule says no: a name for programs, a reason for people."""


def screen(request):
    work = request["inputs"].get("hours-per-week-at-work")
    outcome = "not_known_yet" if work is None else "met" if work <= 40 else "not_met"
    facts = {} if work is None else {"hours-per-week-at-work": work}
    return "screening", {"criteria": [{"id": "time-for-service", "outcome": outcome, "facts": facts}]}


def decide(request):
    plan = request["payload"]
    if plan["hoursPerWeek"] > 10:
        raise Refused("too_many_hours", "Nobody is asked for more than 10 hours a week.")
    weeks = -(-plan["hours"] // plan["hoursPerWeek"])
    ends = date.fromisoformat(plan["starts"]) + timedelta(weeks=weeks, days=-1)
    payload = {"hours": plan["hours"], "ends": ends.isoformat()}
    return "events", [{"type": "hours.planned", "payload": payload}]


def react(request):
    event = request["event"]
    if event["type"] != "hours.planned":
        return "reactions", []
    return "reactions", [{"propose": "deadline", "name": "hours-done", "on": event["payload"]["ends"]}]


def project(request):
    event = request["event"]
    return "rows", [{"table": "plans", "key": event["stream"], "columns": event["payload"]}]


def ping(_):
    return "ping", None


ANSWERS = {"screen": screen, "decide": decide, "react": react, "project": project, "ping": ping}


def answer(frame):
    try:
        return ANSWERS[frame["kind"]](frame.get("body"))
    except Refused as refusal:
        return "refusal", {"code": refusal.args[0], "reason": refusal.args[1]}
    except Exception as error:
        # Its name alone: its words may repeat what was asked, and that may be about a person.
        return "fault", {"message": type(error).__name__}


def write(channel, kind, body, call=0):
    content = json.dumps({"kind": kind, "call": call, "body": body}).encode()
    channel.write(len(content).to_bytes(4, "big") + content)
    channel.flush()


def main():
    with os.fdopen(3, "rb", closefd=False) as reading, os.fdopen(3, "wb") as writing:
        write(writing, "ready", MANIFEST)
        while length := reading.read(4):
            frame = json.loads(reading.read(int.from_bytes(length, "big")))
            kind, body = answer(frame)
            write(writing, kind, body, frame["call"])


main()
