"""pymoo's NonDominatedSorting on the points of pareto_driver.cpp; prints one line of JSON.

Usage: peer_pymoo.py POINTS OBJECTIVES SEED, in an environment with pymoo==0.6.2.
"""
import json
import sys
import time

import numpy
from pymoo.util.nds.non_dominated_sorting import NonDominatedSorting


def splitmix64(counter: numpy.ndarray) -> numpy.ndarray:
    z = (counter + numpy.uint64(1)) * numpy.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return z ^ (z >> numpy.uint64(31))


def main() -> None:
    points, objectives, seed = map(int, sys.argv[1:4])
    counter = numpy.arange(points * objectives, dtype=numpy.uint64) + numpy.uint64(seed)
    values = (splitmix64(counter) >> numpy.uint64(40)).astype(numpy.float64) / 2**24
    start, core_start = time.perf_counter(), time.process_time()
    fronts, front = NonDominatedSorting().do(values.reshape(points, objectives), return_rank=True)
    seconds, core = time.perf_counter() - start, time.process_time() - core_start
    # The same sum as the driver's: equal where the fronts are equal.
    checksum = int(sum(int(i % 65521 + 1) * int(f) for i, f in enumerate(front)))
    print(json.dumps({"points": points, "objectives": objectives, "threads": 1, "seconds": round(seconds, 6),
                      "core_seconds": round(core, 6), "fronts": len(fronts), "checksum": checksum}))


if __name__ == "__main__":
    main()
