"""Machines that are network namespaces, joined by the runner's own, which routes between them and can drop what passes."""

import itertools
import os
import subprocess


def is_isolated():
    """Whether chaos.sh could make a network and a mount namespace for the run."""
    return bool(os.environ.get("CHAOS_ISOLATED"))


def is_available():
    """Whether the runner is in a network namespace of its own, and `ip` can make others."""
    if not is_isolated():
        return False
    try:
        ip("link", "add", "probe0", "type", "veth", "peer", "name", "probe1")
        ip("link", "del", "probe0")
        return True
    except (OSError, subprocess.CalledProcessError):
        return False


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Loopback:
    """No separate machine: its processes run next to the runner."""

    address = "127.0.0.1"
    enter = ()


class Machine:
    """A network namespace, which lives as long as the process that holds it."""

    def __init__(self, number):
        self.address = f"10.77.{number}.2"
        self._holder = subprocess.Popen(["unshare", "--net", "sh", "-c", "echo; exec sleep infinity"], stdout=subprocess.PIPE)
        self._holder.stdout.readline()
        self.enter = ("nsenter", f"--net=/proc/{self._holder.pid}/ns/net")
        ip("link", "add", f"m{number}", "type", "veth", "peer", "name", "eth0", "netns", str(self._holder.pid))
        ip("addr", "add", f"10.77.{number}.1/24", "dev", f"m{number}")
        ip("link", "set", f"m{number}", "up")
        for command in (f"addr add {self.address}/24 dev eth0", "link set eth0 up", "link set lo up", f"route add 10.77.0.0/16 via 10.77.{number}.1"):
            subprocess.run([*self.enter, "ip", *command.split()], check=True)

    def end(self):
        self._holder.kill()
        self._holder.wait()


class Network:
    """The machines of a run."""

    _numbers = itertools.count(1)  # never one twice: a namespace may outlive its run by a moment

    def __init__(self):
        self._machines = []
        self._cuts = []
        with open("/proc/sys/net/ipv4/ip_forward", "w", encoding="ascii") as forward:
            forward.write("1")

    def add(self):
        self._machines.append(Machine(next(self._numbers)))
        return self._machines[-1]

    def cut(self, source, target, both=True):
        """What source sends to target is dropped without a word from now on; if both, the other way, too."""
        for way in [(source, target), (target, source)][: 2 if both else 1]:
            rule = ("from", way[0].address, "to", way[1].address, "blackhole")
            ip("rule", "add", *rule)
            self._cuts.append(rule)

    def heal(self):
        while self._cuts:
            ip("rule", "del", *self._cuts.pop())

    def end(self):
        self.heal()
        for machine in self._machines:
            machine.end()
