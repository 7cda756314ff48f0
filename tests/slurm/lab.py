"""A real Slurm of two nodes on this machine: Debian's munge, slurmctld and slurmd, as children of this process.

All its files lie in one folder of its own, all its daemons stay in the foreground and die with who started them. It
needs root, for a Slurm that runs jobs of other users does.
"""

import contextlib
import ctypes
import os
import platform
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psutil

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel", "sinfo")
NODES = ("north", "south")
LARGEST_ARRAY = 6
PARENT_DIES = 1
"""Of prctl: the signal that a process gets when its parent dies."""


class NoSlurm(Exception):
    pass


class Lab:
    """The daemons, from `start` to `stop`; `environment` is what makes a process use it."""

    def __init__(self, cpus=2, memory=4000):
        path = os.environ["PATH"] + ":/usr/sbin:/sbin"
        missing = [program for program in PROGRAMS if shutil.which(program, path=path) is None]
        if missing:
            raise NoSlurm(f"{', '.join(missing)}: no such program; apt-get install slurm-wlm munge")
        if os.getuid() != 0:
            raise NoSlurm("the Slurm of the tests is started by root")
        self.folder = Path(tempfile.mkdtemp(prefix="slurm-lab-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.environment = os.environ | {"SLURM_CONF": str(self.folder / "slurm.conf"), "PATH": path}
        self._daemons = {}
        for name in ("state", "log", *NODES):
            (self.folder / name).mkdir()
        self.key = self.folder / "munge.key"
        self.key.write_bytes(os.urandom(128))
        self.key.chmod(0o400)
        (self.folder / "slurm.conf").write_text(self._settings(cpus, memory))

    def _settings(self, cpus, memory):
        machine = socket.gethostname().split(".")[0]
        controller, *ports = _free_ports(1 + len(NODES))
        lines = {
            "ClusterName": "lab",
            "SlurmctldHost": f"{machine}(127.0.0.1)",
            "SlurmctldPort": controller,
            "SlurmUser": "root",
            "AuthType": "auth/munge",
            "AuthInfo": f"socket={self.folder}/munge.socket,cred_expire=5",
            "CredType": "cred/munge",
            "ProctrackType": "proctrack/linuxproc",
            "TaskPlugin": "task/none",
            "SwitchType": "switch/none",
            "MpiDefault": "none",
            "JobAcctGatherType": "jobacct_gather/linux",
            "JobAcctGatherFrequency": "task=1",
            "JobAcctGatherParams": "OverMemoryKill",
            "AccountingStorageType": "accounting_storage/none",
            "JobCompType": "jobcomp/none",
            "StateSaveLocation": self.folder / "state",
            "SlurmdSpoolDir": self.folder / "%n",
            "SlurmctldPidFile": self.folder / "slurmctld.pid",
            "SlurmdPidFile": self.folder / "%n.pid",
            "SlurmdParameters": "config_overrides",
            "SelectType": "select/cons_tres",
            "SelectTypeParameters": "CR_CPU_Memory",
            "SchedulerParameters": "batch_sched_delay=0,bf_interval=1,sched_interval=1,sched_min_interval=10000",
            "DefMemPerCPU": 500,
            "KillWait": 2,
            "CompleteWait": 0,
            "ReturnToService": 0,
            "SlurmdTimeout": 30,
            "MessageTimeout": 20,
            "MaxArraySize": LARGEST_ARRAY,
            "PropagateResourceLimits": "NONE",
        }
        text = [f"{name}={value}" for name, value in lines.items()]
        for node, port in zip(NODES, ports, strict=True):
            where = f"NodeHostname={machine} NodeAddr=127.0.0.1 Port={port}"
            text.append(f"NodeName={node} {where} CPUs={cpus} RealMemory={memory} State=UNKNOWN")
        text.append(f"PartitionName=main Nodes={','.join(NODES)} Default=YES MaxTime=60 DefaultTime=10 State=UP")
        return "\n".join(text) + "\n"

    def start(self):
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that whoever started it also stops it
        here = self.folder
        munged = [f"--socket={here}/munge.socket", f"--key-file={self.key}", f"--log-file={here}/log/munged"]
        self._daemon(
            "munged", "--foreground", "--force", *munged, f"--pid-file={here}/munged.pid", f"--seed-file={here}/seed"
        )
        self._until(lambda: (here / "munge.socket").exists(), "munged")
        self._daemon("slurmctld", "-D", "-c", "-L", f"{here}/log/slurmctld")
        for node in NODES:
            self._daemon("slurmd", "-D", "-N", node, "-L", f"{here}/log/{node}")
        self._until(lambda: self._said("sinfo", "-h", "-N", "-t", "idle", "-o", "%N").split() == list(NODES), "slurmd")
        return self

    def stop(self):
        """End jobs, then daemons, then whatever still belongs to this Slurm, and remove its files."""
        with contextlib.suppress(subprocess.SubprocessError, OSError, NoSlurm):
            self.scancel_all()
            self._until(lambda: not self._said("squeue", "-h"), "the queue", patience=20.0)
        for daemon in reversed(self._daemons.values()):
            daemon.terminate()
        for daemon in reversed(self._daemons.values()):
            with contextlib.suppress(subprocess.TimeoutExpired):
                daemon.wait(timeout=10)
            daemon.kill()
            daemon.wait()
        left = self.processes()
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(left, timeout=5)
        shutil.rmtree(self.folder, ignore_errors=True)

    def processes(self):
        """Whatever runs on this machine and has the settings of this Slurm, but for ourselves."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                ours = process.environ().get("SLURM_CONF") == self.environment["SLURM_CONF"]
                if process.name().startswith("slurmstepd"):  # its title lies where its environment was
                    ours = any(Path(file.path).is_relative_to(self.folder) for file in process.open_files())
                if ours and process.pid != os.getpid():
                    found.append(process)
        return found

    def run(self, *words, **settings):
        """Output of a command."""
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True, timeout=60, **settings)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout.strip()

    def queue(self):
        """(job, element, state, node) of all that waits or runs."""
        told = self.run("squeue", "--noheader", "--array", "--format=%F %K %T %N")
        return [(*line.split(), "")[:4] for line in told.splitlines()]

    def running(self):
        """Elements that run: (job_element, node)."""
        return [(f"{job}_{element}", node) for job, element, state, node in self.queue() if state == "RUNNING"]

    def scancel_all(self):
        for user in ("root", "nobody"):
            self._said("scancel", f"--user={user}")

    def down(self, node):
        self.run("scontrol", "update", f"nodename={node}", "state=down", "reason=test")

    def up(self, node):
        self.run("scontrol", "update", f"nodename={node}", "state=resume")

    def clean(self):
        """As it was when it started: no job, all nodes up."""
        self.scancel_all()
        for node in NODES:
            if "DOWN" in self.run("scontrol", "show", "node", node):
                self.up(node)
        self._until(lambda: not self._said("squeue", "-h"), "the queue", patience=30.0)

    def _said(self, *words):
        return subprocess.run(
            words, env=self.environment, capture_output=True, text=True, timeout=60, check=False
        ).stdout.strip()

    def _daemon(self, program, *words):
        def with_us():
            os.setsid()
            ctypes.CDLL(None).prctl(PARENT_DIES, signal.SIGKILL)

        name = f"{program}-{words[2]}" if program == "slurmd" else program
        with (self.folder / "log" / f"{name}.out").open("w") as log:
            self._daemons[name] = subprocess.Popen(
                [program, *words],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=with_us,
            )

    def _until(self, condition, what, patience=30.0):
        end = time.monotonic() + patience
        while not condition():
            dead = [name for name, daemon in self._daemons.items() if daemon.poll() is not None]
            if dead or time.monotonic() > end:
                logs = "\n".join(path.read_text()[-1000:] for path in sorted((self.folder / "log").iterdir()))
                raise NoSlurm(f"{', '.join(dead) or what} did not come up on {platform.node()}:\n{logs}")
            time.sleep(0.05)


def _free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
