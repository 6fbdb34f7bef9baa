#!/usr/bin/python3
"""Lets PyTorch compute the references anew, run what learners write, and every page under many settings.

    run_all.py ATTN FOLDER

The references go into FOLDER and are held against those beside this file. Every script runs as if it
were called, but in a process that has PyTorch already, as many at a time as there are processors:
loading it takes longer than most of them. Exits with 1 and names those that failed.
"""

import multiprocessing
import multiprocessing.connection
import os
import pathlib
import runpy
import shlex
import sys
import tempfile

import torch  # noqa: F401, for the processes forked from this one

HERE = pathlib.Path(__file__).resolve().parent
SETTINGS = """\
--query 2
--input data/korean.csv --query 4 --d-out 4 --dropout 0.2
--seed 7 --d-out 6 --heads 3
--input tests/oracle/inputs/5x3.csv --seed -1 --d-out 8
--bias --context-length 9 --d-out 9 --heads 3 --temperature 0.01 --top-k 1 --ablate 0.1,1.3
--input tests/oracle/inputs/17x8.csv
--input tests/files/samples/inputs.npy
--input tests/files/samples/inputs.npz:x
--tokens "나는 오늘 학교에 간다" --d-in 5
--tokens "the cat sat" --seed 7 --heads 3 --d-out 6
""".splitlines()


def jobs(attn, folder):
    """Lists of calls; those of a list run one after another."""
    for settings in ("", "--input data/korean.csv --seed 7 --d-out 6 --heads 3"):
        yield [["run_practice.py", attn, *shlex.split(settings)]]
    for reference in sorted(HERE.glob("*.json")):
        made = f"{folder}/{reference.name}"
        yield [[f"make_{reference.stem}.py", made], ["compare.py", str(reference), made]]
    for settings in SETTINGS:
        for script in ("run_programs.py", "copy_pytorch_lines.py", "run_pytorch_lines.py"):
            yield [[script, attn, *shlex.split(settings)]]
    yield [["own_weights.py", attn]]


def run(job, said):
    """In a process of its own: the calls of a job, whose words go into a file."""
    os.dup2(said.fileno(), 1)
    os.dup2(said.fileno(), 2)
    sys.path.insert(0, str(HERE))
    for script, *words in job:
        print(script, *words, flush=True)
        sys.argv = [script, *words]
        try:
            runpy.run_path(str(HERE / script), run_name="__main__")
        except SystemExit as end:
            if end.code:
                raise


def main():
    attn, folder = sys.argv[1:]
    fork = multiprocessing.get_context("fork")
    waiting = list(jobs(attn, folder))
    running = {}
    failed = []
    while waiting or running:
        while waiting and len(running) < os.cpu_count():
            job, said = waiting.pop(0), tempfile.TemporaryFile("w+", encoding="utf-8")
            process = fork.Process(target=run, args=(job, said))
            process.start()
            running[process.sentinel] = process, job, said
        for sentinel in multiprocessing.connection.wait(running):
            process, job, said = running.pop(sentinel)
            process.join()
            said.seek(0)
            print(said.read(), end="", flush=True)
            said.close()
            if process.exitcode:
                failed.append(" ".join(job[0]))
    print("failed:", *failed or ["none"], sep="\n  ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
