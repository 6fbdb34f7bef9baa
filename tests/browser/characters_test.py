"""Holds src/web/utf8proc.cpp against utf8proc: every character, and bytes that are none.

    tests/browser/characters_test.py

Needs a C++ compiler and utf8proc.
"""
import ctypes
import itertools
import os
import random
import subprocess
import sys
import tempfile

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "src", "web")


def build(folder):
    subprocess.run([sys.executable, f"{SOURCE}/character_table.py", f"{folder}/character_table.h"], check=True)
    library = f"{folder}/shim.so"
    # Its names are those of the library, which is loaded, too: each finds its own.
    subprocess.run(["c++", "-std=c++20", "-O1", "-shared", "-fPIC", "-Wl,-Bsymbolic", f"-I{folder}", "-o", library,
                    f"{SOURCE}/utf8proc.cpp"], check=True)
    return ctypes.CDLL(library)


def read(library, text):
    code = ctypes.c_int32(7)
    library.utf8proc_iterate.restype = ctypes.c_ssize_t
    library.utf8proc_iterate.argtypes = [ctypes.c_char_p, ctypes.c_ssize_t, ctypes.POINTER(ctypes.c_int32)]
    return library.utf8proc_iterate(text, len(text), ctypes.byref(code)), code.value


def main():
    theirs = ctypes.CDLL("libutf8proc.so.2")
    with tempfile.TemporaryDirectory() as folder:
        ours = build(folder)
        for code in itertools.chain(range(-2, 0x110002), (0x7FFFFFFF, -0x80000000)):
            for function in ("utf8proc_category", "utf8proc_charwidth"):
                got, wanted = getattr(ours, function)(code), getattr(theirs, function)(code)
                assert got == wanted, (function, hex(code), got, wanted)
        texts = [chr(code).encode("utf-8", "surrogatepass") for code in range(0x110000)]
        texts += [bytes(two) for two in itertools.product(range(256), repeat=2)] + [b""]
        chance = random.Random(1)
        edges = [0, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF]
        texts += [bytes(four) for four in itertools.product(edges, repeat=3)]
        texts += [bytes(chance.choice(edges) for _ in range(4)) for _ in range(100_000)]
        for text in texts:
            got, wanted = read(ours, text), read(theirs, text)
            assert got == wanted, (text, got, wanted)
    print(f"{0x110000} characters and {len(texts)} texts: the same as utf8proc")


main()
