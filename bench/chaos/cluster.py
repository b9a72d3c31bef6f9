"""Silos, gateways and clients as processes, and what a scenario does to them."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import network
from ledger import Ledger

ROOT = pathlib.Path(__file__).resolve().parents[2]
START_PATIENCE = 60
STOP_LIMIT = 10
FIRST_GATEWAY_PORT = 6397
BUGS = ("This is a bug", "Unhandled exception")


def program(name):
    """The command that runs one of our programs."""
    room = name.removeprefix("mgen-").capitalize()
    path = ROOT / f"src/{room}/bin/Release/net10.0/{name}.dll"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: dotnet build -c Release src/{room}")
    return ["dotnet", str(path)]


def free_port(address):
    with socket.socket() as once:
        once.bind((address if address == "127.0.0.1" else "0.0.0.0", 0))
        return once.getsockname()[1]


class Process:
    """One of our programs; its event log and what it says go into files."""

    def __init__(self, name, arguments, machine, files, log=None, environment=None):
        self.name, self.arguments, self.machine = name, arguments, machine
        self.log, self._said = log or files.with_suffix(".log"), files.with_suffix(".txt")
        with open(self.log, "ab") as output, open(self._said, "ab") as errors:
            command = [*machine.enter, *program(name), *arguments]
            variables = dict(os.environ, **(environment or {}))
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, cwd=files.parent, env=variables)

    @property
    def said(self):
        return self._said.read_text(encoding="utf-8", errors="replace")

    @property
    def last_words(self):
        return (self.said.strip().splitlines() or ["nothing"])[-1][:200]

    @property
    def exit_code(self):
        return self._process.poll()

    def descriptors(self):
        """How many files and sockets it has."""
        return len(os.listdir(f"/proc/{self._process.pid}/fd"))

    def resident(self):
        """Its memory in MB."""
        status = pathlib.Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024

    def send(self, number):
        self._process.send_signal(number)

    def kill(self):
        self._process.kill()
        self._process.wait()

    def stop(self):
        """SIGTERM. Returns how long it took to end, in seconds; where that is more than twice the limit, it is killed."""
        start = time.monotonic()
        self.send(signal.SIGTERM)
        self.wait()
        return time.monotonic() - start

    def wait(self):
        """Waits for its end, up to twice the time that it has after SIGTERM."""
        try:
            self._process.wait(2 * STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self.kill()


class Node(Process):
    """A silo or a gateway."""

    def __init__(self, name, arguments, machine, files, log=None, environment=None):
        port = free_port(machine.address)
        super().__init__(name, [*arguments, "--health", f"{machine.address}:{port}"], machine, files, log, environment)
        self.stop_code = 0
        self._health = f"http://{machine.address}:{port}/health/"

    def is_ready(self):
        return self._asks("ready")

    def has_started(self):
        return self._asks("startup")

    def _asks(self, what):
        try:
            with urllib.request.urlopen(self._health + what, timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            return False


class Run:
    """One scenario: a cluster, its clients, and the promises that it broke."""

    def __init__(self, folder, rng, postgres=None, machines=None):
        self.folder, self.rng, self.postgres, self.network = folder, rng, postgres, machines
        self.silos, self.gateways, self._ended, self._clients, self._tracked = [], [], [], [], []
        self.broken, self.declared_dead, self.slowest_stop, self.stall = [], 0, 0.0, 0.0
        self.environment = None  # variables of the silos and gateways that are started next
        self.silo_options, self.gateway_options = [], []  # of those that are started next
        self.members_file = folder / "members" / "mgen.json"
        self._watched = [0.0, 0.0]
        self._over = threading.Event()
        threading.Thread(target=self._watch_machine, daemon=True).start()

    # Building

    def start(self, silos=2, gateways=2, gateway_log=None):
        """Starts a cluster and its clients, and returns when everybody talks."""
        # One after the other: if four compile at the same time on two busy cores, one of them may respond too late and be declared dead.
        for _ in range(silos):
            self.add_silo()
        for number in range(gateways):
            self.add_gateway(number, log=gateway_log)
            self.wait_until_ready()
        if any(node.exit_code is not None for node in self.nodes()):
            raise TimeoutError(f"the cluster did not start: {self._why()}")
        self._start_clients("resuming", groups=12, resume="true")
        self._start_clients("plain", groups=4, resume="false")
        self.wait_until_awake(self._clients)
        self.talk(2)
        self.watch()

    def add_silo(self, wait=True):
        silo = self._start("mgen-silo", self.silo_options, f"silo-{len(self.silos) + len(self._ended) + 1}")
        self.silos.append(silo)
        if wait:
            self.wait_until_ready()
        return silo

    def add_gateway(self, number, log=None):
        machine = self.gateways[number].machine if number < len(self.gateways) else self._machine()
        address = f"{machine.address}:{FIRST_GATEWAY_PORT + number}"
        gateway = self._start("mgen-gateway", [address, "0", *self.gateway_options], f"gateway-{number + 1}-{len(self._ended)}", machine, log)
        if number < len(self.gateways):
            self.gateways[number] = gateway
        else:
            self.gateways.append(gateway)
        return gateway

    def _machine(self):
        return self.network.add() if self.network else network.Loopback

    def _start(self, name, arguments, files, machine=None, log=None):
        machine = machine or self._machine()
        membership = ["--postgres", self.postgres.connection] if self.postgres else ["--local-folder", str(self.members_file.parent)]
        return Node(name, [*arguments, *membership, "--member-address", f"{machine.address}:0"], machine, self.folder / files, log, self.environment)

    def _start_clients(self, kind, groups, resume):
        """Groups of three that always talk: each user says something each 0.2 to 0.4 s, so a member hears something at least each 0.4 s."""
        for user in range(3 * groups):
            self.write_user(kind, user, f"{kind}{user}", [f"{kind}-group{user // 3}"], (0.2, 0.4), resume)
        self._clients.append(self.start_client(kind, 3 * groups))

    def write_user(self, folder, number, name, groups, idle, resume="true", blocks=1):
        """A user that says something in each group after each `idle` (from, to) seconds; the length of a message is `blocks` on average. Its first gateway is
        the one of its number."""
        users = self.folder / folder
        users.mkdir(exist_ok=True)
        addresses = [f"{gateway.machine.address}:{FIRST_GATEWAY_PORT + number}" for number, gateway in enumerate(self.gateways)]
        first = number % len(addresses)
        others = addresses[first + 1 :] + addresses[:first]
        second = number // len(addresses) % max(1, len(others))  # the users of a gateway do not share their second one
        conversations = "".join(f"  - group: {group}\n" for group in groups)
        (users / f"{number}.yaml").write_text(f"""
user: {name}
message_server: [{", ".join([addresses[first], *others[second:], *others[:second]])}]
web_server: {addresses[0]}
bootstrap: 1
retry: 0.5
resume: {resume}
distributions:
  s: 0
  r: 0
  m: {{distribution: Poisson, lambda: {blocks}}}
  i: {{distribution: Uniform, low: {idle[0]}, high: {idle[1]}}}
  w: {{distribution: Uniform, low: 1, high: 2}}
  a_s: {{distribution: Uniform, low: 1, high: 2}}
  a_r: {{distribution: Uniform, low: 1, high: 2}}
conversations:
{conversations}""", encoding="ascii")

    def start_client(self, folder, memberships, *options):
        """Starts the users of a folder in one process."""
        arguments = [f"{self.folder / folder}/*.yaml", "--seed", str(self.rng.randrange(2**32)), *(options or ("--stagger-scale", "0"))]
        client = Process("mgen-client", arguments, self._machine(), self.folder / f"client-{folder}")
        client.memberships = memberships
        return client

    def wait_until_awake(self, clients):
        """Waits until every membership of the clients is registered."""
        self.wait_for(lambda: all(self.count(client, ",awake\n") == client.memberships for client in clients), "clients do not come up")

    # Breaking

    def nodes(self):
        return [*self.silos, *self.gateways]

    def kill(self, node):
        node.kill()
        self.remove(node)

    def stop(self, node):
        """SIGTERM, and the check that the program ends normally and in time."""
        took = node.stop()
        self.slowest_stop = max(self.slowest_stop, took)
        if took > STOP_LIMIT:
            self.broken.append(f"{node.name} took {took:.1f} s to stop")
        if node.exit_code != node.stop_code:
            self.broken.append(f"{node.name} ended with {node.exit_code} after SIGTERM and said: {node.last_words}")
        self.remove(node)

    def remove(self, node):
        """A gateway keeps its place, which its successor takes."""
        self._ended.append(node)
        if node in self.silos:
            self.silos.remove(node)

    def replace(self, node):
        """Starts what was lost again: a silo anywhere, a gateway where it was."""
        if node in self.gateways:
            self.add_gateway(self.gateways.index(node))
        else:
            self.add_silo(wait=False)
        self.wait_until_ready()

    def recover(self):
        """Starts again who ended by itself, as a supervisor does, and waits until all are ready."""
        for node in [node for node in self.nodes() if node.exit_code is not None]:
            if node.exit_code == 130:
                self.declared_dead += 1
            elif node not in self._ended:
                self.broken.append(f"{node.name} ended by itself with {node.exit_code}")
            self.remove(node)
            if node in self.gateways:
                self.add_gateway(self.gateways.index(node))
            else:
                self.add_silo(wait=False)
        self.wait_until_ready()

    def expect_end(self, node, code, within=30):
        """Waits for a process that is to end by itself."""
        self.wait_for(lambda: node.exit_code is not None, f"{node.name} did not end by itself", within)
        if node.exit_code != code:
            self.broken.append(f"{node.name} ended with {node.exit_code}, not {code}")

    def watch(self):
        """Judges from now on."""
        self._watched[0] = time.time()

    def talk(self, seconds):
        """Lets the clients talk."""
        time.sleep(seconds)

    def wait_until_ready(self):
        self.wait_for(lambda: all(node.exit_code is not None or node.is_ready() for node in self.nodes()), "not everybody is ready")

    # Judging

    def finish(self):
        """Stops every process, and returns what happened to the messages of both kinds of client."""
        self.recover()
        self.talk(3)
        self._watched[1] = time.time()
        for client in self._clients:
            client.send(signal.SIGTERM)  # once: a second one would end it immediately
        for client in self._clients:
            client.wait()
        for node in [*self.gateways, *self.silos]:
            self.stop(node)
        self._over.set()
        for node in [*self._ended, *self._clients]:
            for bug in BUGS:
                if bug in node.said:
                    self.broken.append(f"{node.name} said: {next(line for line in node.said.splitlines() if bug in line)}")
        return [Ledger(client.log).judge(self._watched) for client in self._clients]

    def read_resuming(self):
        """The ledger of the clients that resume and always talk, so far."""
        return Ledger(self._clients[0].log)

    def end(self):
        """Kills what is left."""
        self._over.set()
        for process in [*self.nodes(), *self._clients, *self._tracked]:
            process.kill()

    def track(self, process):
        """Kills a process of the scenario's own at the end."""
        self._tracked.append(process)

    def report(self, sentence):
        """Tells more than the table has columns for."""
        print(f"  {sentence}", file=sys.stderr, flush=True)

    def count(self, process, text):
        return process.log.read_text(encoding="utf-8").count(text)

    def wait_for(self, condition, complaint, patience=START_PATIENCE, every=0.1):
        """Waits until a condition is true, at most for so many seconds."""
        limit = time.monotonic() + patience
        while not condition():
            if time.monotonic() > limit:
                raise TimeoutError(f"{complaint} after {patience} s: {self._why()}")
            time.sleep(every)

    def _why(self):
        return "; ".join(f"{node.name} said: {node.last_words}" for node in self.nodes() if node.exit_code is not None or not node.is_ready())

    def _watch_machine(self):
        """How long the machine itself stood still: what a silence is to be compared with."""
        last = time.monotonic()
        while not self._over.wait(0.05):
            self.stall, last = max(self.stall, time.monotonic() - last - 0.05), time.monotonic()
