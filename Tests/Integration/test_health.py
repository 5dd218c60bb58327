"""What a server tells those who watch it: readiness and metrics, while all is well and when something is not."""

import subprocess
import time
import urllib.request

from conftest import Server
from load import COUNTY
from test_backup import publish, published

LABELS = f'{{jurisdiction="{COUNTY}"}}'
# An event of another kind than its type says, with the right digest; nothing can read it.
POISON = f"""
    create temporary table forged as
        select * from log.event where jurisdiction = '{COUNTY}' and type = 'referral.drafted' limit 1;
    update forged set position = (select max(position) + 1 from log.event where jurisdiction = '{COUNTY}'),
        recorded_at = clock_timestamp(), event_id = gen_random_uuid(), stream_id = gen_random_uuid(),
        payload = '{{"nothing":"of this"}}', digest = sha256(salt || '{{"nothing":"of this"}}'::bytea);
    insert into log.event select * from forged;
"""
# What only who owns the database can do.
CHANGE = f"""
    alter table log.event disable trigger all;
    update log.event set organization = gen_random_uuid() where jurisdiction = '{COUNTY}' and position = 17;
"""


def psql(server: Server, script: str):
    subprocess.run(
        [server.binary, "db", "psql", "--data-dir", server.data, "--", "-v", "ON_ERROR_STOP=1", "-c", script],
        check=True, capture_output=True)


def ready(server: Server) -> str:
    with urllib.request.urlopen(f"{server.address}/readyz", timeout=60) as answer:
        assert answer.status == 200
        return answer.read().decode()


def wait_until(condition, server: Server, seconds: float = 400):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, server.said()[-4000:]
        time.sleep(0.1)


def test_who_watches_a_server_is_told_what_is_wrong(folder):
    server = Server(folder, "--demo").start()
    publish(server, f"{folder}/published")
    wait_until(lambda: server.metrics().get(f"throughline_checkpoint_size_entries{LABELS}") == published(
        f"{server.data}/ledger"), server)
    well = server.metrics()
    assert ready(server) == "ready\n"
    assert well[f"throughline_publisher_stopped{LABELS}"] == 0
    assert well[f"throughline_history_mismatch{LABELS}"] == 0
    assert well["throughline_servers"] == 1
    for reader in ["projection", "process"]:
        readers = {name for name in well if name.startswith(f"throughline_{reader}_position{{")}
        assert any(COUNTY in name for name in readers)
        for name in readers:
            assert well[name.replace("_position{", "_owned{")] == 1
            assert well[name.replace("_position{", "_stopped{")] == 0
            assert well[name.replace("_position{", "_lag_events{")] >= 0

    # The log is verified once a day, and for the first time soon after the start.
    psql(server, CHANGE)
    psql(server, POISON)
    stopped = f'throughline_projection_stopped{{jurisdiction="{COUNTY}",projection="worklist"}}'
    wait_until(lambda: server.metrics()[stopped] == 1, server)
    wait_until(lambda: f"stopped: worklist of {COUNTY} before position " in ready(server), server)
    assert "(referral.drafted)" in ready(server)
    clocks = f'throughline_process_stopped{{jurisdiction="{COUNTY}",process="clocks"}}'
    wait_until(lambda: server.metrics()[clocks] == 1, server)
    # Who does not read such events goes on.
    assert server.metrics()[stopped.replace('"worklist"', '"organizations"')] == 0

    wait_until(lambda: server.metrics()[f"throughline_history_mismatch{LABELS}"] == 1, server)
    [line] = [line for line in server.said().splitlines() if "history does not match what was published" in line]
    assert "Position 17: " in line and COUNTY in line
    server.stop()
