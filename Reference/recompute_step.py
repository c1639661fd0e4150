#!/usr/bin/env python3
"""Recomputes a step that `lstm explain --step N --json` prints, in float64, from the weights of the model.

    lstm explain MODEL INPUT --step N --json >step.json
    python3 Reference/recompute_step.py MODEL step.json

The input, the previous hidden states, cell states and, where gates see gates, previous gates are taken from the JSON;
every gate, candidate, cell state and hidden state is worked out anew from them and the model's safetensors file by the
equations of the cell. It prints the largest |difference| / max(1, |value|) of each quantity and layer, and exits with
1 where one is above 1e-6, with 2 where the model or the JSON is not one that it can check.

It shares no code with the package: numpy does the arithmetic, the file is read here. Cells that it knows: the LSTM
("lstm") and its variants by name (peephole, coupled, no-input-gate, no-forget-gate, no-output-gate,
no-input-activation, no-output-activation, full-gate-recurrence, layer-norm, cell-clip, projection, and those joined by
a plus sign), "gru", "gru-reset-before" and "rnn". Zoneout is not among them: its rates stand in no file's name.
"""

import argparse
import json
import os
import struct
import sys

import numpy as np

LIMIT = 1e-6
EPSILON = 1e-5
KNOWN = {
    "lstm", "peephole", "coupled", "no-input-gate", "no-forget-gate", "no-output-gate", "no-input-activation",
    "no-output-activation", "full-gate-recurrence", "layer-norm", "projection", "gru", "gru-reset-before", "rnn",
}


class Unknown(Exception):
    """Something that cannot be checked here."""


def read_safetensors(path):
    """The tensors of a file by name, in float64."""
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        if entry["dtype"] != "F32":
            raise Unknown(f"{path}: {name} is {entry['dtype']}; expected F32")
        begin, end = entry["data_offsets"]
        values = np.frombuffer(data[begin:end], dtype="<f4").astype(np.float64)
        tensors[name] = values.reshape(entry["shape"])
    return tensors


def layers(tensors, member):
    """The parameters of each layer, by layer and whether it reads in reverse."""
    result = {}
    # The decoder of a detector or a translator stands above its encoder.
    encoder = [name.split(".")[3] for name in tensors if name.startswith("member.0.encoder.")]
    encoder += [name.split(".")[1] for name in tensors if name.startswith("encoder.")]
    above = 1 + max(map(int, encoder)) if encoder else 0
    for name, values in tensors.items():
        parts = name.split(".")
        if parts[0] in ("member", "autoregressive"):
            if int(parts[1]) != member:
                continue
            parts = parts[2:]
        if parts[:2] == ["decoder", "recurrent"]:
            # The layer that attends; the others of a translator's decoder stand above it.
            del parts[1]
        if parts[0] == "upper":
            parts[1] = str(int(parts[1]) + 1)
        if parts[0] in ("decoder", "upper"):
            if not parts[1].isdigit():
                continue
            parts[1] = str(int(parts[1]) + above)
        # lstm.0.inputWeight or lstm.0.reverse.inputWeight
        if len(parts) < 3 or not parts[1].isdigit() or parts[0] in ("base",):
            continue
        reverse = parts[2] == "reverse"
        leaf = ".".join(parts[3:] if reverse else parts[2:])
        result.setdefault((int(parts[1]), reverse), {})[leaf] = values
    return result


def sigma(x):
    return 1 / (1 + np.exp(-x))


def normalized(x):
    return (x - x.mean()) / np.sqrt(x.var() + EPSILON)


def gru(step, weights, before):
    x, h = np.array(step["input"]), np.array(step["previousHidden"])
    size = h.size
    a, u, b = weights["inputWeight"] @ x, weights["recurrentWeight"] @ h, weights["bias"]
    r = sigma(a[:size] + u[:size] + b[:size])
    z = sigma(a[size : 2 * size] + u[size : 2 * size] + b[size : 2 * size])
    if before:
        inner = weights["candidateWeight"] @ (r * h)
    else:
        inner = r * (u[2 * size :] + weights["candidateBias"])
    n = np.tanh(a[2 * size :] + b[2 * size :] + inner)
    return {"resetGate": r, "updateGate": z, "candidate": n, "hidden": (1 - z) * n + z * h}


def rnn(step, weights):
    x, h = np.array(step["input"]), np.array(step["previousHidden"])
    return {"hidden": np.tanh(weights["inputWeight"] @ x + weights["recurrentWeight"] @ h + weights["bias"])}


def lstm(step, weights, kinds, clip):
    x, h = np.array(step["input"]), np.array(step["previousHidden"])
    c = np.array(step["previousCell"])
    size = c.size
    present = {
        "input": "no-input-gate" not in kinds,
        "forget": "no-forget-gate" not in kinds and "coupled" not in kinds,
        "candidate": True,
        "output": "no-output-gate" not in kinds,
    }
    stacked = [gate for gate, there in present.items() if there]
    # The rows of each gate in the stacked weights, and in those that gates alone have.
    rows = {gate: slice(i * size, (i + 1) * size) for i, gate in enumerate(stacked)}
    gates = [gate for gate in stacked if gate != "candidate"]
    own = weights["inputWeight"] @ x
    past = weights["recurrentWeight"] @ h
    if "full-gate-recurrence" in kinds:
        seen = np.concatenate([step["previous" + gate.capitalize() + "Gate"] for gate in gates])
        fed = weights["gateWeight"] @ seen
        for i, gate in enumerate(gates):
            past[rows[gate]] += fed[i * size : (i + 1) * size]
    if "layer-norm" in kinds:
        own = weights["normalization.inputScale"] * normalized(own)
        past = weights["normalization.recurrentScale"] * normalized(past)
    sums = own + past + weights["bias"]

    def gate(name, cell):
        if not present[name]:
            return None
        total = sums[rows[name]]
        if "peephole" in kinds and name in gates:
            total = total + weights["peepholeWeight"][gates.index(name)] * cell
        return sigma(total)

    i = gate("input", c)
    f = 1 - i if "coupled" in kinds else gate("forget", c)
    candidate = sums[rows["candidate"]]
    if "no-input-activation" not in kinds:
        candidate = np.tanh(candidate)
    cell = (1 if f is None else f) * c + (1 if i is None else i) * candidate
    if clip is not None:
        cell = np.clip(cell, -clip, clip)
    o = gate("output", cell)
    shown = cell
    if "layer-norm" in kinds:
        shown = weights["normalization.cellScale"] * normalized(cell) + weights["normalization.cellShift"]
    if "no-output-activation" not in kinds:
        shown = np.tanh(shown)
    hidden = (1 if o is None else o) * shown
    if "projection" in kinds:
        hidden = weights["projectionWeight"] @ hidden
    values = {"candidate": candidate, "cell": cell, "hidden": hidden}
    values.update({name: gate for name, gate in (("inputGate", i), ("forgetGate", f), ("outputGate", o)) if gate is not None})
    return values


def recomputed(step, weights, clip):
    kinds = set(step["cellType"].split("+"))
    if "cell-clip" in kinds:
        if clip is None:
            raise Unknown("the cell state is clipped: say at what with --clip")
        kinds.discard("cell-clip")
    else:
        clip = None
    unknown = kinds - KNOWN
    if unknown:
        raise Unknown(f"the cell \"{step['cellType']}\"; known are {', '.join(sorted(KNOWN))}")
    if "gru" in kinds or "gru-reset-before" in kinds:
        return gru(step, weights, "gru-reset-before" in kinds)
    return rnn(step, weights) if "rnn" in kinds else lstm(step, weights, kinds, clip)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", help="the model folder")
    parser.add_argument("step", help="what `lstm explain --step N --json` printed; - is standard input")
    parser.add_argument("--member", type=int, default=0, help="which network of several was explained")
    parser.add_argument("--clip", type=float, help="where a clipped cell state ends")
    options = parser.parse_args()
    with sys.stdin if options.step == "-" else open(options.step) as file:
        document = json.load(file)
    parameters = layers(read_safetensors(os.path.join(options.model, "model.safetensors")), options.member)
    worst, count = 0.0, 0
    print(f"step {document['step']}, which reads {document['token']!r}")
    for step in document["layers"]:
        key = (step["layer"], step["direction"] == "reverse")
        if key not in parameters:
            raise Unknown(f"the model has no layer {key[0]}; it has {sorted(parameters)}")
        for name, expected in recomputed(step, parameters[key], options.clip).items():
            found = np.array(step[name], dtype=np.float64)
            if found.shape != expected.shape:
                raise Unknown(f"layer {key[0]}: {name} has {found.size} values; expected {expected.size}")
            error = np.max(np.abs(found - expected) / np.maximum(1, np.abs(expected)))
            worst, count = max(worst, error), count + found.size
            print(f"  layer {key[0]} ({step['cellType']}) {name:12} {found.size:6} values  {error:.2e}")
    print(f"largest |difference| / max(1, |value|) of {count} values: {worst:.2e} (limit {LIMIT:.0e})")
    return 0 if worst <= LIMIT else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Unknown, KeyError, OSError, ValueError) as error:
        print(f"recompute_step.py: {error}", file=sys.stderr)
        sys.exit(2)
