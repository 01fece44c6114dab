"""Measuring several things in turn, so that a slow moment of the machine meets all of them."""

import statistics
import time


def in_turn(actions, *, rounds, warm_up=1):
    """Run each action once a round; {name: [seconds of each counted round]}."""
    seconds = {name: [] for name in actions}
    for number in range(warm_up + rounds):
        for name, action in actions.items():
            started = time.perf_counter()
            action()
            if number >= warm_up:
                seconds[name].append(time.perf_counter() - started)
    return seconds


def ratio(seconds, name, floor):
    """The median over rounds of name's time divided by the floor's in the same round."""
    return statistics.median(a / b for a, b in zip(seconds[name], seconds[floor], strict=True))


def at_most(value, target):
    return {"value": round(value, 3), "target": target, "ok": value <= target, "at_least": False}


def at_least(value, target):
    return {"value": round(value, 3), "target": target, "ok": value >= target, "at_least": True}
