"""Rounds in turn, and their median: a machine that drifts then drifts for all alike."""


def median(values):
    return sorted(values)[len(values) // 2]


def time_in_turn(contenders, rounds, seconds):
    """Seconds a call, by contender and round."""
    times = {contender.name: [] for contender in contenders}
    for _ in range(rounds):
        for contender in contenders:
            times[contender.name].append(contender.ask({"do": "run", "seconds": seconds})["seconds"])
    return times
