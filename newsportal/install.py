"""Makes .venv from the hashed locks: `python3 newsportal/install.py base|dev`.

Runs before anything is installed, so it uses the standard library alone. A second run with an
unchanged lock does nothing. The Makefile calls it.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
UV = "uv>=0.9"
NO_NETWORK = (
    "The packages could not be fetched. Is there a network, and does pip reach its package index "
    "from here? Behind a company proxy set HTTPS_PROXY and SSL_CERT_FILE. Then run make again."
)


def main(names):
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            f"Python 3.11 or newer is needed, this is {found}: make PYTHON=/path/to/python3.11"
        )
    for name in names or ["base"]:
        install(name)
    compile_translations()


def install(name):
    """Bring .venv in line with requirements/<name>.txt, unless it is already."""
    lock = ROOT / "requirements" / f"{name}.txt"
    stamp = VENV / f"installed-{name}"
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
        return
    make_venv()
    print(f"Installing requirements/{name}.txt ...", flush=True)
    if not (fetch_uv() and sync(lock)) and not plain_pip(lock):
        sys.exit(NO_NETWORK)
    for other in VENV.glob("installed-*"):
        other.unlink()
    stamp.write_text(wanted)
    if name != "base":  # the larger locks hold the same versions of everything in the base lock
        base = ROOT / "requirements" / "base.txt"
        known = hashlib.sha256(base.read_bytes() + sys.version.encode()).hexdigest()
        (VENV / "installed-base").write_text(known)


def make_venv():
    if PYTHON.exists():
        return
    try:
        venv.create(VENV, with_pip=True)
    except (subprocess.CalledProcessError, ImportError):
        sys.exit(
            "Python can't make a virtual environment here. "
            "On Debian and Ubuntu: apt-get install python3-venv. Then run make again."
        )


def fetch_uv():
    return (BIN / "uv").exists() or run(PYTHON, "-m", "pip", "install", "--quiet", UV)


def sync(lock):
    return run(BIN / "uv", "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", lock)


def plain_pip(lock):
    return run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock)


def compile_translations():
    """Write the .mo files next to the .po files whenever one is newer."""
    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        locale = source.parent.parent.name
        if not run(BIN / "pybabel", "-q", "compile", "-i", source, "-o", target, "-l", locale):
            sys.exit(f"{source.relative_to(ROOT)} can't be compiled: see above.")


def run(*command):
    """True when the command succeeded. Its own messages are shown."""
    return subprocess.run([str(part) for part in command], cwd=ROOT).returncode == 0


if __name__ == "__main__":
    main(sys.argv[1:])
