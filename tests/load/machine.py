"""Two cores and the processes on them: one for what is measured, one for who measures."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PATIENCE_SECONDS = 5.0


def split_cores() -> tuple[int, int] | None:
    """Move this process to the second core; return (core for bots, ours), `None` with one core."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        return None
    os.sched_setaffinity(0, {cores[1]})
    return cores[0], cores[1]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Process:
    """A program under measurement, pinned to a core."""

    def __init__(
        self, command: Sequence[str], more: Mapping[str, str], core: int | None, name: str
    ) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        self.name = name
        self.started_at = time.perf_counter()
        self._popen = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_clean_environment() | dict(more),
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=self._said,
        )
        if core is not None:
            os.sched_setaffinity(self._popen.pid, {core})

    @property
    def is_running(self) -> bool:
        """Whether it has not ended by itself."""
        return self._popen.poll() is None

    def cpu_seconds(self) -> float:
        """Return what all its threads used so far, in user and system mode."""
        stat = Path(f"/proc/{self._popen.pid}/stat").read_text(encoding="ascii")
        after_name = stat.rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / _TICKS

    def resident_mb(self) -> float:
        """Return the memory it holds, in millions of bytes."""
        pages = Path(f"/proc/{self._popen.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * _PAGE / 1e6

    def last_words(self) -> str:
        """Return the end of what it printed."""
        self._said.seek(0)
        return self._said.read().decode(errors="replace")[-1500:].strip()

    def stop(self) -> None:
        """End it."""
        self._popen.terminate()
        try:
            self._popen.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        self._said.close()


def _clean_environment() -> dict[str, str]:
    """Keep what a bot should not inherit away from it: our settings, proxies, no bytecode."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SOGLIA_")
        and not name.lower().endswith("_proxy")
        and name != "PYTHONDONTWRITEBYTECODE"
    }
