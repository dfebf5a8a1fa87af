"""Records what PyTorch answers with the weights of the shipped picture networks.

    python3 tests/models/record_cnn.py

reads models/cnn_*.safetensors (operators and weights, in float64), puts the pictures of
tests/models/faces48.png and a black and a white one through them, and writes
tests/models/cnn_*.npy [pictures, classes]. Needs numpy, torch and Pillow.
"""

import json
import struct

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

SIDE = 48


def load(path):
    data = open(path, "rb").read()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + size])
    meta = header.pop("__metadata__")
    tensors = {}
    for name, t in header.items():
        first, last = t["data_offsets"]
        kind = {"F32": np.float32, "F16": np.float16}[t["dtype"]]
        flat = np.frombuffer(data[8 + size + first:8 + size + last], kind)
        tensors[name] = torch.tensor(flat.astype(np.float64)).reshape(t["shape"])
    return json.loads(meta["graph"]), tensors


def conv(n, x, weight, bias, residual):
    rest = [(n[to] - 1) * n["stride"] + n[kernel] - n[pad] - x.shape[axis]
            for to, kernel, pad, axis in (("width", "kernel_w", "pad_left", 3),
                                          ("height", "kernel_h", "pad_top", 2))]
    x = F.pad(x, (n["pad_left"], rest[0], n["pad_top"], rest[1]))
    y = F.conv2d(x, weight.permute(3, 2, 0, 1), bias, n["stride"])
    y = y if residual is None else y + residual
    return {"relu": F.relu, "linear": lambda v: v}[n["activation"]](y)


def run(graph, tensors, pictures):
    values = [pictures]
    for n in graph:
        inputs = [values[i] for i in n.get("from", [len(values) - 1])]
        x = inputs[0]
        if n["op"] == "normalize":
            mean = x.mean((1, 2, 3), keepdim=True)
            y = (x - mean) / ((x - mean).square().mean((1, 2, 3), keepdim=True) + 1).sqrt()
        elif n["op"] == "conv":
            y = conv(n, x, tensors[n["weight"]], tensors[n["bias"]],
                     inputs[1] if len(inputs) > 1 else None)
        elif n["op"] == "pool":
            pool = {"max": F.max_pool2d, "average": F.avg_pool2d}[n["kind"]]
            y = pool(x, (n["kernel_h"], n["kernel_w"]), n["stride"])
        elif n["op"] == "dense":
            y = x.flatten(1) @ tensors[n["weight"]] + tensors[n["bias"]]
        elif n["op"] == "softmax":
            y = x.softmax(1)
        else:
            raise SystemExit("an operator that is not known here: " + n["op"])
        values.append(y)
    return values[-1]


def read_pictures():
    strip = np.asarray(Image.open("tests/models/faces48.png").convert("L"), np.float64)
    faces = strip.reshape(SIDE, -1, SIDE).transpose(1, 0, 2)
    plain = np.stack([np.zeros((SIDE, SIDE)), np.full((SIDE, SIDE), 255.0)])
    return torch.tensor(np.concatenate([faces, plain])[:, None])


def main():
    pictures = read_pictures()
    for name in ("tiny", "small", "base"):
        graph, tensors = load(f"models/cnn_{name}.safetensors")
        p = run(graph, tensors, pictures).numpy()
        np.save(f"tests/models/cnn_{name}.npy", p.astype(np.float32))
        print(name, p.argmax(1), p.max(1).round(3))


main()
