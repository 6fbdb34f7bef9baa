#!/usr/bin/python3
"""Compares two reference files: texts must be equal, numbers to 1e-6. Exits with 1 if they differ.

    compare.py COMMITTED REGENERATED
"""

import json
import pathlib
import sys


def differences(path, a, b):
    """Yields where two JSON values differ."""
    numbers = isinstance(a, (int, float)) and isinstance(b, (int, float))
    if numbers and abs(a - b) <= 1e-6 * max(1.0, abs(a)):
        return
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        for key in a:
            yield from differences(f"{path}/{key}", a[key], b[key])
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for place, (x, y) in enumerate(zip(a, b)):
            yield from differences(f"{path}[{place}]", x, y)
    elif a != b:
        yield f"{path}: {str(a)[:60]} became {str(b)[:60]}"


def main():
    committed, regenerated = (json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
                              for path in sys.argv[1:3])
    found = list(differences("", committed, regenerated))
    print(f"{sys.argv[1]}: {len(found)} differences")
    print("\n".join(found[:20]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
