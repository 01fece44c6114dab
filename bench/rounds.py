"""Measuring several things in turn, so that a slow moment of the machine meets all of them."""

import statistics
import time


def in_turn(actions, *, rounds, warm_up=1):
    """Run each action once a round; {name: [seconds of each counted round]}."""
    return taken_in_turn(
        {name: timing(action) for name, action in actions.items()}, rounds=rounds, warm_up=warm_up
    )


def taken_in_turn(measures, *, rounds, warm_up=1):
    """The same for what measures itself: each gives the seconds it took."""
    seconds = {name: [] for name in measures}
    for number in range(warm_up + rounds):
        for name, measure in measures.items():
            taken = measure()
            if number >= warm_up:
                seconds[name].append(taken)
    return seconds


def timing(action):
    """An action that tells how long it took."""

    def measure():
        started = time.perf_counter()
        action()
        return time.perf_counter() - started

    return measure


def ratio(seconds, name, floor):
    """The median over rounds of name's time divided by the floor's in the same round."""
    return statistics.median(a / b for a, b in zip(seconds[name], seconds[floor], strict=True))


def at_most(value, target):
    value = round(float(value), 3)
    return {"value": value, "target": target, "ok": value <= target, "at_least": False}


def at_least(value, target):
    value = round(float(value), 3)
    return {"value": value, "target": target, "ok": value >= target, "at_least": True}
