"""What happened to each message, by the event logs of the clients alone."""

from collections import defaultdict
from dataclasses import dataclass, field

LAST = 2  # seconds before the end, in which every client must receive something


@dataclass
class Fates:
    """What a set of clients sent and received."""

    sent: int = 0
    delivered: int = 0
    lost: int = 0
    doubled: int = 0
    reordered: int = 0
    receipts_lost: int = 0
    silence: float = 0.0  # seconds: the longest time in which one member heard nothing of its group, while watched
    silent: str = ""  # who that was, and when
    deaf: list = field(default_factory=list)  # members who heard nothing in the last seconds


class Ledger:
    """Reads the logs of clients. A message is owed to each other member of its group."""

    def __init__(self, *logs):
        self._members = defaultdict(set)  # group -> users
        self._sent = []  # (time, user, group, id)
        self._received = defaultdict(list)  # (receiver, sender, group) -> ids, in order
        self._heard = defaultdict(list)  # (receiver, group) -> times
        self._times = {}  # (receiver, sender, group, id) -> time of receiving
        self._acknowledged = set()  # (receiver, sender, group, id)
        for log in logs:
            with open(log, encoding="utf-8") as lines:
                for line in lines:
                    if line.endswith("\n"):  # the last line of a process that was killed may be cut
                        self._read(line.rstrip("\n").split(","))

    def _read(self, fields):
        time, user, group, kind, *rest = fields[1:] if len(fields) > 4 else (*fields[1:], "", "", "")
        if kind == "awake":
            self._members[group].add(user)
        elif kind == "send":
            self._sent.append((float(time), user, group, int(rest[3])))
        elif kind == "receive" and rest[3] == "receipt":
            self._acknowledged.add((rest[2], user, group, int(rest[4])))
        elif kind == "receive":
            self._received[user, rest[2], group].append(int(rest[4]))
            self._heard[user, group].append(float(time))
            self._times.setdefault((user, rest[2], group, int(rest[4])), float(time))

    def judge(self, watched, chosen=lambda receiver: True, promised=lambda sender: True):
        """Counts what chosen members received, and their receipts. Messages of other senders than the promised ones may be lost. Messages are owed, and silence is
        measured, from the first of the two times, when every member was registered; silence until the second."""
        fates = Fates(sent=len(self._sent))
        distinct = {key: set(ids) for key, ids in self._received.items()}
        for time, sender, group, number in self._sent:
            for member in self._members[group]:
                if member != sender and time > watched[0] and chosen(member) and promised(sender):
                    fates.lost += number not in distinct.get((member, sender, group), ())
                    fates.receipts_lost += (member, sender, group, number) not in self._acknowledged
        for key, ids in self._received.items():
            if not chosen(key[0]):
                continue
            fates.delivered += len(distinct[key])
            fates.doubled += len(ids) - len(distinct[key])
            fates.reordered += sum(later < earlier for earlier, later in zip(ids, ids[1:]))
        self._measure_silence(fates, *watched)
        fates.deaf = self._find_deaf(watched[1])
        return fates

    def delays(self):
        """Of each message and receiver: when it was sent, sender, receiver, and the seconds until it was received."""
        for time, sender, group, number in self._sent:
            for member in self._members[group]:
                if (received := self._times.get((member, sender, group, number))) is not None:
                    yield time, sender, member, received - time

    def _find_deaf(self, end):
        members = {(user, group) for group, users in self._members.items() for user in users}
        return sorted(f"{user} of {group}" for user, group in members if not any(time > end - LAST for time in self._heard[user, group]))

    def _measure_silence(self, fates, start, end):
        for (user, group), times in self._heard.items():
            inside = [start, *(time for time in times if start < time < end), end]
            for earlier, later in zip(inside, inside[1:]):
                if later - earlier > fates.silence:
                    fates.silence, fates.silent = later - earlier, f"{user} of {group}, {earlier - start:.1f} s after the beginning"


def delays(ledgers, start, end, choose=lambda user: True, both=True):
    """Seconds from sending to receiving, of messages sent in a time between chosen users."""
    for ledger in ledgers:
        for sent, sender, receiver, delay in ledger.delays():
            chosen = [choose(sender), choose(receiver)]
            if start <= sent < end and (all(chosen) if both else any(chosen)):
                yield delay


def describe(delays):
    if not delays:
        return "no messages"
    ordered = sorted(delays)
    return f"p50 {1000 * ordered[len(ordered) // 2]:.0f} ms, p99 {1000 * ordered[len(ordered) * 99 // 100]:.0f} ms, max {ordered[-1]:.1f} s of {len(ordered):,}"
