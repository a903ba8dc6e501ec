"""A PostgreSQL server of the tests' own, by Debian's programs, on a free port in a temporary folder; started, killed, stopped."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

USER = "dateline"
MISSING = "PostgreSQL's server is not installed (Debian: apt-get install postgresql)"


def programs() -> Path | None:
    """The folder of the newest server that is installed, or None."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    if found := next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None):
        return found
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


class Server:
    """A running server; its databases are reached with the user USER over TCP on this machine."""

    def __init__(self, folder: Path, bin: Path) -> None:
        self.folder, self.bin, self.port = folder, bin, _free_port()
        # The server refuses to run as root; Debian's package brings a user for it.
        self.account = "postgres" if os.geteuid() == 0 else None
        if self.account:
            shutil.chown(folder, self.account)
        self.run("initdb", "-D", str(folder / "data"), "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-N")
        self.start()

    @property
    def reached(self) -> tuple[str, ...]:
        """Options by which PostgreSQL's own programs reach it."""
        return ("-h", "127.0.0.1", "-p", str(self.port), "-U", USER)

    def url(self, database: str) -> str:
        """The address of a database of it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs as the server's account; what it printed."""
        done = subprocess.run(
            [str(self.bin / program), *arguments], user=self.account, cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{program}: {done.stderr}{done.stdout}"
        return done.stdout

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": self.folder, "fsync": "off",
            "max_connections": 60, "shared_buffers": "64MB",
        }  # fmt: skip
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(self.bin / "postgres"), "-D", str(self.folder / "data"), *options]
        for _ in range(300):
            with (self.folder / "log").open("ab") as log:
                self.process = subprocess.Popen(command, user=self.account, cwd=self.folder, stdout=log, stderr=log)
            # After a kill the old server's children may take a moment to notice; until then the new one gives up.
            while self.process.poll() is None:
                with contextlib.suppress(AssertionError):
                    self.run("pg_isready", *self.reached[:4], "-t", "1")
                    return
                time.sleep(0.1)
            time.sleep(0.1)
        raise RuntimeError((self.folder / "log").read_text())

    def kill(self) -> None:
        """Kill it without warning, with all that it was doing; its children notice and end."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Stop it as an administrator does who cannot wait."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A server as long as it is needed. Its programs must be installed."""
    bin = programs()
    assert bin, MISSING
    # Not below pytest's own folder, which the server's account may not enter.
    folder = Path(tempfile.mkdtemp(prefix="dateline-postgresql-"))
    server = None
    try:
        server = Server(folder, bin)
        yield server
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
