"""PyTorch in the comparison: nn.LSTM with and without oneDNN; the faster of the two counts for each row."""

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from train_language import CharacterModel
from worker import mean_seconds, serve


def layer(request):
    problem = load_file(request["problem"])
    x, upstream = problem.pop("input"), problem.pop("upstream")
    lstm = nn.LSTM(
        x.shape[2], request["hidden"], request["layers"], bidirectional=request["bidirectional"])
    lstm.load_state_dict({name.removeprefix("lstm."): value for name, value in problem.items()})
    training = request["work"] == "training"
    x.requires_grad_(training)
    lstm.train(training)

    def forward():
        with torch.inference_mode():
            return lstm(x)[0]

    def step():
        for parameter in lstm.parameters():
            parameter.grad = None
        x.grad = None
        outputs = lstm(x)[0]
        torch.autograd.backward(outputs, upstream)
        return outputs

    answer = {"outputs": (step if training else forward)().detach().clone().contiguous()}
    if training:
        answer["gradient.input"] = x.grad.clone()
        for name, parameter in lstm.named_parameters():
            answer["gradient.lstm." + name] = parameter.grad.clone()
    save_file(answer, request["answer"])
    return with_or_without_onednn(step if training else forward)


def with_or_without_onednn(work):
    times = {}
    for enabled in (True, False, True, False):
        torch.backends.mkldnn.set_flags(enabled)
        work()
        times[enabled] = min(times.get(enabled, float("inf")), mean_seconds(work, 0.1))
    enabled = times[True] <= times[False]
    torch.backends.mkldnn.set_flags(enabled)
    return work, {"variant": "oneDNN" if enabled else "no oneDNN"}


def product(request):
    a, b = torch.rand(request["size"], request["size"]), torch.rand(request["size"], request["size"])
    return (lambda: a @ b), {}


def job(request):
    model = CharacterModel(request["vocabulary"], request["input"], request["hidden"], request["layers"], dropout=0.0)
    shape = (request["time"], request["batch"])
    tokens, targets = ((request["vocabulary"] ** torch.rand(shape) - 1).long() for _ in range(2))
    if request["optimizer"] == "adamw":
        optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)
    else:
        optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    state = None

    def step():
        nonlocal state
        if state is not None:
            state = tuple(part.detach() for part in state)
        logits, state = model(tokens, state)
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), request["clip"])
        optimizer.step()

    return with_or_without_onednn(step)


def prepare(request):
    torch.set_num_threads(request["threads"])
    torch.manual_seed(1)
    if request["do"] == "versions":
        return None, {"PyTorch": torch.__version__}
    return {"layer": layer, "product": product, "job": job}[request["do"]](request)


serve(prepare)
