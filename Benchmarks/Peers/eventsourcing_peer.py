"""The Python package `eventsourcing`, its own recorder on the PostgreSQL whose connection string is the argument."""

import sys
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

import peer


class Store:
    def __init__(self, conninfo):
        place = conninfo_to_dict(conninfo)
        self.datastore = PostgresDatastore(
            dbname=place["dbname"],
            host=place.get("host", ""),
            port=str(place.get("port", "5432")),
            user=place.get("user", ""),
            password=place.get("password", ""),
            pool_size=64,
            connect_timeout=60,
        )
        self.recorder = PostgresApplicationRecorder(self.datastore, events_table_name="peer_events")
        self.recorder.create_table()
        self.long = uuid4()
        for first in range(1, peer.STREAM_LENGTH + 1, 100):
            self.recorder.insert_events([self.event(self.long, first + offset) for offset in range(100)])

    @staticmethod
    def event(stream, version):
        return StoredEvent(originator_id=stream, originator_version=version, topic="bench.event", state=peer.PAYLOAD)

    def append(self, count):
        stream = uuid4()
        self.recorder.insert_events([self.event(stream, version + 1) for version in range(count)])

    def read(self):
        count, start = 0, 1
        while page := self.recorder.select_notifications(start, 1000):
            count += len(page)
            start = page[-1].id + 1
        return count

    def stream(self):
        return len(self.recorder.select_events(self.long))


peer.serve(Store(sys.argv[1]))
