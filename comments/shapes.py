"""What discussions look like from above: who answers whom, as plain numbers.

A thread is a list that says of each of its comments which earlier one it answers (of the first:
None).
"""

LONGEST_THREAD = 3000
# Three in ten comments start a thread; most threads have one comment, a few have hundreds.
TAIL = 1.37
QUARREL_CHANCE = 0.005
QUARREL_LENGTHS = 20, 45
# Four in ten replies answer the first comment, the others what was written lately.
ANSWERS_FIRST_CHANCE = 0.4
LATELY = 4


def threads(shape, comments, chance):
    """Threads of that shape with so many comments in all, one after the other."""
    left = comments
    while left:
        thread = SHAPES[shape](left, chance)[:left]
        yield thread
        left -= len(thread)


def in_time(threads, chance):
    """The comments of some threads as they were written: pairs of thread and whom it answers."""
    written = []
    for start, thread in enumerate(threads):
        moment = start
        for number, answered in enumerate(thread):
            written.append((moment, start, number, answered))
            moment += chance.expovariate(0.3)
    return [(start, answered) for _, start, _, answered in sorted(written)]


def _flat(left, chance):
    return [None]


def _chain(left, chance):
    return [None, *range(left - 1)]


def _one_thread(left, chance):
    return [None, *(_answered(number, chance) for number in range(1, left))]


def _realistic(left, chance):
    if chance.random() < QUARREL_CHANCE:
        return _chain(chance.randint(*QUARREL_LENGTHS), chance)
    return _one_thread(min(LONGEST_THREAD, int(chance.paretovariate(TAIL))), chance)


def _answered(number, chance):
    if chance.random() < ANSWERS_FIRST_CHANCE:
        return 0
    return max(0, number - 1 - int(chance.expovariate(1 / LATELY)))


SHAPES = {
    "realistic": _realistic,
    # The same threads; what is said in them is of mixed quality (mixture.py).
    "mixed": _realistic,
    "flat": _flat,
    "chain": _chain,
    "one-thread": _one_thread,
}
