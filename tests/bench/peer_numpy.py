"""NumPy ranking the candidates of ranking_driver.cpp; prints one line of JSON.

Usage: peer_numpy.py score|top [--candidates N] [--objectives M] [--draws D] [--top K] [--seed S] [--outputs]
                     [--against FILE]

score  scores in float64 and the total order: score in float32, then digest, then row
top    shares of D draws in which each candidate is among the K best, in float32
With --outputs, score also makes the columns that a ranking stores: desirabilities and contributions in float32.
With --against, checks what ranking_driver.cpp printed: scores to 1e-6, the same order of its best candidates; shares
within five standard errors of the difference.
"""
import argparse
import json
import sys
import time
from pathlib import Path

import numpy

MIDDLE = numpy.float64(0.5)
WIDTH = 0.5
STD = numpy.float32(0.3 * WIDTH)


def splitmix64(counter: numpy.ndarray) -> numpy.ndarray:
    z = (counter + numpy.uint64(1)) * numpy.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return z ^ (z >> numpy.uint64(31))


class Candidates:
    """Columns, digests and the profile's slopes and weights."""

    def __init__(self, candidates: int, objectives: int, seed: int) -> None:
        counter = numpy.arange(candidates * objectives, dtype=numpy.uint64) + numpy.uint64(seed)
        values = ((splitmix64(counter) >> numpy.uint64(40)).astype(numpy.float32) / numpy.float32(2**24))
        self.columns = [numpy.ascontiguousarray(values.reshape(candidates, objectives)[:, j]) for j in range(objectives)]
        words = splitmix64(numpy.arange(4 * candidates, dtype=numpy.uint64) + numpy.uint64(seed + 2**40))
        # A digest compares byte by byte, so its words count with the first byte highest.
        self.digest = words.byteswap().reshape(candidates, 4)
        slope = 2 * numpy.log(4.0) / WIDTH
        self.slopes = [slope if j % 2 == 0 else -slope for j in range(objectives)]
        self.weights = [1.0 + j % 3 for j in range(objectives)]


def total_order(score: numpy.ndarray, digest: numpy.ndarray) -> numpy.ndarray:
    """Rows from the best; digests are only looked at where scores are equal."""
    order = numpy.argsort(-score, kind="stable")
    ordered = score[order]
    tied = numpy.zeros(len(order), dtype=bool)
    equal = ordered[1:] == ordered[:-1]
    tied[1:] |= equal
    tied[:-1] |= equal
    places = numpy.flatnonzero(tied)
    rows = order[places]
    words = digest[rows]
    order[places] = rows[numpy.lexsort((rows, words[:, 3], words[:, 2], words[:, 1], words[:, 0], -score[rows]))]
    return order


def rank(of: Candidates, outputs: bool) -> tuple[numpy.ndarray, numpy.ndarray]:
    total = sum(of.weights)
    n = len(of.columns[0])
    loss = numpy.zeros(n)
    losses, desirability = [], numpy.empty((n, len(of.columns)), dtype=numpy.float32) if outputs else None
    for j, (column, slope, weight) in enumerate(zip(of.columns, of.slopes, of.weights)):
        d = column.astype(numpy.float64)
        d -= MIDDLE
        d *= -slope
        numpy.exp(d, out=d)
        d += 1
        numpy.reciprocal(d, out=d)
        if outputs:
            desirability[:, j] = d
        numpy.log(d, out=d)
        d *= -weight
        loss += d
        if outputs:
            losses.append(d)
    score = numpy.exp(-loss / total)
    if outputs:
        contribution = numpy.empty_like(desirability)
        for j, lost in enumerate(losses):
            contribution[:, j] = (1 - score) * lost / loss
    score = score.astype(numpy.float32)
    return score, total_order(score, of.digest)


def shares(of: Candidates, draws: int, top: int, seed: int) -> numpy.ndarray:
    random = numpy.random.Generator(numpy.random.SFC64(seed))
    n = len(of.columns[0])
    counts = numpy.zeros(n, dtype=numpy.int64)
    total = sum(of.weights)
    z = numpy.empty(n, dtype=numpy.float32)
    starts = [(column - numpy.float32(MIDDLE)) * numpy.float32(-slope) for column, slope in zip(of.columns, of.slopes)]
    for _ in range(draws):
        key = numpy.zeros(n, dtype=numpy.float32)
        for start, slope, weight in zip(starts, of.slopes, of.weights):
            random.standard_normal(out=z, dtype=numpy.float32)
            numpy.multiply(z, numpy.float32(-slope) * STD, out=z)
            numpy.add(z, start, out=z)
            numpy.exp(z, out=z)
            numpy.add(z, numpy.float32(1), out=z)
            numpy.log(z, out=z)  # of the inverse desirability, which saves a division
            numpy.multiply(z, numpy.float32(weight / total), out=z)
            numpy.add(key, z, out=key)
        counts[numpy.argpartition(key, top - 1)[:top]] += 1
    return counts / draws


def check_scores(best: list, score: numpy.ndarray, order: numpy.ndarray) -> None:
    for place, (row, theirs, _) in enumerate(best):
        if order[place] != row or abs(float(score[row]) - theirs) > 1e-6:
            sys.exit(f"place {place + 1}: the driver has row {row} with {theirs}, NumPy {order[place]} with {score[order[place]]}")


def check_shares(best: list, share: numpy.ndarray, draws: int, their_draws: int) -> None:
    for row, _, theirs in best:
        deviation = (max(theirs * (1 - theirs), 1 / draws) * (1 / draws + 1 / their_draws)) ** 0.5
        if abs(share[row] - theirs) > 5 * deviation:
            sys.exit(f"row {row}: the driver has the share {theirs}, NumPy {share[row]}")
    # All of them together: draws are independent, and a draw's sum varies less than its terms alone would.
    mean, their_mean = (sum(values) / len(best) for values in ([share[row] for row, _, _ in best], [top for _, _, top in best]))
    if abs(mean - their_mean) > 5 * (their_mean * (1 - their_mean) / len(best) / draws) ** 0.5:
        sys.exit(f"the best {len(best)}: the driver's mean share is {their_mean}, NumPy's {mean}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=("score", "top"))
    for name, default in (("candidates", 1_000_000), ("objectives", 10), ("draws", 100), ("top", 100), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--outputs", action="store_true")
    parser.add_argument("--against", type=Path)
    arguments = parser.parse_args()
    of = Candidates(arguments.candidates, arguments.objectives, arguments.seed)
    theirs = json.loads(arguments.against.read_text()) if arguments.against else None
    start, core_start = time.perf_counter(), time.process_time()
    if arguments.mode == "score":
        score, order = rank(of, arguments.outputs)
    else:
        share = shares(of, arguments.draws, arguments.top, arguments.seed)
    seconds, core = time.perf_counter() - start, time.process_time() - core_start
    if theirs and arguments.mode == "score":
        check_scores(theirs["best"], score, order)
    elif theirs:
        check_shares(theirs["best"], share, arguments.draws, theirs["draws"])
    print(json.dumps({"mode": arguments.mode, "candidates": arguments.candidates, "objectives": arguments.objectives,
                      "draws": arguments.draws, "top": arguments.top, "threads": 1, "seconds": round(seconds, 6),
                      "core_seconds": round(core, 6), "numpy": numpy.__version__, "checked": theirs is not None}))


if __name__ == "__main__":
    main()
