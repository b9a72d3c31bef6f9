"""The faults and their order. A scenario starts a cluster, injects a fault, and gives the cluster the documented time to recover."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Callable, Optional

from ledger import delays, describe

KILL_LIMIT = 4  # seconds until traffic resumes after a kill, and the limit for a member that joins or leaves
CUT_LIMIT = 10
MOVE_LIMIT = 1.0  # seconds from sending to receiving while state moves


@dataclass
class Scenario:
    name: str
    what: str
    play: Callable
    silence: Optional[float] = KILL_LIMIT  # the longest time, in seconds, in which a client receives nothing; None: no limit
    plain_exact: bool = True  # whether nothing of clients that cannot resume is lost or duplicated either
    exact: bool = True  # whether nothing of clients that resume is lost or duplicated
    postgres: bool = False
    network: bool = False
    mount: bool = False
    compiler: bool = False  # whether it needs a C compiler
    only_if_named: bool = False  # not in a run of all


ALL = []


def scenario(what, **promises):
    def register(play):
        ALL.append(Scenario(play.__name__.replace("_", "-"), what, play, **promises))
        return play

    return register


# Kills


def kill_and_replace(run, choose, times):
    run.start()
    for _ in range(times):
        victim = run.rng.choice(choose())
        run.kill(victim)
        run.talk(5)
        run.replace(victim)
        run.talk(run.rng.uniform(0, 1))


@scenario("kill -9 of silos, one at a time, a new one for each")
def kill_silos(run, quick):
    kill_and_replace(run, lambda: run.silos, 2 if quick else 10)


@scenario("kill -9 of gateways, one at a time, each restarted", plain_exact=False)
def kill_gateways(run, quick):
    kill_and_replace(run, lambda: run.gateways, 2 if quick else 10)


@scenario("kill -9 of any process, one at a time", plain_exact=False)
def kill_any(run, quick):
    kill_and_replace(run, run.nodes, 2 if quick else 10)


@scenario("a silo is killed while it joins")
def kill_joining(run, quick):
    run.start()
    for number in range(2 if quick else 6):
        silo = run.add_silo(wait=False)
        if number % 2 == 0:
            run.wait_for(silo.has_started, "the silo does not start")
            run.talk(run.rng.uniform(0, 0.5))  # partitions move to it now
        else:
            run.talk(run.rng.uniform(0.3, 2))  # it is about to join
        run.kill(silo)
        run.talk(5)
        run.wait_until_ready()


@scenario("a silo is killed while it leaves")
def kill_leaving(run, quick):
    run.start(silos=3)
    for _ in range(1 if quick else 4):
        leaving = run.rng.choice(run.silos)
        leaving.send(signal.SIGTERM)
        run.talk(run.rng.uniform(0, 0.5))
        run.kill(leaving)
        run.talk(5)
        run.replace(leaving)


@scenario("a silo is killed while another one leaves")
def kill_beside_leaving(run, quick):
    run.start(silos=3)
    for _ in range(1 if quick else 4):
        leaving, dying = run.rng.sample(run.silos, 2)
        leaving.send(signal.SIGTERM)
        run.talk(run.rng.uniform(0, 0.5))
        run.kill(dying)
        run.expect_end(leaving, 0)
        run.kill(leaving)
        run.talk(5)
        run.replace(leaving)
        run.replace(dying)


@scenario("two silos of three are killed simultaneously: two failures, counted", exact=False, plain_exact=False, silence=None)
def kill_two(run, quick):
    run.start(silos=3)
    victims = run.rng.sample(run.silos, 2)
    for victim in victims:
        run.kill(victim)
    run.talk(10)
    for victim in victims:
        run.replace(victim)


# Stops and pauses


@scenario("SIGTERM to any process of three silos and two gateways, under load", plain_exact=False)
def stop_any(run, quick):
    run.start(silos=3)
    for _ in range(3 if quick else 10):
        victim = run.rng.choice(run.nodes())
        run.stop(victim)
        run.talk(run.rng.uniform(0, 2))
        run.replace(victim)


@scenario("rolling restart: each process is stopped, and restarted when /health/ready allows", plain_exact=False)
def rolling_restart(run, quick):
    run.start()
    for node in run.nodes():
        run.stop(node)
        run.replace(node)


def pause(run, choose, times):
    """A process is paused for so long that the others declare it dead; when it continues, it ends."""
    run.start()
    for _ in range(times):
        node = run.rng.choice(choose())
        node.send(signal.SIGSTOP)
        run.talk(10)
        node.send(signal.SIGCONT)
        run.expect_end(node, 130)
        run.recover()


@scenario("a silo is paused for 10 s (SIGSTOP), continues, and ends with 130")
def pause_silo(run, quick):
    pause(run, lambda: run.silos, 1 if quick else 3)


@scenario("a gateway is paused for 10 s: its clients receive nothing for as long", plain_exact=False, silence=10 + KILL_LIMIT)
def pause_gateway(run, quick):
    pause(run, lambda: run.gateways, 1 if quick else 3)


@scenario("any process is paused for 1.5 s: no process is declared dead")
def pause_shortly(run, quick):
    run.start()
    for _ in range(2 if quick else 6):
        node = run.rng.choice(run.nodes())
        node.send(signal.SIGSTOP)
        run.talk(1.5)
        node.send(signal.SIGCONT)
        run.talk(3)
        if node.exit_code is not None:
            run.broken.append(f"{node.name} was declared dead after 1.5 s")
        run.recover()


@scenario("one silo of two is stopped while the other one is paused: two failures, counted", silence=None, exact=False, plain_exact=False)
def stop_beside_paused(run, quick):
    run.start()
    leaving, still = run.silos
    still.send(signal.SIGSTOP)
    run.stop(leaving)
    still.send(signal.SIGCONT)
    run.talk(10)
    run.replace(leaving)


# Networks


def cut(source, target, both):
    """Scenarios that cut the network from one of these to the other for 15 s."""

    def play(run, quick):
        run.start()
        ends = {"silo": run.silos[0], "other silo": run.silos[1], "gateway": run.gateways[0], "table": run.postgres}
        run.network.cut(ends[source].machine, ends[target].machine, both)
        run.talk(15)
        run.network.heal()
        run.talk(5)
        run.recover()

    direction = "between" if both else "from"
    play.__name__ = f"cut-{source}-{target}{'' if both else '-one-way'}".replace(" ", "-")
    what = f"network cut for 15 s {direction} a {source} {'and' if both else 'to'} the {target}"
    gateway = "gateway" in (source, target)
    scenario(what, silence=CUT_LIMIT, plain_exact=not gateway, postgres=True, network=True)(play)


for pair in [("silo", "other silo"), ("silo", "table"), ("gateway", "silo"), ("gateway", "table")]:
    cut(*pair, both=True)
for pair in [("silo", "other silo"), ("silo", "table"), ("table", "silo"), ("gateway", "silo"), ("silo", "gateway")]:
    cut(*pair, both=False)


@scenario("a silo's machine is cut from all others for 15 s", silence=CUT_LIMIT, postgres=True, network=True)
def cut_off_silo(run, quick):
    run.start()
    silo = run.silos[0]
    for other in [*run.silos[1:], *run.gateways, run.postgres]:
        run.network.cut(silo.machine, other.machine)
    run.talk(15)
    run.network.heal()
    run.expect_end(silo, 130)
    run.recover()


@scenario("a silo and a gateway are stopped while they are cut from the table", silence=None, plain_exact=False, postgres=True, network=True)
def stop_cut_from_table(run, quick):
    run.start()
    silo, gateway = run.silos[0], run.gateways[0]
    for node in (silo, gateway):
        run.network.cut(node.machine, run.postgres.machine)
    run.stop(silo)
    run.stop(gateway)
    run.network.heal()
    run.talk(10)
    run.replace(silo)
    run.replace(gateway)


# The table


@scenario("PostgreSQL is paused for 0.9 s of each second, and a silo joins", postgres=True)
def postgres_slow(run, quick):
    run.start()
    run.postgres.slow_down()
    run.add_silo()
    run.talk(10)
    run.postgres.speed_up()


@scenario("PostgreSQL is paused for 20 s (SIGSTOP)", postgres=True)
def postgres_paused(run, quick):
    run.start()
    run.postgres.freeze()
    run.talk(20)
    run.postgres.thaw()
    run.talk(3)


@scenario("PostgreSQL is ended and restarted after 10 s; then a silo joins and another one is killed", postgres=True)
def postgres_restarted(run, quick):
    run.start()
    run.postgres.stop()
    run.talk(10)
    run.postgres.start()
    run.add_silo()
    run.kill(run.silos[0])
    run.talk(6)


@scenario("a silo and a gateway are stopped while PostgreSQL is paused", silence=None, plain_exact=False, postgres=True)
def stop_without_postgres(run, quick):
    run.start()
    silo, gateway = run.silos[0], run.gateways[0]
    run.postgres.freeze()
    run.stop(silo)
    run.stop(gateway)
    run.postgres.thaw()
    run.talk(10)
    run.replace(silo)
    run.replace(gateway)


@scenario("the tables of members and partitions are emptied several times; then a silo is killed", postgres=True)
def postgres_emptied(run, quick):
    run.start()
    for _ in range(3 if quick else 10):
        run.postgres.execute("DELETE FROM OrleansMembershipTable; DELETE FROM MGenPartitionTable")
        run.talk(3 + run.rng.uniform(0, 1))
    kill_after_emptying(run)


def kill_after_emptying(run):
    if any(node.exit_code is not None for node in run.nodes()):
        run.broken.append("a process ended because the table was emptied")
    run.recover()
    victim = run.silos[0]
    run.kill(victim)
    run.talk(5)
    run.replace(victim)


@scenario("the file of members is deleted several times; then a silo is killed")
def file_deleted(run, quick):
    run.start()
    for _ in range(3 if quick else 10):
        run.members_file.unlink()
        run.talk(3 + run.rng.uniform(0, 1))
    kill_after_emptying(run)


def set_writable(folder, may):
    """Who is root may write anyway, unless the file system forbids it."""
    if os.geteuid() == 0:
        for path in [*folder.iterdir(), folder]:
            subprocess.run(["chattr", "-i" if may else "+i", path], check=True)
    else:
        folder.chmod(0o700 if may else 0o500)


@scenario("the file of members cannot be written for 10 s")
def file_unwritable(run, quick):
    run.start()
    folder = run.members_file.parent
    set_writable(folder, False)
    try:
        run.talk(10)
    finally:
        set_writable(folder, True)


@scenario("a silo and a gateway are stopped while the file of members cannot be written", silence=None, plain_exact=False)
def stop_file_unwritable(run, quick):
    run.start()
    silo, gateway = run.silos[0], run.gateways[0]
    folder = run.members_file.parent
    set_writable(folder, False)
    try:
        run.stop(silo)
        run.stop(gateway)
    finally:
        set_writable(folder, True)
    run.talk(10)
    run.replace(silo)
    run.replace(gateway)


# Clocks


class Clock:
    """The wall clock of the processes that are started with its variables, some seconds from the true one."""

    def __init__(self, folder):
        library = folder / "clock.so"
        source = os.path.join(os.path.dirname(__file__), "clock.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, source], check=True)
        self._file = folder / "clock"
        self.set(0)
        self.environment = {"LD_PRELOAD": str(library), "CHAOS_CLOCK": str(self._file)}

    def set(self, seconds):
        with open(self._file, "r+b" if self._file.exists() else "wb") as file:
            file.write(seconds.to_bytes(8, sys.byteorder, signed=True))


def start_with_wrong_clock(run, seconds):
    """A cluster of which one silo of two and one gateway of two have a wrong clock from their start."""
    run.start()
    clock = Clock(run.folder)
    clock.set(seconds)
    run.environment = clock.environment
    run.kill(run.silos[0])
    run.talk(5)
    run.add_silo()
    run.kill(run.gateways[0])
    run.talk(5)
    run.add_gateway(0)
    run.wait_until_ready()
    run.environment = None
    return clock


def wrong_clock(run, seconds):
    start_with_wrong_clock(run, seconds)
    run.add_silo()  # true again
    run.talk(3)
    run.kill(run.silos[0])
    run.talk(5)


@scenario("a silo and a gateway have clocks that are ten minutes ahead; a silo joins and another one is killed", plain_exact=False, compiler=True)
def clock_ahead(run, quick):
    wrong_clock(run, 600)


@scenario("a silo and a gateway have clocks that are ten minutes behind; a silo joins and another one is killed", plain_exact=False, compiler=True)
def clock_behind(run, quick):
    wrong_clock(run, -600)


@scenario("the clocks of a silo and a gateway jump by minutes, forwards and backwards; 3 s later a silo is killed", plain_exact=False, compiler=True)
def clock_jumps(run, quick):
    clock = start_with_wrong_clock(run, 0)
    for seconds in (300, -300, 1200, 0) if quick else (300, -300, 1200, 0, 3, -3, 1800, -1800, 0):
        clock.set(seconds)
        run.talk(3)
    if any(node.exit_code is not None for node in run.nodes()):
        run.broken.append("a process ended because a clock jumped")
    run.kill(run.silos[0])
    run.talk(5)


# State


@scenario("members who are away have a gigabyte of messages queued; a silo joins and another one leaves")
def state_moves(run, quick):
    groups, seconds, wanted = (50, 30, 1e8) if quick else (100, 90, 1e9)
    run.silo_options = ["--drain-timeout", "5m", "--log-level", "info"]
    run.start()
    for number in range(groups):
        group = f"{number}-{'g' * 990}"
        run.write_user("away", number, f"away{number}-{'u' * 990}", [group], (3600, 3601))
        run.write_user("filling", number, f"filling{number}-{'u' * 990}", [group], (0, 0.03))
    away = run.start_client("away", groups)
    run.track(away)
    run.wait_until_awake([away])
    away.stop()
    filling = run.start_client("filling", groups, "--stagger-scale", "0", "--log", os.devnull)
    run.track(filling)
    run.talk(seconds)
    filling.stop()
    run.watch()
    begin = time.time()
    run.add_silo()
    run.talk(2)
    leaving = run.silos[0]
    leaving.send(signal.SIGTERM)
    run.expect_end(leaving, 0, within=300)
    run.remove(leaving)
    run.talk(2)
    moved = sum(int(size) for silo in [*run.silos, leaving] for size in re.findall(r"the transfer of the state to the node is complete \(node [^,]*, (\d+) bytes", silo.said))
    run.report(f"{filling.last_words}; moved {moved / 1e6:,.0f} MB")
    waits = list(delays([run.read_resuming()], begin, time.time()))
    run.report(f"from sending to receiving meanwhile: {describe(waits)}")
    if max(waits) > MOVE_LIMIT:
        run.broken.append(f"a message took {max(waits):.1f} s, promised {MOVE_LIMIT:g} s")
    if moved < wanted:
        run.broken.append(f"only {moved / 1e6:,.0f} MB of state moved, not {wanted / 1e6:,.0f}")


# Disks


@scenario("the disk under the gateways' event logs is full", mount=True)
def disk_full(run, quick):
    disk = run.folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], check=True)
    run.start(gateway_log=disk / "gateway.log")
    run.talk(5)
    if shutil.disk_usage(disk).free > 0:
        run.broken.append("the disk did not become full")
    for gateway in run.gateways:
        if "event log" not in gateway.said:
            run.broken.append(f"{gateway.name} did not say that its event log cannot be written")
        gateway.stop_code = 4
