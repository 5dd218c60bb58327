"""What both peers share: orders come as JSON lines, figures go back as JSON lines.

{"work": "append", "callers": 8, "batch": 10, "seconds": 2}  appends for that long, each caller one request at a time
{"work": "read", "seconds": 2}                               reads everything from the start, again and again
{"work": "stream", "seconds": 2}                             reads one stream of 1,000 events, again and again
"""

import json
import sys
import threading
import time

PAYLOAD = json.dumps({"a": "x" * 382}, separators=(",", ":")).encode()
STREAM_LENGTH = 1000


def counted(work, seconds):
    """Repeats `work`, which answers how many events it handled, and answers events per second."""
    start, count = time.monotonic(), 0
    while (elapsed := time.monotonic() - start) < seconds or count == 0:
        count += work()
    return count / elapsed


def appended(callers, batch, seconds, append):
    """Calls `append(batch)` from some threads for a while, and answers events per second."""
    counts, errors = [0] * callers, []
    end = time.monotonic() + seconds

    def call(index):
        try:
            while time.monotonic() < end:
                append(batch)
                counts[index] += batch
        except Exception as error:
            errors.append(error)

    start = time.monotonic()
    threads = [threading.Thread(target=call, args=(index,)) for index in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return sum(counts) / (time.monotonic() - start)


def serve(store):
    """Takes orders until standard input ends. `store` has `append(count)`, `read()` and `stream()`."""
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        seconds = order["seconds"]
        if order["work"] == "append":
            figure = appended(order["callers"], order["batch"], seconds, store.append)
        else:
            figure = counted(store.read if order["work"] == "read" else store.stream, seconds)
        print(json.dumps({"figure": figure}), flush=True)
