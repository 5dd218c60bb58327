"""UmaDB with its own client: a server of its own, with its files in the folder that is the argument."""

import pathlib
import signal
import socket
import subprocess
import sys
import time
import uuid

from umadb import Client, Event, Query, QueryItem

import peer


class Store:
    def __init__(self, url):
        self.client = Client(url, batch_size=1000)
        self.long = Query([QueryItem(types=["bench.event"], tags=["stream:long"])])
        self.client.append([self.event("long") for _ in range(peer.STREAM_LENGTH)])

    @staticmethod
    def event(stream):
        return Event(event_type="bench.event", data=peer.PAYLOAD, tags=[f"stream:{stream}"], uuid=uuid.uuid4())

    def append(self, count):
        stream = uuid.uuid4()
        self.client.append([self.event(stream) for _ in range(count)])

    def read(self):
        return sum(1 for _ in self.client.read())

    def stream(self):
        return sum(1 for _ in self.client.read(query=self.long))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def connected(url, server):
    for _ in range(300):
        try:
            return Store(url)
        except (OSError, RuntimeError):
            if server.poll() is not None:
                raise
            time.sleep(0.1)
    return Store(url)


# The benchmark starts us with signals blocked; the server would inherit that and never hear that it should end.
signal.pthread_sigmask(signal.SIG_SETMASK, [])
folder = pathlib.Path(sys.argv[1]) / "umadb"
folder.mkdir()
address = f"127.0.0.1:{free_port()}"
program = pathlib.Path(sys.executable).with_name("umadb")
server = subprocess.Popen(
    [program, "--listen", address, "--db-path", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
)
try:
    peer.serve(connected(f"http://{address}", server))
finally:
    server.terminate()
    server.wait()
