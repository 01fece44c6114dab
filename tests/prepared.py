"""A migrated database that is made once: every worker's own starts as a copy of it.

Migrating takes longer than any test. `tests.run` prepares; a bare `pytest` migrates as ever.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

KNOWN_AS = "TEST_PREPARED"


@contextmanager
def database(url):
    """Migrate one where the address says; gives what the environment of a pass says of it."""
    with tempfile.TemporaryDirectory(prefix="portal-test-") as folder:
        path = Path(folder, "prepared.sqlite3")
        known = {KNOWN_AS: "test_portal_prepared" if url.startswith("postgres") else str(path)}
        environment = os.environ | {"DATABASE_URL": url, "VAR_DIR": folder} | known
        command = [sys.executable, "-m", "tests.prepared"]
        subprocess.run([*command, "make"], env=environment, check=True)
        try:
            yield known
        finally:
            subprocess.run([*command, "drop"], env=environment, check=False)


def use_prepared():
    """Let the test database of this process be a copy."""
    from django.db import connection
    from django.db.backends.signals import connection_created

    if name := os.environ.get(KNOWN_AS):
        connection_created.connect(_fill, dispatch_uid=KNOWN_AS)
        connection.settings_dict["TEST"]["TEMPLATE"] = name


def _fill(connection, signal, **about):
    """SQLite's, in memory or the browser tests' file, is empty when it is opened first."""
    known = connection.settings_dict
    is_its_file = known["NAME"] == known["TEST"]["NAME"]
    if connection.vendor == "sqlite" and (connection.is_in_memory_db() or is_its_file):
        signal.disconnect(dispatch_uid=KNOWN_AS)
        source = sqlite3.connect(os.environ[KNOWN_AS])
        source.backup(connection.connection)
        source.close()


def main(word):
    import django

    django.setup()
    from django.db import connection

    name, creation = os.environ[KNOWN_AS], connection.creation
    if word == "make":
        connection.settings_dict["TEST"]["NAME"] = name
        creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    else:
        former, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
        creation.destroy_test_db(former, verbosity=0)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsportal.settings"
    main(sys.argv[1])
