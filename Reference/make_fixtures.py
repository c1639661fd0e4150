"""Writes the PyTorch fixtures that the Swift tests compare with.

Every case is computed in float64 from inputs that float32 holds exactly, and its results are stored
rounded to float32, so a stored number is within half a unit in the last place of the truth. Where
PyTorch has a float32 path of its own (oneDNN for the LSTM) that is run too, and must agree to 1e-5.
"""

import copy
import json
import platform
from pathlib import Path

import safetensors
import safetensors.torch
import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

TESTS = Path(__file__).resolve().parent.parent / "Tests"
LAYERS = TESTS / "LSTMLayersTests" / "Fixtures"
TRAINING = TESTS / "LSTMTrainingTests" / "Fixtures"

FLOAT32_TOLERANCE = 1e-5
LARGEST_FILE = 60_000
LARGEST_FOLDER = 600_000

KINDS = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}


# --- Writing -----------------------------------------------------------------------------------


def text(value):
    """A note as the Swift side reads it: true or false, or numbers separated by commas."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(text(item) for item in value)
    return str(value)


def write(folder, name, tensors, notes):
    notes = {"computed": "float64", "stored": "float32", "torch": torch.__version__, **notes}
    blob = safetensors.torch.save(
        {key: tensor.detach().to(torch.float32).contiguous() for key, tensor in tensors.items()},
        metadata={key: text(value) for key, value in notes.items()},
    )
    # The library writes the notes in an order that changes from run to run; the fixtures are
    # committed, so the header is written again with its keys sorted.
    size = int.from_bytes(blob[:8], "little")
    header = json.dumps(json.loads(blob[8 : 8 + size]), sort_keys=True, separators=(",", ":"))
    header += " " * (-len(header) % 8)
    blob = len(header).to_bytes(8, "little") + header.encode() + blob[8 + size :]
    assert safetensors.torch.load(blob).keys() == tensors.keys()
    assert len(blob) < LARGEST_FILE, f"{name} has {len(blob)} bytes"
    (folder / f"{name}.safetensors").write_bytes(blob)
    print(f"{folder.parent.name}/{name}.safetensors  {len(blob)} bytes")


# --- Numbers that float32 holds exactly --------------------------------------------------------


def normal(*shape, scale=1.0):
    return (scale * torch.randn(*shape, dtype=torch.float32)).double()


def variable(tensor):
    return tensor.clone().requires_grad_()


def as_float32(tensors):
    return {key: tensor.detach().float() for key, tensor in tensors.items()}


def worst_error(results, references):
    """max |error| / max |reference| of the worst tensor, the measure of the Swift tests."""
    errors = [0.0]
    for key, reference in references.items():
        error = (results[key].double() - reference).abs().max().item()
        scale = reference.abs().max().item()
        errors.append(error / scale if error else 0.0)
    return max(errors)


def check_float32(name, results, references):
    error = worst_error(results, references)
    print(f"  float32 differs from float64 by {error:.1e}")
    assert error < FLOAT32_TOLERANCE, f"{name}: float32 differs by {error}"


# --- Recurrent layers --------------------------------------------------------------------------


def run_recurrent(module, kind, inputs, lengths):
    """Outputs and all gradients of one module, in the inputs' own precision."""
    module.zero_grad()
    x = variable(inputs["input"])
    h0 = variable(inputs["h0"])
    c0 = variable(inputs["c0"]) if kind == "lstm" else None
    state = (h0, c0) if kind == "lstm" else h0
    if lengths is None:
        output, final = module(x, state)
    else:
        packed = pack_padded_sequence(x, torch.tensor(lengths), enforce_sorted=False)
        output, final = module(packed, state)
        output, _ = pad_packed_sequence(output, total_length=x.shape[0])
    hn, cn = final if kind == "lstm" else (final, None)

    loss = (output * inputs["grad_output"]).sum() + (hn * inputs["grad_hn"]).sum()
    if kind == "lstm":
        loss = loss + (cn * inputs["grad_cn"]).sum()
    loss.backward()

    results = {"output": output, "hn": hn, "grad_input": x.grad, "grad_h0": h0.grad}
    if kind == "lstm":
        results |= {"cn": cn, "grad_c0": c0.grad}
    for key, parameter in module.named_parameters():
        results[f"grad_{key}"] = parameter.grad.clone()
    return {key: tensor.detach() for key, tensor in results.items()}


def recurrent(name, kind, *, layers=1, bidirectional=False, bias=True, lengths=None,
              initial_state=True, T=7, N=3, I=5, H=9, P=0):
    torch.manual_seed(sum(name.encode()))
    projection = {"proj_size": P} if P else {}
    single = KINDS[kind](I, H, layers, bias=bias, bidirectional=bidirectional, **projection)
    module = copy.deepcopy(single).double()
    directions = 2 if bidirectional else 1
    state = (layers * directions, N, H)
    hidden = (layers * directions, N, P or H)
    inputs = {"input": normal(T, N, I)}
    inputs["h0"] = normal(*hidden, scale=0.5) if initial_state else torch.zeros(hidden).double()
    inputs["grad_output"] = normal(T, N, directions * (P or H))
    inputs["grad_hn"] = normal(*hidden)
    if kind == "lstm":
        inputs["c0"] = normal(*state) if initial_state else torch.zeros(state).double()
        inputs["grad_cn"] = normal(*state)

    results = run_recurrent(module, kind, inputs, lengths)
    parameters = dict(module.named_parameters())
    notes = {
        "kind": kind, "layers": layers, "bidirectional": bidirectional, "bias": bias,
        "initial_state": initial_state, "T": T, "N": N, "I": I, "H": H,
        "float32_agreement": FLOAT32_TOLERANCE,
    }
    if P:
        notes["P"] = P
    if lengths is not None:
        notes["lengths"] = lengths
    write(LAYERS, name, inputs | results | parameters, notes)
    check_float32(name, run_recurrent(single, kind, as_float32(inputs), lengths), results)


def recurrent_cases():
    for layers in (1, 2):
        for bidirectional in (False, True):
            shape = f"{layers}-layer-{'bidirectional' if bidirectional else 'forward'}"
            options = {"layers": layers, "bidirectional": bidirectional}
            recurrent(f"lstm-{shape}", "lstm", **options)
            recurrent(f"lstm-{shape}-no-bias", "lstm", bias=False, **options)
            recurrent(f"lstm-{shape}-ragged", "lstm", lengths=[4, 7, 1], **options)
            recurrent(f"gru-{shape}", "gru", **options)
            recurrent(f"rnn-{shape}", "rnn", **options)
    recurrent("lstm-zero-state", "lstm", initial_state=False)
    recurrent("lstm-single-step", "lstm", T=1, N=1, I=3, H=17)
    recurrent("lstm-ragged-short-batch", "lstm", lengths=[3, 2, 5, 5, 1], T=6, N=5, I=1, H=4)
    recurrent("lstm-projection", "lstm", P=4)
    recurrent("lstm-projection-2-layer-bidirectional-ragged", "lstm", layers=2, bidirectional=True,
              lengths=[4, 7, 1], T=7, N=3, I=3, H=7, P=5)
    recurrent("gru-ragged", "gru", lengths=[4, 7, 1], bidirectional=True)
    recurrent("gru-no-bias", "gru", bias=False)
    recurrent("rnn-ragged", "rnn", lengths=[4, 7, 1], bidirectional=True)
    recurrent("rnn-no-bias", "rnn", bias=False)


def print_float32_engine():
    module, x = nn.LSTM(5, 9), torch.randn(7, 3, 5)
    with torch.profiler.profile() as profile:
        module(x)
    names = {event.name for event in profile.events()}
    engine = "oneDNN" if any("mkldnn_rnn" in event for event in names) else "PyTorch's own kernels"
    print(f"float32 LSTM runs in {engine}")


# --- Losses, normalisation, a language model ---------------------------------------------------


def cross_entropy(name, scale, targets, V):
    torch.manual_seed(sum(name.encode()))
    logits = normal(len(targets), V, scale=scale)

    def run(logits):
        x = variable(logits)
        loss = functional.cross_entropy(x, torch.tensor(targets), ignore_index=-1)
        loss.backward()
        return {"loss": loss.detach().reshape(1), "grad_logits": x.grad}

    results = run(logits)
    write(LAYERS, name, {"logits": logits} | results, {
        "kind": "cross_entropy", "R": len(targets), "V": V, "targets": targets, "ignored": -1,
    })
    check_float32(name, run(logits.float()), results)


def layer_norm(name, R, F, offset, epsilon=1e-5):
    torch.manual_seed(sum(name.encode()))
    inputs = {
        "input": (normal(R, F) + offset).float().double(),
        "weight": normal(F), "bias": normal(F), "grad_output": normal(R, F),
    }

    def run(inputs):
        x, weight, bias = (variable(inputs[key]) for key in ("input", "weight", "bias"))
        output = functional.layer_norm(x, [F], weight, bias, epsilon)
        (output * inputs["grad_output"]).sum().backward()
        return {
            "output": output.detach(), "grad_input": x.grad, "grad_weight": weight.grad,
            "grad_bias": bias.grad,
        }

    results = run(inputs)
    write(LAYERS, name, inputs | results, {
        "kind": "layer_norm", "R": R, "F": F, "epsilon": epsilon,
    })
    check_float32(name, run(as_float32(inputs)), results)


class LanguageModel(nn.Module):
    def __init__(self, V, E, H):
        super().__init__()
        self.embedding = nn.Embedding(V, E)
        self.lstm = nn.LSTM(E, H)
        self.linear = nn.Linear(H, V)

    def forward(self, tokens):
        return self.linear(self.lstm(self.embedding(tokens))[0])


def language_model(name, T=6, N=3, V=11, E=5, H=7):
    torch.manual_seed(sum(name.encode()))
    single = LanguageModel(V, E, H)
    model = copy.deepcopy(single).double()
    tokens = torch.randint(V, (T, N))
    targets = torch.randint(V, (T, N))
    targets[-1, 0] = -1

    def run(model):
        logits = model(tokens)
        loss = functional.cross_entropy(logits.reshape(-1, V), targets.reshape(-1), ignore_index=-1)
        loss.backward()
        gradients = {f"grad_{key}": value.grad for key, value in model.named_parameters()}
        return {"logits": logits.detach(), "loss": loss.detach().reshape(1)} | gradients

    results = run(model)
    write(LAYERS, name, dict(model.named_parameters()) | results, {
        "kind": "language_model", "T": T, "N": N, "V": V, "E": E, "H": H, "ignored": -1,
        "tokens": tokens.reshape(-1).tolist(), "targets": targets.reshape(-1).tolist(),
    })
    check_float32(name, run(single), results)


# --- Optimisers --------------------------------------------------------------------------------


def optimizer(name, make, **options):
    """Five steps with given gradients, from `parameter_0` by `gradient_1` to `parameter_1` …"""
    torch.manual_seed(sum(name.encode()))
    initial = normal(3, 5)
    gradients = [normal(3, 5) for _ in range(5)]
    # Where epsilon stands in the formula shows only where the gradient is nearly nothing.
    for step, gradient in enumerate(gradients):
        gradient[0, 0] = 0
        gradient[0, 1] = torch.tensor(1e-7 * (step + 1)).float().double()

    def run(initial, gradients):
        parameter = variable(initial)
        engine = make([parameter], **options)
        results = {}
        for step, gradient in enumerate(gradients, start=1):
            parameter.grad = gradient.clone()
            engine.step()
            results[f"parameter_{step}"] = parameter.detach().clone()
        return results, engine.defaults

    results, used = run(initial, gradients)
    inputs = {"parameter_0": initial}
    inputs |= {f"gradient_{step}": value for step, value in enumerate(gradients, start=1)}
    kinds = {torch.optim.SGD: "sgd", torch.optim.Adam: "adam", torch.optim.AdamW: "adamw",
             torch.optim.RMSprop: "rmsprop"}
    names = {"lr": "learning_rate", "betas": "betas", "eps": "epsilon", "alpha": "smoothing",
             "momentum": "momentum", "dampening": "dampening", "nesterov": "nesterov",
             "weight_decay": "weight_decay", "centered": "centered", "amsgrad": "amsgrad"}
    notes = {names[key]: value for key, value in used.items() if key in names}
    write(TRAINING, name, inputs | results, {"kind": kinds[make], "steps": 5, **notes})
    single, _ = run(initial.float(), [gradient.float() for gradient in gradients])
    check_float32(name, single, results)


def optimizer_cases():
    optimizer("sgd", torch.optim.SGD, lr=0.1)
    optimizer("sgd-momentum", torch.optim.SGD, lr=0.1, momentum=0.9)
    optimizer("sgd-nesterov-decay", torch.optim.SGD, lr=0.1, momentum=0.9, nesterov=True,
              weight_decay=0.01)
    optimizer("adam", torch.optim.Adam)
    optimizer("adam-decay", torch.optim.Adam, lr=0.01, betas=(0.8, 0.95), weight_decay=0.1)
    optimizer("adamw", torch.optim.AdamW)
    optimizer("adamw-fast", torch.optim.AdamW, lr=0.05, betas=(0.8, 0.95), weight_decay=0.1)
    optimizer("rmsprop", torch.optim.RMSprop)
    optimizer("rmsprop-centered-momentum", torch.optim.RMSprop, lr=0.005, alpha=0.9, momentum=0.9,
              centered=True, weight_decay=0.01)


def clipping(name, largest_norm):
    torch.manual_seed(sum(name.encode()))
    gradients = {"gradient_first": normal(4, 5), "gradient_second": normal(7)}
    parameters = [nn.Parameter(torch.zeros_like(value)) for value in gradients.values()]
    for parameter, gradient in zip(parameters, gradients.values()):
        parameter.grad = gradient.clone()
    norm = nn.utils.clip_grad_norm_(parameters, largest_norm)
    results = {
        "norm": norm.reshape(1),
        "clipped_first": parameters[0].grad, "clipped_second": parameters[1].grad,
    }
    write(TRAINING, name, gradients | results, {
        "kind": "clip_grad_norm", "largest_norm": largest_norm,
    })


# --- Everything --------------------------------------------------------------------------------


def main():
    print(f"torch {torch.__version__}, safetensors {safetensors.__version__}, "
          f"Python {platform.python_version()}")
    torch.set_num_threads(1)
    for folder in (LAYERS, TRAINING):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.safetensors"):
            old.unlink()
    print_float32_engine()
    recurrent_cases()
    cross_entropy("cross-entropy", 1.0, [2, 0, -1, 6, 6], V=7)
    cross_entropy("cross-entropy-large-logits", 60.0, [0, 16, 3], V=17)
    cross_entropy("cross-entropy-single-class", 1.0, [0, 0], V=1)
    layer_norm("layer-norm", R=5, F=13, offset=0.0)
    layer_norm("layer-norm-far-from-zero", R=3, F=8, offset=3.0)
    language_model("language-model")
    optimizer_cases()
    clipping("clip-norm", 1.0)
    clipping("clip-norm-untouched", 100.0)
    for folder in (LAYERS, TRAINING):
        size = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
        print(f"{folder.parent.name}: {size} bytes")
        assert size < LARGEST_FOLDER


if __name__ == "__main__":
    main()
