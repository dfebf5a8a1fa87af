#!/usr/bin/env python3
"""The peer of mlp.cfg: the same network, batch, optimiser and epochs in PyTorch.

Needs Debian's python3-torch and libopenblas0-pthread. Usage, from the project's folder:
peer_mlp.py [THREADS] [EPOCHS]. The last line is a JSON object for `mien bench --peer`."""
import json
import statistics
import sys
import time

import peer
import torch
from torch import nn

threads = int(sys.argv[1]) if len(sys.argv) > 1 else 1
epochs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
BATCH = 128
torch.set_num_threads(threads)
torch.manual_seed(1)
(x, y), (x_valid, y_valid) = peer.box_features()
mean, deviation = x.mean(0), x.std(0)
x, x_valid = (torch.from_numpy((a - mean) / deviation) for a in (x, x_valid))
y = torch.from_numpy(y.astype("int64"))

hidden = [layer for a, b in ((136, 256), (256, 128))
          for layer in (nn.Linear(a, b), nn.ReLU(), nn.Dropout(0.3))]
network = nn.Sequential(*hidden, nn.Linear(128, 7))
optimizer = torch.optim.Adam(network.parameters(), lr=0.002, weight_decay=1e-5)
steps = -(-len(x) // BATCH)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.002, total_steps=epochs * steps)
rates = []
for _ in range(epochs):
    order = torch.randperm(len(x))
    start = time.perf_counter()
    for rows in order.split(BATCH):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(x[rows]), y[rows]).backward()
        optimizer.step()
        schedule.step()
    rates.append(len(x) / (time.perf_counter() - start))

network.eval()
with torch.no_grad():
    answer = network(x_valid).argmax(1).numpy()
print(json.dumps({"samples_per_s_median": statistics.median(rates),
                  "accuracy": float((answer == y_valid).mean())}))
