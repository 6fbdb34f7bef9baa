#!/bin/sh
# Runs the PyTorch lines of all pages under these settings: as on the pages, as they are copied, and
# as programs: tests/oracle/run_all.sh build/attn --seed 7
set -eu
attn=$1
shift
folder=$(dirname "$0")
python=/usr/bin/python3 # Debian's, which has Debian's torch
echo "attn run all $*"
"$attn" run all --format json "$@" | $python "$folder/run_pytorch_lines.py"
$python "$folder/copy_pytorch_lines.py" "$attn" "$@"
$python "$folder/run_programs.py" "$attn" "$@"
