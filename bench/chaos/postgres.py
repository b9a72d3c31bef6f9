"""A PostgreSQL of its own, which can be slow, stand still, or go away and come back."""

import glob
import os
import shutil
import signal
import subprocess
import threading
import time


def find():
    """The folder of the server's programs, or None."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    is_root = os.geteuid() == 0
    return folders[-1] if folders and (not is_root or shutil.which("runuser")) else None


class Postgres:
    def __init__(self, folder, machine):
        self._folder, self.machine, self._slow = folder, machine, None
        # PostgreSQL does not run as root.
        self._as_user = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
        os.makedirs(folder)
        if self._as_user:
            shutil.chown(folder, "postgres")
        self._run("initdb", "--auth=trust", "--username=postgres", "--no-sync", "-D", f"{folder}/data")
        with open(f"{folder}/data/pg_hba.conf", "a", encoding="ascii") as rules:
            rules.write("host all all 10.77.0.0/16 trust\n")
        self.start()
        self.connection = f"Host={machine.address};Port=5432;Username=postgres;Database=postgres"

    def start(self):
        options = f"-p 5432 -k {self._folder} -c listen_addresses={self.machine.address} -c fsync=off"
        self._run("pg_ctl", "-w", "-D", f"{self._folder}/data", "-l", f"{self._folder}/log", "-o", options, "start")

    def stop(self):
        """Ends immediately, regardless of open connections."""
        self._run("pg_ctl", "-w", "-m", "immediate", "-D", f"{self._folder}/data", "stop")

    def execute(self, statement):
        self._run("psql", "-h", self._folder, "-U", "postgres", "-c", statement)

    def freeze(self):
        self._signal(signal.SIGSTOP)

    def thaw(self):
        self._signal(signal.SIGCONT)

    def slow_down(self):
        """Stands still for 0.9 s of each second, until speed_up."""
        self._slow = threading.Event()
        self._stuttering = threading.Thread(target=self._stutter, args=(self._slow,))
        self._stuttering.start()

    def speed_up(self):
        self._slow.set()
        self._stuttering.join()

    def end(self):
        if self._slow:
            self.speed_up()
        if os.path.exists(f"{self._folder}/data/postmaster.pid"):
            self.thaw()
            os.kill(self._server(), signal.SIGQUIT)  # immediate shutdown; its machine may have been removed already

    def _stutter(self, end):
        while not end.is_set():
            self.freeze()
            time.sleep(0.9)
            self.thaw()
            time.sleep(0.1)

    def _signal(self, number):
        """Each child of the server leads a process group of its own, so they are named one by one."""
        server = self._server()
        with open(f"/proc/{server}/task/{server}/children", encoding="ascii") as file:
            children = [int(child) for child in file.read().split()]
        for process in [server, *children]:
            try:
                os.kill(process, number)
            except ProcessLookupError:
                pass  # a connection that has ended

    def _server(self):
        with open(f"{self._folder}/data/postmaster.pid", encoding="ascii") as file:
            return int(file.readline())

    def _run(self, program, *arguments):
        # Into a file: the server that pg_ctl starts would keep a pipe open.
        with open(f"{self._folder}/../postgres.txt", "ab") as output:
            subprocess.run([*self.machine.enter, *self._as_user, f"{find()}/{program}", *arguments], check=True, cwd="/", stdout=output, stderr=output)
