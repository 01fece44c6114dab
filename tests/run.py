"""Runs the suite: `python -m tests.run [sqlite] [postgresql] [browser] [-- pytest arguments]`.

Each pass is a pytest of its own, because Django reads its database once. Without names all run.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests import chromium, postgres, prepared

# What doesn't ask the database is run once. No pass reads tests that only another one runs.
ELSEWHERE = ["--ignore=tests/browser"]
PASSES = {
    "sqlite": ["-m", "not browser", *ELSEWHERE],
    "postgresql": ["-m", "not browser and database", *ELSEWHERE],
    "browser": ["-m", "browser", "-o", "testpaths=tests/browser"],
}


def main(words):
    split = words.index("--") if "--" in words else len(words)
    chosen, arguments = words[:split] or list(PASSES), words[split + 1 :]
    if unknown := set(chosen) - set(PASSES):
        sys.exit(f"No such pass: {', '.join(sorted(unknown))}. There are {', '.join(PASSES)}.")
    with ExitStack() as stack:
        share_bytecode(stack)
        passes = prepare(chosen, stack)
        results = [run(name, arguments, passes[name]) for name in chosen]
    sys.exit(max(results))


def prepare(chosen, stack):
    """The environment variables of each pass; the databases are migrated side by side."""
    try:
        passes = {name: surroundings(name) for name in chosen}
    except (postgres.NoPostgreSQL, chromium.NoChromium) as error:
        sys.exit(str(error))
    urls = list({each["DATABASE_URL"] for each in passes.values()})
    with ThreadPoolExecutor() as pool:
        databases = pool.map(stack.enter_context, map(prepared.database, urls))
        known = dict(zip(urls, databases, strict=True))
    return {name: each | known[each["DATABASE_URL"]] for name, each in passes.items()}


def share_bytecode(stack):
    """Where none may lie in the source, all processes read it from one folder for a while."""
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        folder = tempfile.TemporaryDirectory(prefix="portal-bytecode-", ignore_cleanup_errors=True)
        os.environ["PYTHONPYCACHEPREFIX"] = stack.enter_context(folder)
        os.environ["PYTHONDONTWRITEBYTECODE"] = ""


def run(name, arguments, known):
    """One pass in the environment that makes it what it is; gives pytest's exit code."""
    print(f"\n== {name} ==", flush=True)
    with tempfile.TemporaryDirectory(prefix="portal-test-") as var:
        (Path(var) / "static").mkdir()
        workers = ["-n", f"{number_of_workers(name)}", "--dist", "worksteal"]
        command = [sys.executable, "-m", "pytest", "-q", *PASSES[name], *workers, *arguments]
        environment = os.environ | {"VAR_DIR": var} | known
        return subprocess.run(command, env=environment).returncode


def number_of_workers(name):
    """One for each processor; one more in the browser's pass, where all wait now and then."""
    if given := os.environ.get("TEST_WORKERS"):
        return given
    return (os.cpu_count() or 1) + 1 if name == "browser" else "auto"


def surroundings(name):
    """What makes a pass what it is."""
    if name == "postgresql":
        return {"DATABASE_URL": postgres.start()}
    if name == "sqlite":
        return {"DATABASE_URL": ""}
    # Sync Playwright keeps an event loop in the thread that also asks the database.
    return {
        "DATABASE_URL": "",
        "CHROMIUM": chromium.find(),
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }


if __name__ == "__main__":
    main(sys.argv[1:])
