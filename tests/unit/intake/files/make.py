"""Makes the files beside it with other people's writers, so that reading them is checked against those.

Needs Python 3.11 with openpyxl 3.1.5 and xlsxwriter 3.3.1; run it in this folder. The content is fixed.
"""
import datetime as dt
import io
import zipfile

import openpyxl
import xlsxwriter

CREATED = {"created": dt.datetime(2026, 1, 1)}


def workbook(name, options=None):
    """A workbook of one visible sheet behind a hidden one, with every kind of cell."""
    book = xlsxwriter.Workbook(name, options or {})
    book.set_properties(CREATED)
    hidden = book.add_worksheet("notes")
    hidden.write("A1", "smiles")
    hidden.write("A2", "C")
    hidden.hide()
    sheet = book.add_worksheet("list")
    sheet.activate()
    sheet.set_first_sheet()
    date = book.add_format({"num_format": "yyyy/mm/dd"})
    moment = book.add_format({"num_format": 'yyyy"年"m"月"d"日" hh:mm'})
    clock = book.add_format({"num_format": "[h]:mm:ss"})
    padded = book.add_format({"num_format": "00000"})
    percent = book.add_format({"num_format": "0.00%"})
    sheet.write_row(1, 1, ["Name", "SMILES", "logP", "measured", "at", "took", "code", "yield", "ok", "sum", "bad"])
    sheet.write_row(2, 1, ["エタノール", "CCO"])
    sheet.write_number(2, 3, 0.1 + 0.2)
    sheet.write_datetime(2, 4, dt.date(2024, 2, 29), date)
    sheet.write_datetime(2, 5, dt.datetime(2024, 2, 29, 13, 45, 30), moment)
    sheet.write_number(2, 6, 1.5, clock)
    sheet.write_number(2, 7, 42, padded)
    sheet.write_number(2, 8, 0.125, percent)
    sheet.write_boolean(2, 9, True)
    sheet.write_formula(2, 10, "=1+2", None, 3)
    sheet.write_formula(2, 11, "=NA()", None, "#N/A")
    # row 4 stays empty
    sheet.write_row(4, 1, ["no structure"])
    sheet.write_number(4, 3, 1e-7)
    sheet.write_row(5, 1, ["a\nb _x0041_", "c1ccccc1"])
    sheet.write_number(5, 3, -12345678)
    book.close()


def furigana(name):
    """A workbook as Japanese Excel writes names: with their reading beside them, which is no part of the text."""
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["化合物名", "SMILES"])
    book.active.append(["水", "O"])
    book.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part).decode()
            if part == "xl/sharedStrings.xml":
                content = content.replace(
                    "<t>水</t>", '<r><t>水</t></r><rPh sb="0" eb="1"><t>ミズ</t></rPh><phoneticPr fontId="1"/>')
                assert "ミズ" in content
            new.writestr(zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0)), content)


def cp932():
    """Every character that Python's cp932 decodes and encodes back to the same bytes, one a line, twice."""
    rows = []
    leads = [*range(0x81, 0xA0), *range(0xE0, 0xFD)]
    codes = [bytes([b]) for b in range(0xA1, 0xE0)]
    codes += [bytes([lead, trail]) for lead in leads for trail in [*range(0x40, 0x7F), *range(0x80, 0xFD)]]
    for code in codes:
        try:
            character = code.decode("cp932")
        except UnicodeDecodeError:
            continue
        if 0xE000 <= ord(character) <= 0xF8FF:
            continue  # private use
        rows.append((code, character))
    with open("cp932.csv", "wb") as file:
        file.write("smiles,文字\r\n".encode("cp932"))
        for code, _ in rows:
            file.write(b"C," + code + b"\r\n")
    with open("cp932.utf8.csv", "w", encoding="utf-8", newline="") as file:
        file.write("smiles,文字\r\n")
        for _, character in rows:
            file.write(f"C,{character}\r\n")


workbook("cells.xlsx")
workbook("cells_inline.xlsx", {"constant_memory": True})
workbook("cells_1904.xlsx", {"date_1904": True})
furigana("furigana.xlsx")
cp932()
