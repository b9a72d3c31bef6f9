"""Runs scenarios, and prints what happened to each message. See ../chaos.sh."""

import argparse
import dataclasses
import json
import os
import pathlib
import platform
import random
import shutil
import signal
import subprocess
import sys
import tempfile

import adversary  # noqa: F401: its scenarios
import crowd
import network
import postgres
import scenarios
from cluster import ROOT, Run, program

HEAD = f"{'scenario':<28}{'sent':>8}{'delivered':>11}{'lost':>6}{'doubled':>9}{'reordered':>11}{'plain lost':>12}{'silence':>9}{'stop':>7}{'stall':>7}  verdict"


def judge(scenario, run, resuming, plain):
    """The promises that were broken, as sentences."""
    broken = list(run.broken)
    for kind, fates, exact in (("resuming", resuming, scenario.exact), ("plain", plain, scenario.plain_exact)):
        if fates.sent == 0 or fates.delivered == 0:
            broken.append(f"{kind} clients said or heard nothing")
        if fates.deaf:
            broken.append(f"{kind} clients heard nothing at the end: {', '.join(fates.deaf[:3])}")
        if exact and (fates.lost or fates.doubled or fates.reordered or fates.receipts_lost):
            broken.append(f"{kind} clients: lost {fates.lost}, doubled {fates.doubled}, reordered {fates.reordered}, receipts lost {fates.receipts_lost}")
    if scenario.silence is not None and resuming.silence > scenario.silence:
        broken.append(f"silence of {resuming.silence:.1f} s, promised {scenario.silence:g} s: {resuming.silent}")
    return broken


def play(scenario, seed, quick, folder):
    """Runs one scenario; the result is what the table and the JSON show."""
    result = {"scenario": scenario.name, "what": scenario.what}
    if scenario.network and not network.is_available():
        return result | {"verdict": "skipped", "why": "no network namespaces here"}
    if scenario.postgres and not postgres.find():
        return result | {"verdict": "skipped", "why": "no PostgreSQL in /usr/lib/postgresql"}
    if scenario.mount and not network.is_isolated():
        return result | {"verdict": "skipped", "why": "no mount namespace here"}
    if scenario.compiler and not shutil.which("cc"):
        return result | {"verdict": "skipped", "why": "no C compiler (cc) here"}
    folder.mkdir()
    # Each scenario has draws of its own, whichever others run.
    machines = network.Network() if scenario.network else None
    database = run = None
    try:
        database = postgres.Postgres(str(folder / "postgres"), machines.add() if machines else network.Loopback) if scenario.postgres else None
        if database:
            subprocess.run([*program("mgen-silo"), "--create-tables", "--postgres", database.connection], check=True, stderr=subprocess.DEVNULL)
        run = Run(folder, random.Random(f"{seed} {scenario.name}"), database, machines)
        scenario.play(run, quick)
        resuming, plain = run.finish()
        broken = judge(scenario, run, resuming, plain)
        return result | {
            "verdict": "broken" if broken else "kept" if scenario.exact else "counted",
            "why": "; ".join(broken),
            "resuming": dataclasses.asdict(resuming),
            "plain": dataclasses.asdict(plain),
            "slowestStop": round(run.slowest_stop, 2),
            "stall": round(run.stall, 2),
            "declaredDead": run.declared_dead,
        }
    except (TimeoutError, OSError, subprocess.CalledProcessError) as failure:
        return result | {"verdict": "broken", "why": f"{type(failure).__name__}: {failure}"}
    finally:
        for resource in (run, database, machines):
            if resource:
                resource.end()


def line(result):
    if "resuming" not in result:
        return f"{result['scenario']:<28}{result['verdict']}: {result['why']}"
    counts, plain = result["resuming"], result["plain"]
    return (
        f"{result['scenario']:<28}{counts['sent']:>8,}{counts['delivered']:>11,}{counts['lost']:>6}{counts['doubled']:>9}{counts['reordered']:>11}{plain['lost']:>12}"
        f"{counts['silence']:>7.1f} s{result['slowestStop']:>5.1f} s{result['stall']:>5.1f} s  {result['verdict']}"
        f"{', declared dead: ' + str(result['declaredDead']) if result['declaredDead'] else ''}{': ' + result['why'] if result['why'] else ''}"
    )


def main():
    parser = argparse.ArgumentParser(prog="chaos.sh", description="Breaks a cluster of real processes on purpose.")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("--seed", type=int, default=1, help="of the victims and moments; clients draw from it, too")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--scenario", action="append", choices=[each.name for each in scenarios.ALL], metavar="NAME", help="only this one; may be repeated")
    parser.add_argument("--list", action="store_true", help="prints the scenarios' names and what they do")
    parser.add_argument("--keep", metavar="FOLDER", help="leaves logs and what the programs said in this new folder")
    parser.add_argument("--connections", type=int, default=crowd.Options.connections, metavar="N", help="of the scenario many-connections (default: %(default)s)")
    arguments = parser.parse_args()
    crowd.Options.connections = arguments.connections
    if arguments.list:
        for each in scenarios.ALL:
            print(f"{each.name:<28}{each.what}")
        return 0
    try:
        for name in ("mgen-silo", "mgen-gateway", "mgen-client"):
            program(name)
    except FileNotFoundError as missing:
        print(f"chaos.sh: {missing}", file=sys.stderr)
        return 3

    os.environ["DOTNET_NOLOGO"] = "1"
    if network.is_isolated():
        network.ip("link", "set", "lo", "up")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    chosen = [each for each in scenarios.ALL if (each.name in arguments.scenario if arguments.scenario else not each.only_if_named)]
    folder = pathlib.Path(arguments.keep or tempfile.mkdtemp(prefix="mgen-chaos-")).resolve()
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)  # PostgreSQL, which is another user, is in it
    as_text = arguments.format == "text"
    try:
        if as_text:
            print(HEAD, flush=True)
        results = []
        for each in chosen:
            results.append(play(each, arguments.seed, arguments.quick, folder / each.name))
            if as_text:
                print(line(results[-1]), flush=True)
    finally:
        if not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)
    if not as_text:
        commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
        machine = f"{os.cpu_count()} cores, {platform.system()} {platform.release()}"
        print(json.dumps({"commit": commit, "machine": machine, "seed": arguments.seed, "quick": arguments.quick, "scenarios": results}, indent=2))
    return 1 if any(result["verdict"] == "broken" for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
