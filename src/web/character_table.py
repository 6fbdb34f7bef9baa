"""Writes what utf8proc knows of every character, as runs: character_table.py TABLE"""
import ctypes
import sys

utf8proc = ctypes.CDLL("libutf8proc.so.2")

runs = []
for code in range(0x110000):
    kind = utf8proc.utf8proc_category(code) << 3 | utf8proc.utf8proc_charwidth(code)
    if not runs or runs[-1] & 0xFF != kind:
        runs.append(code << 8 | kind)
with open(sys.argv[1], "w", encoding="ascii") as table:
    table.write("// The first character of a run << 8 | its category << 3 | its width\n")
    table.write("constexpr unsigned runs[] = {\n" + "".join(f"{run},\n" for run in runs) + "};\n")
