#!/bin/sh
# Whether two builds of attn write the same bytes: tests/same_bytes.sh build/attn build/clang/attn.
# Compilers, C++ libraries and processors may differ between them; no number may.
set -eu
if [ $# -ne 2 ]; then
  echo "usage: $0 ATTN OTHER_ATTN" >&2
  exit 2
fi
home=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Numbers that are large against their spread, alike, or at float32's ends.
cat >"$folder/hard.csv" <<'end'
token,x1,x2,x3,x4
mean,1000.001,1000.002,1000.003,1000.005
alike,7.1,7.1,7.1,7.1
large,1e19,-3e18,2e19,1e5
small,1e-39,-1e-42,3e-38,1e-30
minus,-0.0,0.0,-1e-7,1e-7
end
cat >"$folder/one.csv" <<'end'
token,x1
one,-3.5313
two,-5.8828
three,19.3120
end

# bytes ATTN: what it says to all of these, and how it ends.
bytes() {
  while read -r words; do
    echo "$ attn $words"
    # shellcheck disable=SC2086 # words of a command line
    (cd "$home" && "$1" $words 2>&1) || echo "exit code $?"
  done <<end
run all
run all --format json
run all --lang ko --width 57 --precision 7
run all --format json --seed 7 --d-out 6 --heads 3
run all --format json --seed -1 --d-out 64 --heads 8
run all --format json --seed 18446744073709551615 --d-out 9 --heads 3 --bias --context-length 9
run all --format json --input data/korean.csv --query 4 --d-out 4 --dropout 0.2
run all --format json --input data/telling.csv --seed 2026
run all --format json --input tests/oracle/inputs/5x3.csv --d-out 32 --bias
run all --format json --input $folder/hard.csv
run all --format json --input $folder/hard.csv --d-out 16
run all --format json --input $folder/one.csv --d-out 1 --heads 1
run 5.11 --format json --d-out 512 --heads 8
run 4.22 --format json --d-out 250 --heads 5
run 3.40 --format json --input data/korean.csv --d-out 128 --heads 16 --dropout 0.3
explain 3.40 context_vecs[0,0,0] --depth 9
explain 4.17 norm[0,0]
explain 5.11 after_norm1[0,0] --format json --depth 5
explain 1.14 pe[3,1]
explain 4.18 gelu[0]
check all
diff 3.40 tests/bench/two_mistakes.txt
diff 3.40 tests/bench/two_mistakes.txt --dropout 0.1
diff 3.40 tests/bench/two_mistakes.txt --seed 9 --lang ko --precision 8
diff 4.22 tests/bench/two_mistakes.txt --format json
end
}

bytes "$(realpath "$1")" >"$folder/one"
bytes "$(realpath "$2")" >"$folder/other"
if cmp -s "$folder/one" "$folder/other"; then
  echo "$(grep -c '^\$ attn ' "$folder/one") command lines, $(wc -c <"$folder/one") bytes: the same"
  exit 0
fi
diff "$folder/one" "$folder/other" | cut -c 1-300 | head -n 40
echo "the bytes differ" >&2
exit 1
