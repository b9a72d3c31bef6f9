"""Many registered connections with little traffic, of which a gateway and a silo are killed."""

import collections
import contextlib
import os
import re
import signal
import time

from cluster import START_PATIENCE
from ledger import Ledger, delays, describe
from network import is_isolated
from scenarios import scenario

GATEWAYS = 6
GROUPS_PER_USER = 100
PER_CLIENT = 16_000  # connections of a process, which may open 20,000 descriptors
START_MS = 4  # milliseconds per connection in which the clients spread their starts
IDLE = (0, 1200)  # seconds between two messages of a user in a group
PROBE_TIMEOUT = "3s"  # three of them until a failure is detected
BACK_LIMIT = 60  # seconds until the connections of a dead gateway are back
CALM = 10  # seconds after the last one, before the next kill
P99_LIMIT = 1.0  # seconds from sending to receiving, of those whose gateway lives


class Options:
    connections = 24_000  # --connections


class Crowd:
    """Pairs of users with many groups of two each, in several clients. The users of a pair begin at different gateways."""

    def __init__(self, run, connections):
        self._run = run
        self.users = connections // GROUPS_PER_USER // 2 * 2
        self.connections = self.users * GROUPS_PER_USER
        self._per_client = PER_CLIENT // GROUPS_PER_USER
        self._before = {gateway: gateway.descriptors() for gateway in run.gateways}
        for user in range(self.users):
            groups = [f"crowd{user // 2}-{group}" for group in range(GROUPS_PER_USER)]
            run.write_user(f"crowd{user // self._per_client}", user, f"crowd{user}", groups, IDLE)
        self._seconds = connections * START_MS / 1000
        self.clients = [
            run.start_client(f"crowd{number}", 0, "--stagger-scale", str(self._seconds / 10)) for number in range((self.users - 1) // self._per_client + 1)
        ]
        for client in self.clients:
            run.track(client)

    def open(self):
        """How many connections of the crowd the gateways have."""
        living = [gateway for gateway in self._before if gateway.exit_code is None]
        return sum(gateway.descriptors() - self._before[gateway] for gateway in living)

    def wait_until_awake(self):
        """Waits until all are connected and registered, and returns how long that took, in seconds."""
        start = time.monotonic()
        self._run.wait_for(lambda: self.open() >= self.connections, "connections are missing", self._seconds + 10 * START_PATIENCE, every=2)
        self._run.wait_for(lambda: sum(self._run.count(client, ",handshake\n") for client in self.clients) >= self.connections, "handshakes are missing", every=5)
        if ended := [each for each in [*self._run.nodes(), *self.clients] if each.exit_code is not None]:
            raise TimeoutError("ended meanwhile: " + "; ".join(f"{each.name} with {each.exit_code}: {each.last_words}" for each in ended))
        return time.monotonic() - start

    def kill_gateway(self, number):
        """Kills a gateway, and watches how its connections come back at the others, by their event logs: a line for each handshake of a client. Returns the moment of the
        kill, the seconds until the last one was there (None: not in time), the largest number within a second, and how many handshakes there were for each connection."""
        owed = sum(begins_at(f"crowd{user}", number) for user in range(self.users)) * GROUPS_PER_USER
        gateway, others = self._run.gateways[number], [each for each in self._run.gateways if each is not self._run.gateways[number]]
        with contextlib.ExitStack() as stack:
            logs = [stack.enter_context(open(other.log, encoding="utf-8")) for other in others]
            for log in logs:
                log.seek(0, os.SEEK_END)
            died = time.time()
            self._run.kill(gateway)
            first, seconds, handshakes, cut = {}, collections.Counter(), 0, [""] * len(logs)
            while time.time() < died + 2 * BACK_LIMIT and (len(first) < owed or time.time() < died + max(first.values()) + CALM):
                time.sleep(1)
                for place, log in enumerate(logs):
                    *lines, cut[place] = (cut[place] + log.read()).split("\n")
                    for line in lines:
                        fields = line.split(",")
                        if fields[2] == "accept" and fields[3].startswith("crowd") and begins_at(fields[3], number):
                            handshakes += 1
                            if first.setdefault((fields[3], fields[4]), float(fields[1]) - died) == float(fields[1]) - died:
                                seconds[int(float(fields[1]))] += 1
        return died, max(first.values()) if len(first) == owed else None, max(seconds.values(), default=0), handshakes / owed

    def finish(self):
        """Stops the clients, and returns their ledgers."""
        for client in self.clients:
            client.send(signal.SIGTERM)
        for client in self.clients:
            client.wait()
        return [Ledger(client.log) for client in self.clients]


def widen_ports():
    """Lets a gateway have more connections from one address than half of the usual ports. Linux tries the even or the odd half first, port by port, which is slow when that half
    is used up."""
    if is_isolated():
        with open("/proc/sys/net/ipv4/ip_local_port_range", "w", encoding="ascii") as ports:
            ports.write("10000 65535")


def begins_at(user, gateway):
    """Whether a user began at a gateway."""
    return int(re.search(r"\d+$", user)[0]) % GATEWAYS == gateway


@scenario("many connections with light traffic; a gateway is killed, then a silo (--connections)", silence=BACK_LIMIT, plain_exact=False, only_if_named=True)
def many_connections(run, quick):
    # All processes share the machine's cores: a member may be starved for seconds while 100,000 connections are made.
    widen_ports()
    run.silo_options = ["--probe-timeout", PROBE_TIMEOUT]
    run.gateway_options = [*run.silo_options, "--max-connections", "20000"]
    run.start(gateways=GATEWAYS)
    crowd = Crowd(run, Options.connections)
    took = crowd.wait_until_awake()
    run.report(f"{crowd.connections:,} connections after {took:.0f} s; resident: " + ", ".join(f"{each.name} {each.resident():,} MB" for each in [*run.nodes(), *crowd.clients]))
    run.watch()
    begin = time.time()
    run.talk(20)
    before = time.time()

    died, back, pace, handshakes = crowd.kill_gateway(0)
    run.report(f"a gateway was killed: all its connections back after {f'{back:.0f} s' if back else 'too long'}, at most {pace:,} in a second, {handshakes:.2f} handshakes each")
    if back is None or back > BACK_LIMIT:
        run.broken.append(f"connections back after {back or f'more than {2 * BACK_LIMIT}'} s, promised {BACK_LIMIT} s")
    silo_died = time.time()
    run.kill(run.silos[0])
    run.talk(20)
    run.report(f"a silo was killed: {crowd.open():,} of {crowd.connections:,} connections")
    if crowd.open() < crowd.connections - 2:
        run.broken.append("connections ended because a silo died")
    end = time.time()
    ledgers = crowd.finish()

    totals = [ledger.judge([begin, end]) for ledger in ledgers]
    run.report(f"crowd: sent {sum(each.sent for each in totals):,}, delivered {sum(each.delivered for each in totals):,}, lost {sum(each.lost for each in totals)}, "
               f"doubled {sum(each.doubled for each in totals)}, reordered {sum(each.reordered for each in totals)}")
    if any(each.lost or each.doubled or each.reordered for each in totals):
        run.broken.append("messages of the crowd were lost, doubled or reordered")
    rest = list(delays(ledgers, begin, before))
    # Their client is a process of its own: the crowd's clients are busy with their connections, which delays what they send and receive.
    talkers = [run.read_resuming()]
    others = list(delays(talkers, died, silo_died - 1, lambda user: not begins_at(user, 0)))
    busy = list(delays(ledgers, died, silo_died - 1, lambda user: not begins_at(user, 0)))
    own = list(delays(ledgers, died, silo_died, lambda user: begins_at(user, 0), both=False))
    run.report(f"before: {describe(rest)}")
    run.report(f"a gateway was killed, users of other gateways: {describe(others)}")
    run.report(f"the same, in the clients whose connections come back: {describe(busy)}")
    run.report(f"a gateway was killed, to or from its own users: {describe(own)}")
    run.report(f"a silo was killed, all: {describe(list(delays(talkers, silo_died, end)))}")
    if not others or sorted(others)[len(others) * 99 // 100] > P99_LIMIT:
        run.broken.append(f"p99 of users of other gateways above {P99_LIMIT} s")
