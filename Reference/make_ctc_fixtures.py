"""Writes Tests/LSTMTensorTests/Fixtures/ctc.json: PyTorch's ctc_loss in float64 and its gradients with respect to the logits.

Logits are rounded to float32 first, so that both sides start from the same numbers."""

import json
import platform
from pathlib import Path

import torch

TARGET = Path(__file__).parent.parent / "Tests/LSTMTensorTests/Fixtures/ctc.json"

# T, V, blank, the targets, the lengths, the spread of the logits.
CASES = {
    "one of each": (5, 4, 0, [[1, 2]], [5], 1.0),
    "repeated labels": (9, 4, 0, [[1, 1, 2, 2, 2], [3, 3]], [9, 6], 1.0),
    "just enough steps": (6, 5, 0, [[1, 2, 3, 4, 1, 2], [2, 2, 3], [4, 4, 4]], [6, 4, 5], 2.0),
    "ragged": (20, 7, 0, [[1, 2, 3, 4, 5], [6], [3, 3, 1, 6, 2, 2], [5, 4]], [20, 1, 13, 7], 1.5),
    "empty targets": (7, 3, 0, [[], [1], []], [7, 5, 3], 1.0),
    "another blank": (8, 6, 5, [[0, 1, 1], [4, 3, 0, 2]], [8, 6], 1.0),
    "too long": (5, 4, 0, [[1, 2, 3, 1, 2, 3], [1, 1, 1], [2, 3], [1, 1, 2]], [5, 4, 5, 3], 1.0),
    "peaked": (30, 9, 0, [[1, 2, 3, 4, 5, 6, 7, 8], [8, 8, 1]], [30, 25], 25.0),
    "long": (150, 6, 0, [[1 + (3 * i) % 5 for i in range(40)], [1 + i // 2 % 5 for i in range(30)]], [150, 101], 3.0),
}


def digits(tensor):
    """Nine digits, which tell all float32 numbers apart."""
    return [float(f"{x:.9g}") for x in tensor.flatten().tolist()]


def case(name):
    steps, classes, blank, targets, lengths, spread = CASES[name]
    torch.manual_seed(sum(map(ord, name)))
    logits = (torch.randn(steps, len(targets), classes) * spread).float().double().requires_grad_()
    flat = torch.tensor([x for target in targets for x in target], dtype=torch.long)
    sizes = torch.tensor([len(target) for target in targets])

    def loss(reduction, zero_infinity):
        return torch.nn.functional.ctc_loss(
            logits.log_softmax(2), flat, torch.tensor(lengths), sizes, blank=blank, reduction=reduction,
            zero_infinity=zero_infinity)

    each = loss("none", False)
    result = {"name": name, "shape": list(logits.shape), "blank": blank, "targets": targets, "lengths": lengths,
              "logits": digits(logits.detach()),
              "nats": [None if x == float("inf") else x for x in each.tolist()]}
    for reduction in ("sum", "mean"):
        logits.grad = None
        value = loss(reduction, True)
        value.backward()
        result[reduction] = value.item()
        result[reduction + "_gradient"] = digits(logits.grad)
    return result


print("Python", platform.python_version(), "PyTorch", torch.__version__)
TARGET.write_text(json.dumps([case(name) for name in CASES], separators=(",", ":")) + "\n")
print(TARGET.name, TARGET.stat().st_size, "bytes")
