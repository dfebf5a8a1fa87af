#!/usr/bin/env python3
"""Records what Darknet answers with a small network, for test_darknet.c.

    python3 tests/network/record_darknet.py > tests/network/darknet.txt

Needs Debian's `darknet` and python3-pil. Weights and picture follow formulas that the test repeats; the
network ends before its softmax, whose answers Darknet prints with two digits only."""
import math
import re
import struct
import subprocess
import tempfile

from PIL import Image

SIDE, CLASSES = 24, 4
LAYERS = open("tests/network/darknet.cfg").read()


def formula(i):
    return math.sin(0.37 * i * i + i)


def sections(text):
    for part in re.findall(r"\[(\w+)\]([^\[]*)", text):
        yield part[0], dict(re.findall(r"(\w+)\s*=\s*(\S+)", part[1]))


def numbers():
    """All of the .weights in order: what Darknet's parser.c reads for these layers."""
    values, shapes = [], [(3, SIDE)]
    for name, keys in sections(LAYERS):
        channels, side = shapes[-1]
        size, stride = int(keys.get("size", 1)), int(keys.get("stride", 1))
        out = int(keys.get("filters", keys.get("output", channels)))
        if name == "convolutional":
            fan = channels // int(keys.get("groups", 1)) * size * size
            padding = size // 2 if keys.get("pad") == "1" else int(keys.get("padding", 0))
            side = (side + 2 * padding - size) // stride + 1
        elif name == "connected":
            fan, side = channels * side * side, 1
        elif name == "maxpool":
            side = (side + int(keys.get("padding", size - 1)) - size) // stride + 1
        elif name == "route":
            picked = [shapes[len(shapes) + int(i)] for i in keys["layers"].split(",")]
            out, side = sum(c for c, _ in picked), picked[0][1]
        elif name == "avgpool":
            side = 1
        shapes.append((out, side))
        kinds = {"convolutional": ["bias", "norm", "weight"],
                 "connected": ["bias", "weight", "norm"]}.get(name, [])
        for kind in kinds:
            if kind == "bias":
                values += [0.2 * formula(len(values) + i) for i in range(out)]
            elif kind == "weight":
                first = len(values)
                values += [math.sqrt(2 / fan) * formula(first + i) for i in range(out * fan)]
            elif keys.get("batch_normalize") == "1":
                for start, slope in ((1, 0.3), (0, 0.3), (1, 0.5)):
                    first = len(values)
                    values += [start + slope * formula(first + i) for i in range(out)]
    last = CLASSES * (fan + 1)  # these are larger, for the sake of digits
    return values[:-last] + [100 * v for v in values[-last:]]


with tempfile.TemporaryDirectory() as folder:
    values = numbers()
    open(f"{folder}/net.cfg", "w").write(
        f"[net]\nbatch=1\nheight={SIDE}\nwidth={SIDE}\nchannels=3\n" + LAYERS)
    open(f"{folder}/net.weights", "wb").write(
        struct.pack("<iiiQ", 0, 2, 0, 1234) + struct.pack(f"<{len(values)}f", *values))
    open(f"{folder}/names", "w").write("".join(f"class{c}\n" for c in range(CLASSES)))
    open(f"{folder}/data", "w").write(f"classes={CLASSES}\nnames={folder}/names\ntop={CLASSES}\n")
    picture = Image.new("RGB", (SIDE, SIDE))
    picture.putdata([tuple((7 * i * i + 31 * i * c + 5 * c) % 256 for c in range(3))
                     for i in range(SIDE * SIDE)])
    picture.save(f"{folder}/picture.png")
    text = subprocess.run(["darknet", "classifier", "predict", f"{folder}/data", f"{folder}/net.cfg",
                           f"{folder}/net.weights", f"{folder}/picture.png"], check=True,
                          capture_output=True, text=True).stdout
    answers = {int(c): float(p) / 100 for p, c in re.findall(r"([-\d.]+)%: class(\d+)", text)}
    print(len(values), *(f"{answers[c]:.4f}" for c in range(CLASSES)))
