#!/usr/bin/env python3
"""Records what PyTorch makes of small networks and of its schedules, for test_pytorch.c.

    python3 tests/network/record_torch.py > tests/network/torch.txt

Each line is a name, a count and that many numbers. Weights are written [inputs, outputs]."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

ROWS, WIDTH, CLASSES, STEPS = 10, 5, 3, 8


def put(name, values):
    values = torch.as_tensor(values, dtype=torch.float64).reshape(-1).tolist()
    print(name, len(values), *(f"{v:.9g}" for v in values))


def network():
    return nn.Sequential(nn.Linear(WIDTH, 8, bias=False), nn.BatchNorm1d(8), nn.ReLU(),
                         nn.Linear(8, 6), nn.Mish(), nn.Linear(6, CLASSES))


def parameters(net):
    """All parameters in mien's order: weight, then scale and shift, or bias."""
    return torch.cat([(p.t() if p.dim() == 2 else p).reshape(-1) for p in net.parameters()])


def groups(net, decay):
    return [{"params": [p for p in net.parameters() if p.dim() == 2], "weight_decay": decay},
            {"params": [p for p in net.parameters() if p.dim() < 2], "weight_decay": 0.0}]


OPTIMIZERS = {
    "sgd": lambda net: torch.optim.SGD(groups(net, 0.01), 0.1, momentum=0.9),
    "adam": lambda net: torch.optim.Adam(groups(net, 0.01), 0.02, betas=(0.8, 0.999)),
    "adamw": lambda net: torch.optim.AdamW(groups(net, 0.05), 0.02, betas=(0.9, 0.999)),
}


def train(kind, x, y):
    torch.manual_seed(1)
    net = network()
    put(f"{kind}.start", parameters(net).detach())
    optimizer = OPTIMIZERS[kind](net)
    criterion = nn.CrossEntropyLoss(weight=torch.tensor([0.5, 1.0, 2.0]), label_smoothing=0.1)
    losses = []
    for _ in range(STEPS):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        if kind == "sgd":
            nn.utils.clip_grad_norm_(net.parameters(), 0.5)
        optimizer.step()
        losses.append(loss.item())
    net.eval()
    put(f"{kind}.losses", losses)
    put(f"{kind}.end", parameters(net).detach())
    put(f"{kind}.mean", net[1].running_mean)
    put(f"{kind}.variance", net[1].running_var)
    put(f"{kind}.probabilities", torch.softmax(net(x), 1).detach())


def rates(name, make, steps):
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], 0.3)
    scheduler, values = make(optimizer), []
    for _ in range(steps):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    put(name, values)


def formula(kind, fan_in, count, at):
    """Numbers that test_pytorch.c makes as well: parameters [at, at + count) of the network."""
    i = np.arange(at, at + count, dtype=np.float64)
    v = np.sin(0.37 * i * i + i)
    return {"weight": v * np.sqrt(2 / fan_in), "scale": 1 + 0.1 * v, "bias": 0.1 * v}[kind]


class Residual(nn.Module):
    """Convolutions of every kind: [rows, 1, 12, 12] -> [rows, 3]."""

    def __init__(self):
        super().__init__()
        self.stem, self.n0 = nn.Conv2d(1, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        self.same, self.n1 = nn.Conv2d(16, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16)
        self.depth, self.n2 = nn.Conv2d(16, 16, 3, 2, 1, groups=16, bias=False), nn.BatchNorm2d(16)
        self.point, self.n3 = nn.Conv2d(16, 24, 1, bias=False), nn.BatchNorm2d(24)
        self.last = nn.Conv2d(24, 3, 3, 1, 1)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.n0(self.stem(x))), 2)
        x = F.relu(x + self.n1(self.same(x)))
        x = F.relu(self.n2(self.depth(x)))
        x = F.leaky_relu(self.n3(self.point(x)), 0.1)
        return self.last(x).mean((2, 3))


def train_maps():
    net, at = Residual(), 0
    for module in net.children():
        for name, p in module.named_parameters():
            kind = "bias" if name == "bias" else "weight" if p.dim() == 4 else "scale"
            v = formula(kind, p[0].numel(), p.numel(), at)
            if p.dim() == 4:  # mien's order is [height, width, in, out]
                v = v.reshape(*p.shape[2:], p.shape[1], p.shape[0]).transpose(3, 2, 0, 1)
            p.data = torch.tensor(v.reshape(p.shape), dtype=torch.float32)
            at += p.numel()
    i = torch.arange(ROWS * 144, dtype=torch.float64)
    x = torch.sin(0.11 * i * i + 3 * i).float().reshape(ROWS, 1, 12, 12)
    decayed = [{"params": [p for p in net.parameters() if (p.dim() == 4) == d],
                "weight_decay": 0.01 * d} for d in (True, False)]
    optimizer, losses = torch.optim.SGD(decayed, 0.05, momentum=0.9, nesterov=True), []
    for _ in range(STEPS):
        loss = F.cross_entropy(net(x), Y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    net.eval()
    put("maps.losses", losses)
    put("maps.mean", net.n2.running_mean)
    put("maps.variance", net.n2.running_var)
    put("maps.probabilities", torch.softmax(net(x), 1).detach())


torch.manual_seed(0)
X, Y = torch.randn(ROWS, WIDTH), torch.arange(ROWS) % CLASSES
put("x", X)
put("y", Y)
for k in OPTIMIZERS:
    train(k, X, Y)
schedules = torch.optim.lr_scheduler
rates("rate.onecycle", lambda o: schedules.OneCycleLR(o, 0.3, 40, pct_start=0.25), 40)
rates("rate.cosine", lambda o: schedules.CosineAnnealingLR(o, 40), 40)
train_maps()
rates("rate.steps", lambda o: schedules.MultiStepLR(o, [10, 25], 0.1), 40)
