"""Faults that overlap: a drain during a cut, gateways that die one after the other, a table that is away while a process dies, and members who never read."""

import signal
import time

from ledger import Ledger
from scenarios import CUT_LIMIT, KILL_LIMIT, scenario, set_writable

LONG = "x" * 900  # of names, and 3 blocks in a message: 2.5 KB per message, so that sockets are full soon after their reader stands still


@scenario("a silo is stopped while the network between it and another one is cut", silence=CUT_LIMIT, postgres=True, network=True)
def drain_during_cut(run, quick):
    run.start(silos=3)
    for both in [True, False]:
        leaving, other = run.rng.sample(run.silos, 2)
        run.network.cut(leaving.machine, other.machine, both)
        run.talk(run.rng.uniform(0, 3))
        run.stop(leaving)
        run.network.heal()
        run.talk(3)
        run.recover()
        run.replace(leaving)


@scenario("two gateways of three are killed one after the other, at most 1.5 s apart, and restarted", plain_exact=False, silence=KILL_LIMIT + 1.5)
def kill_two_gateways(run, quick):
    run.start(gateways=3)
    for _ in range(1 if quick else 4):
        victims = run.rng.sample(run.gateways, 2)
        for victim in victims:
            run.kill(victim)
            run.talk(run.rng.uniform(0, 1.5))
        run.talk(6)
        for victim in victims:
            run.replace(victim)
        run.talk(2)


@scenario("a silo is paused, replaced by a new one, and continues")
def pause_replaced(run, quick):
    run.start()
    for _ in range(1 if quick else 3):
        paused = run.rng.choice(run.silos)
        paused.send(signal.SIGSTOP)
        run.silos.remove(paused)  # nobody asks it whether it is ready
        run.talk(6)
        run.add_silo()
        paused.send(signal.SIGCONT)
        run.expect_end(paused, 130)
        run.talk(2)


@scenario("PostgreSQL is paused for 4 s while a silo leaves", silence=CUT_LIMIT, postgres=True)
def postgres_paused_at_drain(run, quick):
    run.start(silos=3)
    for _ in range(1 if quick else 3):
        leaving = run.rng.choice(run.silos)
        leaving.send(signal.SIGTERM)
        run.talk(run.rng.uniform(0, 0.3))
        run.postgres.freeze()
        run.talk(4)
        run.postgres.thaw()
        run.expect_end(leaving, 0)
        run.remove(leaving)
        run.talk(2)
        run.replace(leaving)


@scenario("a silo is killed while the file of members cannot be written, for 8 s", silence=8 + CUT_LIMIT)
def kill_file_unwritable(run, quick):
    run.start()
    set_writable(run.members_file.parent, False)
    try:
        victim = run.rng.choice(run.silos)
        run.kill(victim)
        run.talk(8)
    finally:
        set_writable(run.members_file.parent, True)
    run.talk(CUT_LIMIT)
    run.replace(victim)


@scenario("members of three kinds share groups: they resume, do not resume, and stand still without reading while silos and gateways are killed", plain_exact=False)
def stalled_readers(run, quick):
    run.start()
    groups = 4
    for number in range(groups):
        group = [f"mixed{number}-{LONG}"]
        run.write_user("mixed", 2 * number, f"resuming{number}-{LONG}", group, (0.01, 0.04), blocks=3)
        run.write_user("mixed", 2 * number + 1, f"plain{number}-{LONG}", group, (0.01, 0.04), resume="false", blocks=3)
        run.write_user("still", number, f"still{number}", group, (0.5, 1))
    mixed, still = run.start_client("mixed", 2 * groups), run.start_client("still", groups)
    clients = [mixed, still]
    for client in clients:
        run.track(client)
    run.wait_until_awake(clients)
    run.watch()
    begin = time.time()
    for _ in range(1 if quick else 3):
        still.send(signal.SIGSTOP)
        for victim in [run.rng.choice(run.silos), run.rng.choice(run.gateways)]:
            run.talk(8)
            run.kill(victim)
            run.talk(5)
            run.replace(victim)
        still.send(signal.SIGCONT)
        run.talk(10)
    for client in clients:
        client.send(signal.SIGTERM)
    for client in clients:
        client.wait()
    # A message of a plain sender that was under way to a gateway when it was killed is lost (docs/CLUSTER.md).
    def resumes(user):
        return not user.startswith("plain")

    fates = Ledger(*(client.log for client in clients)).judge([begin, time.time()], resumes, resumes)
    run.report(f"to members who resume or stood still: sent {fates.sent:,}, delivered {fates.delivered:,}, lost {fates.lost}, doubled {fates.doubled}, reordered {fates.reordered}")
    if fates.delivered == 0 or fates.lost or fates.doubled or fates.reordered:
        run.broken.append(f"members who resume or stood still: lost {fates.lost}, doubled {fates.doubled}, reordered {fates.reordered} of {fates.delivered}")
