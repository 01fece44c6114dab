"""`make bench`: speed as ratios against a floor measured in the same run.

Absolute times say more about the machine than about us; a ratio of two things measured in turn,
round by round, holds on any machine. Prints a table and writes bench/results.json:
{name: {value, target, ok}}. A missed target is said, not an error. `--only NAME` measures one part
and keeps the other figures.
"""

import argparse
import atexit
import importlib
import json
import os
import shutil
import tempfile
import time
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")
# The largest discussions come last: they push everything else out of the database's memory.
PARTS = (
    "pages",
    "drawing",
    "writes",
    "threads",
    "crowds",
    "imports",
    "sizes",
    "moderation",
    "pictures",
    "newsroom",
    "mails",
)


def main():
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--only", action="append", choices=PARTS, metavar="NAME")
    chosen = parser.parse_args().only
    prepare()
    results = {}
    for name in chosen or PARTS:
        started = time.monotonic()
        results |= importlib.import_module(f"bench.{name}").measure()
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    report(results)
    RESULTS.write_text(json.dumps((kept() if chosen else {}) | results, indent=2) + "\n")


def prepare():
    """A server that waits for the disk, and an empty site."""
    from tests import postgres

    os.environ["DATABASE_URL"] = postgres.start(durable=True)
    folder = tempfile.mkdtemp(prefix="portal-bench-")
    atexit.register(shutil.rmtree, folder)
    os.environ["VAR_DIR"] = folder
    Path(folder, "static").mkdir()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def kept():
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else {}


def report(results):
    """A table that can stand in docs/performance.md as it is."""
    width = max(map(len, results))
    print(
        f"\n| {'what':{width}} | value  | target  |        |\n| {'-' * width} | ------ | ------- | ------ |"
    )
    for name, row in results.items():
        target = f"{'>=' if row['at_least'] else '<='} {row['target']}"
        verdict = "" if row["ok"] else "missed"
        print(f"| {name:{width}} | {row['value']:6.2f} | {target:7} | {verdict:6} |")
    missed = [name for name, row in results.items() if not row["ok"]]
    print(f"\n{len(results) - len(missed)} of {len(results)} targets met.")


if __name__ == "__main__":
    main()
