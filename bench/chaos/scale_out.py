"""Measures deliveries per second of machines with a fixed part of a core each. See ../scale-out.sh."""

import argparse
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time

import network
from cluster import program

PERIOD = 20_000  # microseconds, in which a machine may use its part of a core: short, so that a pause is short, too
SHARES = 16_384  # weight against other processes: a machine gets its part of a core although others are busy
GATEWAY_PORT = 6397


class Cores:
    """A control group. Its processes run without a limit until `limit` is called."""

    def __init__(self, name):
        self._is_new = os.path.exists("/sys/fs/cgroup/cgroup.controllers")
        self._path = pathlib.Path("/sys/fs/cgroup" if self._is_new else "/sys/fs/cgroup/cpu") / f"mgen-scale-{os.getpid()}-{name}"
        self._path.mkdir()
        self._write(*(("cpu.weight", "10000") if self._is_new else ("cpu.shares", str(SHARES))))
        self.enter = ("sh", "-c", f'echo $$ >{self._path}/cgroup.procs; exec "$@"', "enter")

    def limit(self, cores):
        quota = int(cores * PERIOD)
        if self._is_new:
            self._write("cpu.max", f"{quota} {PERIOD}")
        else:
            self._write("cpu.cfs_period_us", str(PERIOD))
            self._write("cpu.cfs_quota_us", str(quota))

    def end(self):
        for _ in range(50):
            try:
                self._path.rmdir()
                return
            except OSError:
                time.sleep(0.1)  # its processes are ending

    def _write(self, name, value):
        (self._path / name).write_text(value, encoding="ascii")


def used(process):
    """Seconds of CPU time of a process so far."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Trial:
    """One shape under one load."""

    def __init__(self, folder):
        self._folder, self._machines, self._groups, self._processes = folder, network.Network(), [], []
        self._generator = Cores("generator")  # never limited
        self.addresses = []

    def start(self, shape):
        for number in range(1 if shape == "server" else int(shape)):
            machine, cores = self._machines.add(), Cores(str(number))
            self._groups.append(cores)
            address = f"{machine.address}:{GATEWAY_PORT}"
            self.addresses.append(address)
            if shape == "server":
                self._run(machine, cores, "mgen-server", address)
                continue
            # Probes are patient: a machine at its limit answers late, and is not dead.
            member = ["--local-folder", str(self._folder / "members"), "--member-address", f"{machine.address}:0", "--probe-timeout", "5s"]
            self._run(machine, cores, "mgen-silo", *member)
            self._run(machine, cores, "mgen-gateway", address, *member)

    def _run(self, machine, cores, name, *arguments):
        said = self._folder / f"{len(self._processes)}.txt"
        with open(said, "wb") as errors:
            command = [*cores.enter, *machine.enter, *program(name), *arguments]
            self._processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, cwd=self._folder))
        limit = time.monotonic() + 90
        while "stop it with" not in said.read_text(encoding="utf-8"):
            if time.monotonic() > limit or self._processes[-1].poll() is not None:
                raise TimeoutError(f"{name} did not start: {said.read_text(encoding='utf-8')}")
            time.sleep(0.1)

    def measure(self, load, cores, warmup, measured):
        environment = dict(os.environ, MGEN_ADDRESSES=",".join(self.addresses))
        limited = 6  # seconds at the limit before the measurement
        arguments = ["--addr", self.addresses[0], "--wait", "1", "--warmup", str(warmup + limited), "--duration", str(measured), "--conc", "64", "--json"]
        with open(self._folder / "generator.txt", "wb") as errors:
            generator = subprocess.Popen([*self._generator.enter, os.environ["MGENLOAD"], *arguments, *load], env=environment, stdout=subprocess.PIPE, stderr=errors, text=True)
        self._processes.append(generator)
        time.sleep(warmup)
        for group in self._groups:
            group.limit(cores)
        time.sleep(limited)
        nodes = self._processes[:-1]
        before, start = [used(node) for node in nodes], time.monotonic()
        time.sleep(measured)
        elapsed = time.monotonic() - start
        cores_used = [(used(node) - earlier) / elapsed for node, earlier in zip(nodes, before)]
        try:
            output = generator.communicate(timeout=60)[0]
        except subprocess.TimeoutExpired:
            raise TimeoutError("the load generator did not end") from None
        return json.loads(output.strip().splitlines()[-1]), cores_used

    def end(self):
        for process in self._processes:
            process.kill()
            process.wait()
        for group in [*self._groups, self._generator]:
            group.end()
        self._machines.end()


def main():
    parser = argparse.ArgumentParser(prog="scale-out.sh", description="Measures deliveries per second of machines with a fixed part of a core each.")
    parser.add_argument("--machines", default="server,1,2,4", help="shapes, separated by commas: server, or a number of machines with a silo and a gateway each")
    parser.add_argument("--cores", type=float, default=0.15, help="cores of each machine")
    parser.add_argument("--load", action="append", help="options of the load generator; may be repeated")
    parser.add_argument("--warmup", type=float, default=15, help="seconds without a limit")
    parser.add_argument("--seconds", type=float, default=8, help="seconds that are measured")
    arguments = parser.parse_args()
    shapes = arguments.machines.split(",")
    for shape in shapes:
        if shape != "server" and not (shape.isdecimal() and int(shape) > 0):
            parser.error(f"--machines {shape}: allowed are server and numbers above 0")
    if not 0.05 <= arguments.cores <= os.cpu_count():
        parser.error(f"--cores {arguments.cores:g}: allowed are 0.05 to {os.cpu_count()}")
    try:
        Cores("probe").end()
    except OSError as failure:
        print(f"scale-out.sh: skipped: no control groups here: {failure}", file=sys.stderr)
        return 3
    network.ip("link", "set", "lo", "up")
    for load in arguments.load or ["--groups 500 --members 2", "--groups 100 --members 10"]:
        first = None
        for shape in shapes:
            with tempfile.TemporaryDirectory(prefix="mgen-scale-") as folder:
                trial = Trial(pathlib.Path(folder))
                try:
                    trial.start(shape)
                    result, cores_used = trial.measure(shlex.split(load), arguments.cores, arguments.warmup, arguments.seconds)
                except (TimeoutError, FileNotFoundError) as failure:
                    print(f"scale-out.sh: {shape}: {failure}", file=sys.stderr)
                    return 3
                finally:
                    trial.end()
            rate = result["deliv_per_s"]
            first = first or rate
            print(
                f"{load}  {shape:<7}{rate:>9,.0f} deliveries/s  {rate / first:.2f} times the first  "
                f"cores {' '.join(f'{cores:.3f}' for cores in cores_used)}  lost {result['lost']} doubled {result['dup']} errors {result['io_errors']}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
