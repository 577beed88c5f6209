#!/usr/bin/env python3
"""Writes the fragment scores of RDKit's SA score as a plain table, so that no server opens a pickle.

usage: convert_fpscores.py [FPSCORES.pkl.gz] OUT.bin

FPSCORES.pkl.gz  as in RDKit's Contrib/SA_Score (Debian: rdkit-data); read from there when it is not given
OUT.bin          little endian: "FURUISA1"; uint32 n_fragments; uint32 n_scores; float64 scores[n_scores];
                 uint32 fragments[n_fragments], ascending; uint16 score_of_fragment[n_fragments]
"""
import gzip
import os
import pickle
import struct
import sys

DEBIAN = "/usr/share/RDKit/Contrib/SA_Score/fpscores.pkl.gz"


class PlainUnpickler(pickle.Unpickler):
    """Lists and numbers only: the table holds nothing else, and nothing else is trusted."""

    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"the fragment scores refer to {module}.{name}; they should be plain lists")


def main(arguments):
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    source = arguments[0] if len(arguments) == 2 else DEBIAN
    target = arguments[-1]
    if not os.path.exists(source):
        sys.exit(f"{source} is missing: install Debian's rdkit-data, or name the file of another RDKit")
    with gzip.open(source) as file:
        rows = PlainUnpickler(file).load()
    score_of = {}
    for score, *fragments in rows:
        for fragment in fragments:
            score_of[fragment] = float(score)
    scores = sorted(set(score_of.values()))
    number = {score: i for i, score in enumerate(scores)}
    fragments = sorted(score_of)
    os.makedirs(os.path.dirname(os.path.abspath(target)), exist_ok=True)
    partial = target + ".partial"
    with open(partial, "wb") as file:
        file.write(b"FURUISA1" + struct.pack("<II", len(fragments), len(scores)))
        file.write(struct.pack(f"<{len(scores)}d", *scores))
        file.write(struct.pack(f"<{len(fragments)}I", *fragments))
        file.write(struct.pack(f"<{len(fragments)}H", *(number[score_of[f]] for f in fragments)))
    os.replace(partial, target)


if __name__ == "__main__":
    main(sys.argv[1:])
