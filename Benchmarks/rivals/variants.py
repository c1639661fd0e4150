"""Our variants of the LSTM against our plain one: no rival has them on its fast path."""

from timing import median

SHAPES = [(16, 50, 128, 128), (64, 100, 256, 256)]


def run(ours, threads, options):
    names = ours.ask({"do": "variants"})["names"]
    for work in options.work or ["inference", "training"]:
        for batch, time, inputs, hidden in SHAPES:
            for count in threads:
                times = {name: [] for name in names}
                for _ in range(options.rounds):
                    for name in names:
                        ours.ask({
                            "do": "variant", "variant": name, "work": work, "threads": count, "batch": batch,
                            "time": time, "input": inputs, "hidden": hidden})
                        times[name].append(ours.ask({"do": "run", "seconds": options.seconds})["seconds"])
                plain = median(times["plain"])
                for name in names[1:]:
                    yield {
                        "variant": name, "work": work, "batch": batch, "time": time, "input": inputs,
                        "hidden": hidden, "threads": count, "ours_ms": median(times[name]) * 1e3,
                        "plain_ms": plain * 1e3, "times_plain": median(times[name]) / plain}
