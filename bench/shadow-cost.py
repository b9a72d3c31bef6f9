#!/usr/bin/env python3
"""Runs an experiment in the Shadow simulator once, and prints its CPU time and its memory by program.

  bench/shadow-cost.py EXPERIMENT [--each] [--set NAME=VALUE]... [--every SECONDS] [--maps PROGRAM]
  bench/shadow-cost.py --floor N [--program PROGRAM [ARGUMENT]...]
  bench/shadow-cost.py ... --original DIR [--defaults]

EXPERIMENT is a directory of `mgentools generate --layout shadow-...`, or one of shadow/. --each runs a client process
for each user of a generated experiment. --set adds a variable to the environment of each process. CPU time is that of
Shadow and all its processes, with one worker; by program, that of the last sample. Memory is the sum of proportional
set sizes at its peak, sampled every 2 s. --maps also prints what the processes of one program consist of at that
moment: KB per process, proportional and private, by kind of mapping. System calls are those that Shadow counts;
messages, deliveries and receipts those of the clients' event logs.

--floor simulates mgen-server and N processes, each with one connection to it: mgen-floor (bench/Floor), or the program
that is named, `mgen-client` with `one.yaml` for example. The difference of two N, divided by that of N, is the cost of
a process.

--original runs the original's mgen-server, mgen-web and mgen-client of DIR instead, without our stub and environment,
and with an ECDSA certificate like ours. Generate such an experiment with `--as-original --registration 30s`: the
original needs the registration, and ignores other rules. --defaults omits our settings of Shadow.

Needs shadow, cc and the programs on PATH; --original needs openssl. Event logs are in shadow.cost/.
"""

import argparse
import collections
import os
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

HEAD = """general: {{stop_time: {stop}s, model_unblocked_syscall_latency: true}}
experimental:
  use_preload_libc: false
  unblocked_vdso_latency: "5 microseconds"
  max_unapplied_cpu_latency: "20 microseconds"
  use_worker_spinning: false
network: {{graph: {{type: 1_gbit_switch}}}}
hosts:
"""
ENVIRONMENT = (
    "{LD_PRELOAD: ./mgen-shadow.so, DOTNET_EnableDiagnostics: \"0\", "
    "DOTNET_ThreadPool_UnfairSemaphoreSpinLimit: \"0\", SSL_CERT_FILE: /dev/null, SSL_CERT_DIR: /dev/null}"
)
USER = """user: user{n}
message_server: 11.0.0.2:6397
web_server: 11.0.0.2:6398
bootstrap: 1
retry: 5
seed: 1
distributions:
  s: 0.9
  r: 0.9
  m: {{distribution: Poisson, lambda: 2}}
  i: {{distribution: Uniform, low: 100000, high: 100001}}
  w: {{distribution: Uniform, low: 100000, high: 100001}}
  a_s: {{distribution: Uniform, low: 5, high: 6}}
  a_r: {{distribution: Uniform, low: 5, high: 6}}
conversations:
  - group: alone{n}
"""


def process(program, arguments, start):
    return (
        f"    - path: {program}\n      args: \"{arguments}\"\n      start_time: {start}s\n"
        f"      expected_final_state: running\n      environment: {ENVIRONMENT}\n"
    )


def write_floor(directory, count, command, seconds):
    """An experiment of a server and processes with one connection each."""
    template = os.path.join(directory, "shadow.data.template", "hosts")
    text = HEAD.format(stop=seconds)
    text += "  server:\n    network_node_id: 0\n    ip_addr: 11.0.0.2\n    processes:\n"
    text += process("mgen-server", "0.0.0.0:6397", 1)
    os.makedirs(os.path.join(template, "server"))
    for n in range(count):
        os.makedirs(os.path.join(template, f"host{n}"))
        with open(os.path.join(template, f"host{n}", "one.yaml"), "w") as file:
            file.write(USER.format(n=n))
        text += f"  host{n}:\n    network_node_id: 0\n    ip_addr: 11.0.1.{n + 1}\n    processes:\n"
        text += process(command[0], " ".join(command[1:]), 10)
    with open(os.path.join(directory, "shadow.yaml"), "w") as file:
        file.write(text)


def each_user(text, template):
    """The experiment with a client process for each user's file."""

    def split(match):
        files = os.listdir(os.path.join(template, match[1]))
        names = sorted(name for name in files if re.match(r"user\d+\.yaml", name))
        return match[0][: match.start(2) - match.start()] + "".join(match[2].replace("user*.yaml", n) for n in names)

    return re.sub(r"^  (\w+):\n(?:    \w.*\n)*(    - path: mgen-client\n(?:      .*\n)*)", split, text, flags=re.M)


def with_original(text, programs, defaults):
    """The experiment with the original's programs and arguments."""
    text = re.sub(r"path: (mgen-\w+)", rf"path: {programs}/\1", text)
    text = re.sub(r'(mgen-(?:server|web)\n +args: ")', r"\g<1>../../server.crt ../../server.key ", text)
    text = re.sub(r"^ +(environment|use_preload_libc): .*\n", "", text, flags=re.M)
    text = text.replace("{exited: 0}", "{signaled: SIGTERM}")
    if defaults:
        text = re.sub(r"^experimental:\n(  .*\n)*", "", text, flags=re.M)
        text = re.sub(r",? *model_unblocked_syscall_latency: true\n?", "", text)
    return text


def traffic(directory):
    """The number of messages, deliveries and receipts in the clients' event logs."""
    counts = [0, 0, 0]
    for folder, _, files in os.walk(os.path.join(directory, "shadow.data", "hosts")):
        for name in files:
            if name.startswith("mgen-client.") and name.endswith(".stdout"):
                with open(os.path.join(folder, name)) as file:
                    for fields in (line.split(",") for line in file):
                        if len(fields) == 9 and fields[4] == "send":
                            counts[0] += 1
                        elif len(fields) == 10 and fields[4] == "receive":
                            counts[2 if fields[8] == "receipt" else 1] += 1
    return counts


def children_of(pid):
    """The process and all that it has started."""
    found = [pid]
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children") as file:
            for child in file.read().split():
                try:
                    found += children_of(int(child))
                except OSError:
                    pass
    return found


def sample(shadow):
    """(program, PSS in KB, threads, pid, CPU seconds) of each process."""
    rows = []
    for pid in children_of(shadow):
        try:
            with open(f"/proc/{pid}/smaps_rollup") as file:
                pss = int(re.search(r"^Pss: *(\d+)", file.read(), re.M)[1])
            with open(f"/proc/{pid}/comm") as file:
                program = "shadow" if pid == shadow else file.read().strip()
            with open(f"/proc/{pid}/stat") as file:
                ticks = sum(int(field) for field in file.read().rpartition(")")[2].split()[11:13])
            cpu = ticks / os.sysconf("SC_CLK_TCK")
            rows.append((program, pss, len(os.listdir(f"/proc/{pid}/task")), pid, cpu))
        except (OSError, TypeError):
            pass
    return rows


def kind_of(name, flags):
    if name.startswith("/dev/shm"):
        return "shadow: shared memory"
    if "libshadow" in name:
        return "shadow: " + os.path.basename(name)
    if name == "[heap]":
        return "heap"
    if name.startswith("["):
        return name if name in ("[stack]", "[vdso]") else "anonymous " + flags[:3]
    if not name:
        return "anonymous " + flags[:3]
    return os.path.basename(name) + " " + flags[:3]


def maps(pid):
    """{kind: [PSS, private]} in KB of a process."""
    kinds = collections.defaultdict(lambda: [0, 0])
    kind = None
    with open(f"/proc/{pid}/smaps") as file:
        for line in file:
            header = re.match(r"[0-9a-f]+-[0-9a-f]+ (\S+) \S+ \S+ \S+ *(.*)", line)
            if header:
                kind = kind_of(header[2].strip(), header[1])
            elif line.startswith("Pss:"):
                kinds[kind][0] += int(line.split()[1])
            elif line.startswith("Private_"):
                kinds[kind][1] += int(line.split()[1])
    return kinds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("experiment", nargs="?")
    parser.add_argument("--floor", type=int)
    parser.add_argument("--program", nargs="+", default=["mgen-floor", "11.0.0.2", "6397"])
    parser.add_argument("--seconds", type=int, default=60, help="simulated seconds of --floor")
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--original", metavar="DIR", type=os.path.abspath)
    parser.add_argument("--defaults", action="store_true")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--every", type=float, default=2.0)
    parser.add_argument("--maps", metavar="PROGRAM")
    options = parser.parse_args()
    if (options.experiment is None) == (options.floor is None):
        parser.error("either EXPERIMENT or --floor N")
    for tool in ("shadow", "cc"):
        if not shutil.which(tool):
            sys.exit(f"shadow-cost.py: {tool} is not on PATH")

    directory = os.path.abspath("shadow.cost")
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    if options.experiment:
        shutil.copy(os.path.join(options.experiment, "shadow.yaml"), directory)
        for name in ("template", "shadow.data.template"):
            if os.path.isdir(os.path.join(options.experiment, name)):
                shutil.copytree(os.path.join(options.experiment, name), os.path.join(directory, "shadow.data.template"))
                break
    else:
        write_floor(directory, options.floor, options.program, options.seconds)
    file = os.path.join(directory, "shadow.yaml")
    with open(file) as stream:
        text = stream.read()
    if options.each:
        text = each_user(text, os.path.join(directory, "shadow.data.template", "hosts"))
    for setting in options.set:
        name, value = setting.split("=", 1)
        text = re.sub(r"(environment: (?:&\w+ )?\{)", rf'\g<1>{name}: "{value}", ', text)
    if options.original:
        text = with_original(text, options.original, options.defaults)
        request = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=mgen"
        request += " -keyout shadow.data.template/server.key -out shadow.data.template/server.crt"
        subprocess.run(request.split(), cwd=directory, check=True, stderr=subprocess.DEVNULL)
    with open(file, "w") as stream:
        stream.write(text)
    stub = os.path.join(ROOT, "shadow", "preload", "mgen-shadow.c")
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", "mgen-shadow.so", stub], cwd=directory, check=True)

    began = time.monotonic()
    command = ["shadow", "--parallelism", "1", "--template-directory", "shadow.data.template", "shadow.yaml"]
    with open(os.path.join(directory, "shadow.log"), "w") as log:
        run = subprocess.Popen(command, cwd=directory, stdout=log, stderr=log)
    peak, peak_rows, parts, spent = 0, [], {}, {}
    while True:
        pid, status, usage = os.wait4(run.pid, os.WNOHANG)
        if pid:
            break
        try:
            rows = sample(run.pid)
        except OSError:
            continue
        spent |= {row[3]: (row[0], row[4]) for row in rows}
        total = sum(row[1] for row in rows)
        if total > peak:
            peak, peak_rows = total, rows
            if options.maps:
                parts = collections.defaultdict(lambda: [0, 0])
                for pid in [row[3] for row in rows if row[0] == options.maps[:15]]:
                    try:
                        for kind, sizes in maps(pid).items():
                            parts[kind][0] += sizes[0]
                            parts[kind][1] += sizes[1]
                    except OSError:
                        pass
        time.sleep(options.every)

    code = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    print(
        f"CPU {cpu:.1f} s ({usage.ru_utime:.1f} user, {usage.ru_stime:.1f} system), {time.monotonic() - began:.0f} s, "
        f"{peak / 1024:.0f} MB, load {os.getloadavg()[0]:.0f}" + (f", shadow ended with {code}" if code else "")
    )
    with open(os.path.join(directory, "shadow.log")) as log:
        calls = re.findall(r"Global syscall counts: \{(.*)\}", log.read())[-1:]
    print(f"  {sum(int(n) for n in re.findall(r':([0-9]+)', ''.join(calls)))} system calls")
    messages, deliveries, receipts = traffic(directory)
    if deliveries:
        each = cpu / deliveries * 1000
        print(f"  {messages} messages, {deliveries} deliveries, {receipts} receipts: {each:.1f} ms per delivery")
    programs = collections.defaultdict(list)
    for program, pss, threads, _, _ in peak_rows:
        programs[program].append((pss, threads))
    for program, found in sorted(programs.items(), key=lambda item: -sum(row[0] for row in item[1])):
        count, pss = len(found), sum(row[0] for row in found)
        threads = sum(row[1] for row in found) / count
        seconds = sum(row[1] for row in spent.values() if row[0] == program)
        print(
            f"  {program:16s} {count:5d} x {pss / 1024 / count:7.2f} MB = {pss / 1024:7.1f} MB, {threads:.1f} threads, "
            f"{seconds:.1f} CPU s"
        )
    count = len(programs.get((options.maps or "")[:15], []))
    for kind, sizes in sorted(parts.items(), key=lambda item: -item[1][0]):
        if count and sizes[0] / count >= 4:
            print(f"    {kind:40s} {sizes[0] / count:8.0f} KB, private {sizes[1] / count:8.0f} KB")


if __name__ == "__main__":
    main()
