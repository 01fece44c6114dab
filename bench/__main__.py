"""`make bench`: speed as ratios against a floor measured in the same run.

Absolute times say more about the machine than about us; a ratio of two things measured in turn,
round by round, holds on any machine. Prints a table and writes bench/results.json:
{name: {value, target, ok}}. A missed target is said, not an error.
"""

import json
import os
import tempfile
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")


def main():
    from tests import postgres

    os.environ["DATABASE_URL"] = postgres.start(durable=True)
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from bench import pages, writes

    report(pages.measure() | writes.measure())


def report(results):
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    width = max(map(len, results))
    print(f"\n{'what':{width}}  value  target")
    for name, row in results.items():
        sign = ">=" if row["at_least"] else "<="
        verdict = "" if row["ok"] else "  MISSED"
        print(f"{name:{width}}  {row['value']:5.2f}  {sign} {row['target']}{verdict}")
    missed = [name for name, row in results.items() if not row["ok"]]
    print(f"\n{len(results) - len(missed)} of {len(results)} targets met.")


if __name__ == "__main__":
    main()
