#!/usr/bin/env python3
"""The peer of the cnn-*.cfg: the cfg's own layers, batch and optimiser in PyTorch, on noise.

Needs Debian's python3-torch and libopenblas0-pthread. Usage, from the project's folder:
peer_cnn.py CFG [THREADS]. The last line is a JSON object for `mien bench --peer`."""
import json
import re
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

SECONDS, WARM_UP = 12, 3
ACTIVATIONS = {"linear": lambda x: x, "relu": F.relu_, "leaky": lambda x: F.leaky_relu_(x, 0.1)}


def sections(path):
    text = re.sub(r"#.*", "", open(path).read())
    for name, body in re.findall(r"\[(\w+)\]([^\[]*)", text):
        yield name, dict(re.findall(r"(\w+)\s*=\s*(\S+)", body))


class Convolutional(nn.Module):
    def __init__(self, keys, channels):
        super().__init__()
        size, filters = int(keys["size"]), int(keys["filters"])
        normalize = keys.get("batch_normalize") == "1"
        self.conv = nn.Conv2d(channels, filters, size, int(keys.get("stride", 1)),
                              size // 2 if keys.get("pad") == "1" else 0,
                              groups=int(keys.get("groups", 1)),
                              bias=not normalize and keys.get("bias") != "0")
        self.norm = nn.BatchNorm2d(filters) if normalize else nn.Identity()
        self.activation, self.channels = ACTIVATIONS[keys["activation"]], filters

    def forward(self, x):
        return self.activation(self.norm(self.conv(x)))


class Network(nn.Module):
    """Each step reads the outputs of those before it, the input being the first."""

    def __init__(self, layers):
        super().__init__()
        self.modules_, self.steps, channels = nn.ModuleList(), [], [1]
        for name, keys in layers:
            self.steps.append(getattr(self, name)(keys, channels))
            channels.append(self.channels)

    def add(self, module):
        self.modules_.append(module)
        return lambda outputs: module(outputs[-1])

    def convolutional(self, keys, channels):
        module = Convolutional(keys, channels[-1])
        self.channels = module.channels
        return self.add(module)

    def maxpool(self, keys, _):
        size, stride = int(keys["size"]), int(keys["stride"])
        return self.add(nn.MaxPool2d(size, stride, (size - 1) // 2, ceil_mode=size % 2 == 0))

    def avgpool(self, _keys, _channels):
        return lambda outputs: outputs[-1].mean((2, 3))

    def dropout(self, keys, _):
        return self.add(nn.Dropout(float(keys["probability"])))

    def connected(self, keys, channels):
        self.channels = int(keys["output"])
        return self.add(nn.Linear(channels[-1], self.channels))

    def shortcut(self, keys, _):
        activation, other = ACTIVATIONS[keys["activation"]], int(keys["from"])
        return lambda outputs: activation(outputs[-1] + outputs[other])

    def route(self, keys, channels):
        other = int(keys["layers"])
        self.channels = channels[other]
        return lambda outputs: outputs[other]

    def softmax(self, _keys, _channels):  # a part of the loss
        return lambda outputs: outputs[-1]

    def forward(self, x):
        outputs = [x]
        for step in self.steps:
            outputs.append(step(outputs))
        return outputs[-1]


layers = [s for s in sections(sys.argv[1]) if s[0] != "data"]
net = dict(layers)["net"]
batch = int(net["batch"])
torch.set_num_threads(int(sys.argv[2]) if len(sys.argv) > 2 else 2)
torch.manual_seed(1)
network = Network(layers[1:]).to(memory_format=torch.channels_last)
optimizer = torch.optim.SGD(network.parameters(), float(net["learning_rate"]),
                            float(net["momentum"]), weight_decay=float(net["decay"]),
                            nesterov=net["nesterov"] == "1")
x = torch.randn(batch, 1, 48, 48).contiguous(memory_format=torch.channels_last)
y = torch.randint(0, 7, (batch,))
rates, start = [], time.perf_counter()
while time.perf_counter() - start < SECONDS or len(rates) <= WARM_UP:
    begin = time.perf_counter()
    loss = F.cross_entropy(network(x), y)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    rates.append(batch / (time.perf_counter() - begin))
print(json.dumps({"samples_per_s_median": statistics.median(rates[WARM_UP:]),
                  "parameters": sum(p.numel() for p in network.parameters())}))
