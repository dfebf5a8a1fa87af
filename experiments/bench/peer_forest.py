#!/usr/bin/env python3
"""The peer of forest68-box.cfg: scikit-learn's random forest on the same rows and features.

Needs Debian's python3-sklearn. Usage, from the project's folder: peer_forest.py [THREADS]
The last line is a JSON object for `mien bench --peer`."""
import json
import sys
import time

import peer
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score

threads = int(sys.argv[1]) if len(sys.argv) > 1 else 2
(x, y), (x_valid, y_valid) = peer.box_features()
forest = RandomForestClassifier(n_estimators=200, n_jobs=threads, random_state=1)
start = time.perf_counter()
forest.fit(x, y)
fit_s = time.perf_counter() - start

forest.set_params(n_jobs=1)
start = time.perf_counter()
answer = forest.predict(x_valid)
predict_us = (time.perf_counter() - start) / len(x_valid) * 1e6
print(json.dumps({"fit_s": fit_s, "predict_us_per_row": predict_us,
                  "accuracy": float((answer == y_valid).mean()),
                  "macro_f1": float(f1_score(y_valid, answer, average="macro"))}))
