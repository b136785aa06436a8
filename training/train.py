"""`python -m training.train --seed 7`: learn to read lines, from invented ones.

The same seed gives the same model, byte for byte, with one version of python-crfsuite and zlib. It
takes about six minutes of one processor.
"""

import argparse
import gzip
import sys
import tempfile
from pathlib import Path

import pycrfsuite

from opinion.references.reading import features, labels, tokens
from opinion.references.reading.model import MODEL

from . import generator

SEED = 7
LINES = 12_000
# Most features get no weight, which keeps the model small.
PARAMETERS = {"c1": 0.4, "c2": 0.02, "max_iterations": 130, "feature.minfreq": 4}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--to", type=Path, default=MODEL)
    asked = parser.parse_args()
    trained(asked.seed, asked.lines, asked.to)
    sys.stdout.write(f"{asked.to}: {asked.to.stat().st_size:,} bytes\n")
    return 0


def trained(seed: int, count: int, path: Path) -> None:
    """A model of so many invented lines, compressed, at `path`."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.select("lbfgs")
    trainer.set_params(PARAMETERS)
    for line in generator.lines(seed, count):
        pieces = tokens.split(line.text)
        trainer.append(features.of(pieces), labels.of(pieces, line.spans))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "model")
        trainer.train(str(plain))
        path.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))


if __name__ == "__main__":
    sys.exit(main())
