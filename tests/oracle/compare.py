#!/usr/bin/python3
"""Compares two reference files: numbers must agree to 2e-6, in texts to a unit of their last digit,
and all other text must be equal. Exits with 1 if they differ.

    compare.py COMMITTED REGENERATED
"""

import json
import pathlib
import re
import sys

NUMBER = re.compile(r"-?\d+\.\d*(?:e[+-]?\d+)?")


def same_number(a, b):
    """Whether two printed numbers agree to 2e-6 or to a unit of their last digit."""
    mantissa, _, exponent = a.partition("e")
    unit = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    return abs(float(a) - float(b)) <= max(2e-6 * max(1.0, abs(float(a))), 1.001 * unit)


def same_text(a, b):
    """Whether two texts differ in nothing but the last digits of numbers, which may also move blanks."""
    words = ["".join(NUMBER.sub("#", text).split()) for text in (a, b)]
    numbers = [NUMBER.findall(text) for text in (a, b)]
    return words[0] == words[1] and all(map(same_number, *numbers))


def differences(path, a, b):
    """Yields where two JSON values differ."""
    numbers = isinstance(a, (int, float)) and isinstance(b, (int, float))
    if numbers and abs(a - b) <= 2e-6 * max(1.0, abs(a)):
        return
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        for key in a:
            yield from differences(f"{path}/{key}", a[key], b[key])
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for place, (x, y) in enumerate(zip(a, b)):
            yield from differences(f"{path}[{place}]", x, y)
    elif isinstance(a, str) and isinstance(b, str) and same_text(a, b):
        return
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
