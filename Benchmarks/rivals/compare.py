"""Runs ours and each rival in turn over the same work: the driver of `Benchmarks/compare`.

Every contender is one process; all but the one being timed are stopped, so that no idle thread of a rival spins on the
processor. A row is timed only after the outputs (and gradients) agree.
"""

import argparse
import pathlib
import tempfile

import numpy as np
from safetensors.numpy import load_file, save_file

import jobs
import variants
from contender import Contender
from machine import Machine
from report import Report
from shapes import SHAPES
from timing import median, time_in_turn

PARITY = 1e-4
RIVALS = {"inference": ["pytorch", "onnxruntime"], "training": ["pytorch"]}


def make_problem(shape, path):
    random = np.random.default_rng(1)
    bound = shape.hidden**-0.5
    tensors = {}
    for layer in range(shape.layers):
        inputs = shape.input if layer == 0 else shape.directions * shape.hidden
        for suffix in ["", "_reverse"][: shape.directions]:
            for name, size in {
                "weight_ih": (4 * shape.hidden, inputs), "weight_hh": (4 * shape.hidden, shape.hidden),
                "bias_ih": (4 * shape.hidden,), "bias_hh": (4 * shape.hidden,),
            }.items():
                tensors[f"lstm.{name}_l{layer}{suffix}"] = random.uniform(-bound, bound, size).astype(np.float32)
    tensors["input"] = random.standard_normal((shape.time, shape.batch, shape.input)).astype(np.float32)
    tensors["upstream"] = random.standard_normal(
        (shape.time, shape.batch, shape.directions * shape.hidden)).astype(np.float32)
    save_file(tensors, path)


def our_name(name):
    """gradient.lstm.weight_ih_l0_reverse to gradient.lstm.0.reverse.inputWeight."""
    parts = name.split(".")
    if len(parts) < 3:
        return name
    kind, _, place = parts[2].rpartition("_l")
    layer, _, reverse = place.partition("_")
    kind = {"weight_ih": "inputWeight", "weight_hh": "recurrentWeight", "bias_ih": "bias"}.get(kind)
    return kind and ".".join(["gradient.lstm", layer] + ([reverse] if reverse else []) + [kind])


def check(ours, theirs, rival):
    for name, value in theirs.items():
        mine = our_name(name)
        if mine is None:  # PyTorch's second bias has the gradient of the first
            continue
        error = np.abs(ours[mine] - value).max() / max(np.abs(value).max(), 1e-30)
        if not error <= PARITY:
            raise SystemExit(f"{mine} differs from {rival}'s by {error:.2e}, more than {PARITY}: nothing is timed")


def compare_layer(shape, work, threads, contenders, folder, options):
    problem = folder / "problem.safetensors"
    make_problem(shape, problem)
    taking_part = [contenders[name] for name in ["ours"] + RIVALS[work] if name in contenders]
    paths = {}
    for contender in taking_part:
        answer = contender.ask({
            "do": "layer", "work": work, "threads": threads, "problem": str(problem), "hidden": shape.hidden,
            "layers": shape.layers, "bidirectional": shape.bidirectional,
            "answer": str(folder / f"{contender.name}.safetensors")})
        paths[contender.name] = answer.get("variant")
    answers = {contender.name: load_file(folder / f"{contender.name}.safetensors") for contender in taking_part}
    for contender in taking_part[1:]:
        check(answers["ours"], answers[contender.name], contender.name)
    times = time_in_turn(taking_part, options.rounds, options.seconds)
    return {
        "work": work, "batch": shape.batch, "time": shape.time, "input": shape.input, "hidden": shape.hidden,
        "bidirectional": shape.bidirectional, "layers": shape.layers, "threads": threads,
        **{f"{name}_ms": median(times[name]) * 1e3 for name in times},
        **{f"{name}_spread": max(times[name]) / min(times[name]) for name in times},
        "pytorch_variant": paths.get("pytorch"),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", required=True, help="our contender's program")
    parser.add_argument("--lstm", help="the command, for the whole jobs")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.15, help="least time of one measurement")
    parser.add_argument("--work", choices=["inference", "training"], action="append")
    parser.add_argument("--threads", type=int, action="append")
    parser.add_argument("--rows", type=int, nargs="*", help="numbers of rows, from 1")
    parser.add_argument("--no-rivals", action="store_true", help="while tuning; writes no result")
    parser.add_argument("--no-jobs", action="store_true")
    parser.add_argument("--no-layers", action="store_true")
    parser.add_argument("--no-variants", action="store_true")
    parser.add_argument("--results", help="folder for results/compare.json and RESULTS.md's table")
    options = parser.parse_args()
    threads = options.threads or [1, 2]
    contenders = {"ours": Contender("ours", [options.ours])}
    if not options.no_rivals:
        for name in ("pytorch", "onnxruntime"):
            contenders[name] = Contender.python(name)
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(contenders, threads, options)
        report = Report(machine, threads)
        for work in [] if options.no_layers else options.work or ["inference", "training"]:
            for shape in [SHAPES[row - 1] for row in options.rows] if options.rows else SHAPES:
                for count in threads:
                    row = compare_layer(shape, work, count, contenders, pathlib.Path(folder), options)
                    report.add(shape, row)
        if not options.no_jobs:
            for row in jobs.run(contenders, threads, options, pathlib.Path(folder)):
                report.add_job(row)
        if not options.no_variants and not options.rows:
            for row in variants.run(contenders["ours"], threads, options):
                report.add_variant(row)
    for contender in contenders.values():
        contender.close()
    report.summary()
    if options.results:
        report.write(pathlib.Path(options.results), options)


if __name__ == "__main__":
    main()
