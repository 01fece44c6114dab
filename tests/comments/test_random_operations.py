"""Random sequences of everything that can be done to discussions, against a model of them."""

import os
import sys

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from comments.tree import FANOUT
from tests.comments.random_operations import Discussions

# The same sequences every time. RANDOM_EXAMPLES=1000 looks for others, and for the shortest that
# breaks something.
LOOKED_FOR = int(os.environ.get("RANDOM_EXAMPLES", 0))
SMALL_FANOUT = (4, 3, 3, 256, 1, 1, 1)
SETTINGS = settings(
    max_examples=LOOKED_FOR or 15,
    stateful_step_count=25,
    derandomize=not LOOKED_FOR,
    phases=list(Phase) if LOOKED_FOR else [Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def _little_room(monkeypatch):
    """Comments that are soon full, so that replies are handed over to those above."""
    modules = [module for name, module in sys.modules.items() if name.startswith("comments.")]
    for module in modules:
        if getattr(module, "FANOUT", None) is FANOUT:
            monkeypatch.setattr(module, "FANOUT", SMALL_FANOUT)


@pytest.mark.django_db
@pytest.mark.usefixtures("_little_room")
def test_no_sequence_of_operations_breaks_a_discussion():
    run_state_machine_as_test(Discussions, settings=SETTINGS)
