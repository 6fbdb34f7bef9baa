#!/usr/bin/python3
"""Writes the samples of tests/files/samples with NumPy and PyTorch, and samples.json: what NumPy
reads in each, as float32. What is to be refused is there with null.

    tests/oracle/make_files.py
"""

import io
import json
import pathlib
import pickle
import struct
import zipfile

import numpy as np
import torch

folder = pathlib.Path(__file__).parent.parent / "files" / "samples"
expected = {}


def told(array, dtype=None):
    array = np.asarray(array)
    numbers = [float(x) for x in array.astype(np.float32).reshape(-1)]
    special = {"inf": "inf", "-inf": "-inf", "nan": "nan"}
    return {"dtype": dtype or str(array.dtype.newbyteorder("=")), "shape": list(array.shape),
            "values": [special.get(str(x), x) for x in numbers]}


def npy(name, array, version=None):
    with open(folder / name, "wb") as file:
        np.lib.format.write_array(file, array, version=version)
    expected[name] = {"": told(array)}


def refused(name, content):
    (folder / name).write_bytes(content)
    expected[name] = None


def bytes_of(save, *arguments, **named):
    file = io.BytesIO()
    save(file, *arguments, **named)
    return file.getvalue()


def make_npy():
    numbers = np.array([[0.5, -1.25, 3.1415927], [1e-30, 65504, -0.0]])
    for kind in ("f2", "f4", "f8"):
        with np.errstate(all="ignore"):
            for order, sign in (("little", "<"), ("big", ">")):
                npy(f"{kind}_{order}.npy", numbers.astype(sign + kind))
    npy("f2_special.npy", np.array([np.inf, -np.inf, np.nan, 2.0**-24, 2.0**-14, 65504], "<f2"))
    npy("f8_special.npy", np.array([np.inf, -np.inf, np.nan, 5e-324, 1e-46, 0.1, 3.4028235e38]))
    for size in (1, 2, 4, 8):
        for kind in "iu":
            limits = np.iinfo(f"{kind}{size}")
            numbers = [[limits.min, limits.max], [1, 0], [limits.max // 3, 100]]
            for order, sign in (("little", "<"), ("big", ">")):
                npy(f"{kind}{size}_{order}.npy", np.array(numbers, f"{sign}{kind}{size}"))
    npy("bool.npy", np.array([True, False, True]))
    npy("scalar.npy", np.array(2.5, "<f4"))
    cube = np.arange(24, dtype="<f4").reshape(2, 3, 4)
    npy("cube.npy", cube)
    npy("cube_fortran.npy", np.asfortranarray(cube))
    npy("six_axes_fortran.npy", np.asfortranarray(cube.reshape(1, 2, 3, 1, 4, 1)))
    npy("version2.npy", cube, (2, 0))
    npy("version3.npy", cube, (3, 0))
    # As Python 2 wrote it.
    text = "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L, 4L), }"
    text += " " * (-(10 + len(text) + 1) % 16) + "\n"
    (folder / "python2.npy").write_bytes(
        b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode() + cube.tobytes())
    expected["python2.npy"] = {"": told(cube)}
    for name, array in (("object", np.array([1, "a", None], object)),
                        ("complex", np.array([1 + 2j])), ("texts", np.array(["나는", "간다"])),
                        ("bytes", np.array([b"ab"])), ("dates", np.array(["2026-01-01"], "M8[D]")),
                        ("fields", np.array([(1, 2.5)], [("a", "<i4"), ("b", "<f4")])),
                        ("long_double", np.array([1.5], np.longdouble)),
                        ("seven_axes", np.zeros((1,) * 7, "<f4")), ("empty", np.zeros((2, 0))),
                        ("too_large", np.array([1, 1e39]))):
        refused(name + ".npy", bytes_of(np.save, array))


def make_npz():
    rng = np.random.default_rng(123)
    arrays = {"W_query.weight": rng.standard_normal((2, 3)).astype("f4"),
              "out_proj.bias": rng.standard_normal(2), "mask": np.triu(np.ones((3, 3), bool), 1),
              "가중치": np.arange(3)}
    expected["stored.npz"] = expected["deflated.npz"] = {k: told(v) for k, v in arrays.items()}
    np.savez(folder / "stored.npz", **arrays)
    np.savez_compressed(folder / "deflated.npz", **arrays)
    np.savez(folder / "unnamed.npz", arrays["W_query.weight"])
    expected["unnamed.npz"] = {"arr_0": told(arrays["W_query.weight"])}
    np.savez(folder / "with_texts.npz", tokens=np.array(["나는", "간다"]), x=arrays["가중치"],
             far=np.array([1e300]))
    expected["with_texts.npz"] = {"tokens": None, "x": told(arrays["가중치"]), "far": None}
    # Enough zeros for several blocks of the inflated stream.
    np.savez_compressed(folder / "zeros.npz", zeros=np.zeros((60, 50), "f4"))
    expected["zeros.npz"] = {"zeros": told(np.zeros((60, 50)), "float32")}
    make_zip64(bytes_of(np.save, arrays["가중치"]))
    expected["zip64.npz"] = {"x": told(arrays["가중치"])}
    with zipfile.ZipFile(folder / "bzip2.npz", "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr(zipfile.ZipInfo("x.npy"), bytes_of(np.save, np.arange(3)), zipfile.ZIP_BZIP2)
    expected["bzip2.npz"] = None
    refused("no_arrays.zip", bytes_of(
        lambda f: zipfile.ZipFile(f, "w").writestr(zipfile.ZipInfo("a.txt"), "a")))


def make_inputs():
    """Of sizes for which the pages load the file and do not write it out."""
    rng = np.random.default_rng(7)
    npy("inputs.npy", np.asfortranarray(rng.standard_normal((9, 5)).astype(">f8")))
    x = rng.standard_normal((5, 9)).astype("f2")
    np.savez_compressed(folder / "inputs.npz", ids=np.arange(5), x=x)
    expected["inputs.npz"] = {"ids": told(np.arange(5)), "x": told(x)}


def make_zip64(content):
    """Every size and place stands in the extra fields that zip64 has for it."""
    crc, size = zipfile.crc32(content), len(content)
    all_ones = 0xFFFFFFFF
    local = struct.pack("<IHHHHHIIIHH", 0x04034b50, 45, 0, 0, 0, 0, crc, all_ones, all_ones, 5, 20)
    local += b"x.npy" + struct.pack("<HHQQ", 1, 16, size, size)
    central = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014b50, 45, 45, 0, 0, 0, 0, crc, all_ones,
                          all_ones, 5, 28 + 6, 0, 0, 0, 0, all_ones)
    central += b"x.npy" + struct.pack("<HHH", 0xcafe, 2, 7)  # somebody's own field before it
    central += struct.pack("<HHQQQ", 1, 24, size, size, 0)
    start = len(local) + size
    end64 = struct.pack("<IQHHIIQQQQ", 0x06064b50, 44, 45, 45, 0, 0, 1, 1, len(central), start)
    locator = struct.pack("<IIQI", 0x07064b50, 0, start + len(central), 1)
    end = struct.pack("<IHHHHIIH", 0x06054b50, 0, 0, 0xFFFF, 0xFFFF, all_ones, all_ones, 0)
    (folder / "zip64.npz").write_bytes(local + content + central + end64 + locator + end)
    assert (np.load(folder / "zip64.npz")["x"] == np.arange(3)).all()


def safetensors(name, tensors, pad=True, metadata=None):
    """Tensors as (dtype, tensor), laid out as the format wants it."""
    header, data = ({"__metadata__": metadata} if metadata else {}), b""
    for key, (dtype, tensor) in tensors.items():
        raw = tensor.contiguous()
        raw = (raw.view(torch.int16) if tensor.dtype == torch.bfloat16 else raw).numpy().tobytes()
        header[key] = {"dtype": dtype, "shape": list(tensor.shape),
                       "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8 if pad else 0)
    (folder / name).write_bytes(struct.pack("<Q", len(text)) + text + data)


def make_safetensors():
    torch.manual_seed(123)
    x = torch.randn(2, 3)
    types = {"F16": x.half(), "BF16": x.bfloat16(), "F32": x, "F64": x.double(),
             "I8": torch.tensor([-128, 127], dtype=torch.int8),
             "I16": torch.tensor([-32768, 5], dtype=torch.int16),
             "I32": torch.tensor([-2**31, 2**31 - 1], dtype=torch.int32),
             "I64": torch.tensor([[-2**63, 2**63 - 1, 2**24 + 1]]),
             "U8": torch.tensor([0, 255], dtype=torch.uint8), "BOOL": torch.tensor([True, False])}
    safetensors("types.safetensors", {k: (k, v) for k, v in types.items()},
                metadata={"format": "pt"})
    safetensors("unpadded.safetensors", {"a.weight": ("F32", x), "b": ("F32", torch.tensor(7.0))},
                pad=False)
    as_told = lambda t: told(t.float().numpy(), str(t.dtype).removeprefix("torch."))
    expected["types.safetensors"] = {k: as_told(v) for k, v in types.items()}
    expected["unpadded.safetensors"] = {"a.weight": as_told(x), "b": as_told(torch.tensor(7.0))}
    safetensors("float8.safetensors", {"a": ("F8_E4M3", types["U8"]), "b": ("F32", x)})
    expected["float8.safetensors"] = {"a": None, "b": as_told(x)}


def make_pickles():
    state = {"weight": torch.ones(1)}
    refused("saved.pt", bytes_of(lambda f: torch.save(state, f)))
    refused("old.pt", bytes_of(lambda f: torch.save(
        state, f, _use_new_zipfile_serialization=False)))
    refused("list.pkl", pickle.dumps([1.0, 2.0]))


def main():
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    make_npy()
    make_npz()
    make_inputs()
    make_safetensors()
    make_pickles()
    with open(folder / "samples.json", "w", encoding="utf-8") as file:
        lines = [json.dumps(k) + ": " + json.dumps(v, ensure_ascii=False)
                 for k, v in sorted(expected.items())]
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
