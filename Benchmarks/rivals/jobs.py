"""Whole jobs: training steps, one character at a time, and what a process costs."""

import json
import subprocess
import sys
from pathlib import Path

from timing import median, time_in_turn

STEPS = [
    {"name": "PTB small (2×200, N 20, T 20, 10,000 words, SGD, clip 5), training", "unit": "words/s", "batch": 20,
     "time": 20, "input": 200, "hidden": 200, "layers": 2, "vocabulary": 10000, "optimizer": "sgd", "clip": 5.0},
    {"name": "characters (2×512, N 64, T 100, AdamW, clip 1), training", "unit": "characters/s", "batch": 64,
     "time": 100, "input": 128, "hidden": 512, "layers": 2, "vocabulary": 65, "optimizer": "adamw", "clip": 1.0},
]
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .\n"


def training_steps(contenders, threads, options):
    taking_part = [contenders[name] for name in ("ours", "pytorch") if name in contenders]
    for step in STEPS:
        for count in threads:
            for contender in taking_part:
                contender.ask({"do": "job", "threads": count} | {
                    key: value for key, value in step.items() if key not in ("name", "unit")})
            times = time_in_turn(taking_part, options.rounds, options.seconds * 4)
            tokens = step["batch"] * step["time"]
            yield {"job": step["name"], "unit": step["unit"], "threads": count, "more_is_better": True} | {
                name: tokens / median(values) for name, values in times.items()}


# Until it runs its program, a child counts its parent's memory as its own peak: so a small process starts it.
LAUNCHER = """
import json, os, subprocess, sys, time
begin = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
child.stdout.read(1)
first = time.perf_counter() - begin
child.stdout.read()
_, status, usage = os.wait4(child.pid, 0)
print(json.dumps([first * 1e3, usage.ru_maxrss / 1024, time.perf_counter() - begin, status]))
"""


def process(command):
    """Milliseconds to the first byte of output, peak megabytes, seconds in all."""
    first, peak, seconds, status = json_of([sys.executable, "-S", "-c", LAUNCHER] + command)
    if status != 0:
        raise SystemExit(f"{' '.join(command)} ended with status {status}")
    return first, peak, seconds


def generating(lstm, folder, options):
    """A 2×512 character model, untrained: its speed does not depend on what it has learned."""
    text, model, length = folder / "text.txt", folder / "model", 4000
    text.write_text(LETTERS * 200)
    subprocess.run(
        [lstm, "train", "language", str(text), "--hidden", "512", "--layers", "2", "--steps", "1", "--output",
         str(model), "--quiet"], check=True)
    rivals = Path(__file__).parent
    first, peak, rates = [], [], {1: [], 2: []}
    loops = []
    for _ in range(options.rounds):
        for threads in (1, 2):
            command = [lstm, "generate", str(model), "--threads", str(threads), "--length"]
            rates[threads].append(length / process(command + [str(length)])[2])
        milliseconds, megabytes, _ = process(command + ["1"])
        first.append(milliseconds)
        peak.append(megabytes)
        loops.append(json_of([sys.executable, str(rivals / "generate.py"), "--length", "100", "--rounds", "1"]))
    best = median([loop["best"] for loop in loops])
    for threads in (1, 2):
        yield {"job": "generating with 2×512, start of our process included, PyTorch's best loop without",
               "unit": "characters/s", "threads": threads, "more_is_better": True, "ours": median(rates[threads]),
               "pytorch": best}
    start, memory = zip(*[process([sys.executable, "-c", "import torch; print(1)"])[:2] for _ in range(3)])
    yield {"job": "`lstm generate`, process start to first character; PyTorch: its import alone", "unit": "ms",
           "threads": 2, "more_is_better": False, "ours": median(first), "pytorch": median(start)}
    yield {"job": "the same, peak memory", "unit": "MB", "threads": 2, "more_is_better": False, "ours": median(peak),
           "pytorch": median(memory)}


def json_of(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def run(contenders, threads, options, folder):
    yield from training_steps(contenders, threads, options)
    if options.lstm and "pytorch" in contenders:
        yield from generating(options.lstm, folder, options)
