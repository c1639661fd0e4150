"""ONNX Runtime in the comparison: its LSTM operator, weights packed when the session is made, inputs bound once."""

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file, save_file

from worker import serve


def session(model, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def bound(made, inputs, output):
    binding = made.io_binding()
    for name, value in inputs.items():
        binding.bind_ortvalue_input(name, onnxruntime.OrtValue.ortvalue_from_numpy(value))
    binding.bind_output(output, "cpu")
    return lambda: made.run_with_iobinding(binding)


def model_of(nodes, initializers, inputs, output):
    def value(name, shape):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    graph = helper.make_graph(
        nodes, "contender", [value(name, shape) for name, shape in inputs.items()], [value(output, None)],
        [numpy_helper.from_array(array, name) for name, array in initializers.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model


def gates(weight):
    """PyTorch stacks input, forget, cell, output; ONNX input, output, forget, cell."""
    i, f, c, o = np.split(weight, 4)
    return np.concatenate([i, o, f, c])


def layer(request):
    problem = load_file(request["problem"])
    x, hidden = problem["input"], request["hidden"]
    suffixes = ["", "_reverse"] if request["bidirectional"] else [""]
    nodes, initializers, source = [], {}, "input"
    for number in range(request["layers"]):
        def parts(name):
            return [gates(problem[f"lstm.{name}_l{number}{suffix}"]) for suffix in suffixes]

        initializers[f"W{number}"] = np.stack(parts("weight_ih"))
        initializers[f"R{number}"] = np.stack(parts("weight_hh"))
        initializers[f"B{number}"] = np.concatenate(
            [np.stack(parts("bias_ih")), np.stack(parts("bias_hh"))], axis=1)
        nodes.append(helper.make_node(
            "LSTM", [source, f"W{number}", f"R{number}", f"B{number}"], [f"Y{number}"], hidden_size=hidden,
            direction="bidirectional" if len(suffixes) == 2 else "forward"))
        # [T, D, N, H] to [T, N, D · H]; with one direction the axis only has to go.
        if len(suffixes) == 1:
            initializers["axis"] = np.array([1])
            nodes.append(helper.make_node("Squeeze", [f"Y{number}", "axis"], [f"out{number}"]))
        else:
            initializers["shape"] = np.array([0, 0, -1])
            nodes.append(helper.make_node("Transpose", [f"Y{number}"], [f"turned{number}"], perm=[0, 2, 1, 3]))
            nodes.append(helper.make_node("Reshape", [f"turned{number}", "shape"], [f"out{number}"]))
        source = f"out{number}"
    made = session(model_of(nodes, initializers, {"input": x.shape}, source), request["threads"])
    save_file({"outputs": made.run(None, {"input": x})[0]}, request["answer"])
    return bound(made, {"input": x}, source), {}


def product(request):
    size = request["size"]
    a, b = (np.random.default_rng(seed).random((size, size), dtype=np.float32) for seed in (1, 2))
    model = model_of([helper.make_node("MatMul", ["a", "b"], ["c"])], {"b": b}, {"a": a.shape}, "c")
    return bound(session(model, request["threads"]), {"a": a}, "c"), {}


def prepare(request):
    if request["do"] == "versions":
        return None, {"ONNX Runtime": onnxruntime.__version__, "onnx": onnx.__version__}
    return {"layer": layer, "product": product}[request["do"]](request)


serve(prepare)
