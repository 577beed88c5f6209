"""A CSV of molecules with what was measured of them: one column of structures, others named as the properties are."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from pathlib import Path

import numpy

from package import sha256
from refusal import Refusal

STRUCTURE_NAMES = ("smiles", "canonical_smiles", "structure", "molecule")
MISSING = ("", "na", "n/a", "nan", "none", "null")
SHOWN = 12


@dataclass(frozen=True)
class MeasuredFile:
    """The file's rows in order.

    name        without its folder
    lines       where each row begins in the file, from 1
    structures  text of the structure column, without blanks around it
    cells       the other columns by name
    """

    name: str
    sha256: str
    lines: list[int]
    structures: list[str]
    cells: dict[str, list[str]]

    def numbers(self, column: str) -> numpy.ndarray:
        """The column as float64 [rows]; NaN where a cell is missing.

        raises  Refusal naming the line of a cell that is neither a number nor missing
        """
        numbers = []
        for line, cell in zip(self.lines, self.cells[column]):
            text = cell.strip()
            try:
                number = math.nan if text.lower() in MISSING else float(text)
            except ValueError:
                number = math.inf
            if math.isinf(number):
                raise Refusal(f"{self.name}, line {line}: expected a number or nothing in column '{column}', got '{text[:40]}'")
            numbers.append(number)
        return numpy.array(numbers, float)


def listed(names: list[str]) -> str:
    """Names for a message, not too many."""
    return ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")


def _structure_column(file: str, header: list[str], given: str | None, option: str) -> int:
    wanted = [n for n, name in enumerate(header) if (name == given if given is not None else name.strip().lower() in STRUCTURE_NAMES)]
    if len(wanted) == 1:
        return wanted[0]
    if given is not None:
        raise Refusal(f"{file} has {len(wanted) or 'no'} column{'s' if len(wanted) > 1 else ''} '{given}'; its columns: {listed(header)}")
    found = "several columns that may hold structures" if wanted else "no column named smiles"
    raise Refusal(f"{file} has {found}; name the one that holds structures with {option}; its columns: {listed(header)}")


def read_measured(path: Path, structure: str | None, option: str) -> MeasuredFile:
    """Reads a CSV in UTF-8 with a header.

    structure  name of the column of structures; None: the one that is called smiles or the like
    option     the option that names that column, for messages
    raises     Refusal where there is no such file or column, or a row has more cells than the header
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{path.name} is not in UTF-8; save it as CSV in UTF-8") from None
    except OSError as error:
        raise Refusal(f"{path.name} cannot be read: {error.strerror}") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    column = _structure_column(path.name, header, structure, option)
    rows, lines, line = [], [], reader.line_num + 1
    for row in reader:
        if len(row) > len(header):
            raise Refusal(f"{path.name}, line {line}: {len(row)} cells, the header has {len(header)}; is a comma not quoted?")
        if any(cell.strip() for cell in row):
            rows.append(row + [""] * (len(header) - len(row)))
            lines.append(line)
        line = reader.line_num + 1
    twice = {name for name in header if header.count(name) > 1}
    cells = {name: [row[n] for row in rows] for n, name in enumerate(header) if n != column and name not in twice}
    return MeasuredFile(path.name, sha256(content), lines, [row[column].strip() for row in rows], cells)
