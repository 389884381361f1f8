"""A home with the sample data, and the app served from it on loopback for as long as a test or a picture needs it."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.stores import store_at

ROOT = Path(__file__).parents[2]
TODAY = "2026-01-15"
STARTED_WITHIN_SECONDS = 60


def environment(home: Path) -> dict[str, str]:
    """The environment of an installation in home, on the sample data's today."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BUNDLINJE_")}
    own = {"BUNDLINJE_HOME": str(home), "BUNDLINJE_STORE": store_at(home), "BUNDLINJE_TODAY": TODAY}
    return kept | own | {"PYTHONPATH": str(ROOT)}


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of the project, run as a user runs it."""
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=240
    )


MAKING = """
import sys
from pipelines.__main__ import main as pipelines
from sample_data.assessments import main as assess
from sample_data.case_months import main as store_months
from sample_data.generate import main as generate

def run(*arguments):
    if pipelines(arguments):
        sys.exit(str(arguments))

generate([sys.argv[1]])
run("load", sys.argv[1], "--source", "Opdigtede eksempeldata")
run("users", "sample_data/users.yaml")
run("goals", "sample_data/goals.yaml")
assess()
run("build")
store_months()
"""


def sample_home(home: Path) -> Path:
    """Generate, load and build the sample data with the commands of `make sample`, all in one process."""
    done = subprocess.run(
        [sys.executable, "-c", MAKING, str(home / "csv")], cwd=ROOT, env=environment(home), capture_output=True, text=True,
        timeout=240,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{done.stdout}{done.stderr}")
    shutil.copy(ROOT / "sample_data" / "settings.yaml", home / "settings.yaml")
    return home


@contextlib.contextmanager
def served(home: Path, secrets_of: Callable[[str], str] | None = None, **more: str) -> Iterator[str]:
    """The app on a free port of 127.0.0.1; yields its address and ends only the process it started.

    secrets_of: the secrets of an installation at this address; without it there are none. more: environment variables.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    if secrets_of is not None:
        (home / "secrets.toml").write_text(secrets_of(address), encoding="utf-8")
    with started(home, port, **more) as server:
        try:
            yield address
        finally:
            server.terminate()
            server.wait(20)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def started(home: Path, port: int, **more: str) -> "subprocess.Popen[bytes]":
    """The app's own process, answering on the port."""
    command = [sys.executable, "-m", "streamlit", "run", "app/server.py", "--server.port", str(port)]
    server = subprocess.Popen(
        [*command, "--secrets.files", str(home / "secrets.toml")],
        cwd=ROOT, env=environment(home) | more, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_until_ready(port, server)
    except BaseException:
        server.kill()
        server.wait(20)
        raise
    return server


def _wait_until_ready(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(STARTED_WITHIN_SECONDS * 5):
        if server.poll() is not None:
            raise RuntimeError("the app stopped before it answered")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError("the app did not answer in time")
