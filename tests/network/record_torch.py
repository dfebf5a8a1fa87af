#!/usr/bin/env python3
"""Records what PyTorch makes of a small network and of its schedules, for test_pytorch.c.

    python3 tests/network/record_torch.py > tests/network/torch.txt

Each line is a name, a count and that many numbers. Weights are written [inputs, outputs]."""
import torch
import torch.nn as nn

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


torch.manual_seed(0)
X, Y = torch.randn(ROWS, WIDTH), torch.arange(ROWS) % CLASSES
put("x", X)
put("y", Y)
for k in OPTIMIZERS:
    train(k, X, Y)
schedules = torch.optim.lr_scheduler
rates("rate.onecycle", lambda o: schedules.OneCycleLR(o, 0.3, 40, pct_start=0.25), 40)
rates("rate.cosine", lambda o: schedules.CosineAnnealingLR(o, 40), 40)
rates("rate.steps", lambda o: schedules.MultiStepLR(o, [10, 25], 0.1), 40)
