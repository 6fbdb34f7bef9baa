#!/bin/sh
# What ./attn does around the build: installs what is missing, says what it cannot install, and gets
# out of the way when nothing changed. Package tools and compiler are stand-ins that write down how
# they were called.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  echo "script_test: $1" >&2
  [ ! -f "$scratch/err" ] || cat "$scratch/err" >&2
  exit 1
}

# A source tree with the script, and a PATH on which only the named programs are.
set_up() {
  rm -rf "${scratch:?}"/*
  mkdir -p "$scratch/tree/src" "$scratch/tree/steps" "$scratch/tree/data"
  mkdir "$scratch/tools" "$scratch/stand_ins"
  cp "$home/attn" "$scratch/tree/"
  touch "$scratch/tree/CMakeLists.txt"
  program=$scratch/tree/attn
  for tool in sh dirname readlink find grep rm mkdir nproc sed tail touch id env cat chmod sleep; do
    ln -s "$(command -v "$tool")" "$scratch/tools/$tool"
  done
  lock_tool=$(command -v flock || command -v perl)
  ln -s "$lock_tool" "$scratch/tools/${lock_tool##*/}"
}

# stand_in NAME [BODY]: a program that writes its name and arguments to calls. It goes into a folder of
# its own: through a link in tools it would overwrite the real one.
stand_in() {
  {
    echo '#!/bin/sh'
    echo "echo \"$1 \$*\" >>'$scratch/calls'"
    echo "${2-}"
  } >"$scratch/stand_ins/$1"
  chmod +x "$scratch/stand_ins/$1"
}

run() {
  code=0
  PATH=$scratch/stand_ins:$scratch/tools "$program" "$@" >"$scratch/out" 2>"$scratch/err" || code=$?
}

# A cmake that builds an attn which says how it was called.
builds="case \"\$1\" in --build) mkdir -p '$scratch/tree/build'
  printf '#!/bin/sh\necho program \"\$@\"\n' >'$scratch/tree/build/attn'
  chmod +x '$scratch/tree/build/attn';; esac"

set_up # nothing installed: the missing packages are named and installed, then it builds and runs
stand_in dpkg-query 'case "$*" in *libfmt-dev) echo "install ok installed";; *) exit 1;; esac'
stand_in apt-get
stand_in sudo '"$@"'
stand_in cmake "$builds"
run run 11
[ "$code" = 0 ] || fail "a fresh machine: exit code $code"
[ "$(cat "$scratch/out")" = "program run 11" ] || fail "the arguments did not arrive"
grep -q 'apt-get install -y -qq --no-install-recommends g++ cmake make libcli11-dev libeigen3-dev' \
  "$scratch/calls" || fail "the missing packages were not installed"
grep -q 'installing: g++ cmake' "$scratch/err" || fail "it did not say what it installs"
! grep -q 'install .*libfmt-dev' "$scratch/calls" || fail "it installed what was there"
if [ "$(id -u)" = 0 ]; then
  ! grep -q '^sudo' "$scratch/calls" || fail "root has no need of sudo"
fi

rm "$scratch/calls" # nothing changed: nothing is called
run run 12
[ "$(cat "$scratch/out")" = "program run 12" ] || fail "the second start"
[ ! -s "$scratch/err" ] || fail "the second start is not quiet"
[ ! -f "$scratch/calls" ] || fail "the second start called something"

sleep 1 # a source changed: it is built again
touch "$scratch/tree/src/main.cpp"
run list
grep -q '^cmake --build' "$scratch/calls" || fail "a changed source was not built"

if [ -r /proc/meminfo ]; then # no more compilers than there is memory for, a gigabyte for each
  set_up
  stand_in nproc 'echo 999999'
  stand_in cmake "$builds"
  stand_in dpkg-query 'echo "install ok installed"'
  stand_in apt-get
  run list
  jobs=$(sed -n 's/^cmake --build.* -j \([0-9]*\)$/\1/p' "$scratch/calls")
  kilobytes=$(sed -n 's/^MemTotal: *\([0-9]*\) kB$/\1/p' /proc/meminfo)
  { [ "${jobs:-0}" -ge 1 ] && [ $((jobs * 1000000)) -le $((kilobytes + 1000000)) ]; } ||
    fail "${jobs:-no number of} compilers at a time for $kilobytes kB"
fi

set_up # a source changed while it was built: it is built again
stand_in cmake "sleep 1; touch '$scratch/tree/src/main.cpp'; $builds"
stand_in c++
run run 5
rm "$scratch/calls"
run run 5
grep -q '^cmake --build' "$scratch/calls" || fail "a source that changed during the build was not built"

set_up # a user without root: sudo
stand_in id 'echo 1000'
stand_in dpkg-query 'exit 1'
stand_in apt-get
stand_in sudo '"$@"'
stand_in cmake "$builds"
run list
grep -q '^sudo apt-get update' "$scratch/calls" || fail "a user needs sudo"

set_up # no apt and no compiler: the packages of other systems are named, nothing is written
run run
[ "$code" = 2 ] || fail "no apt: exit code $code"
for manager in "dnf install" "pacman -S" "brew install"; do
  grep -q "$manager .*cmake" "$scratch/err" || fail "no apt: $manager is not named"
done
[ ! -d "$scratch/tree/build" ] || fail "no apt: a build folder was made"

set_up # no apt, but all there is to build with: it builds
stand_in cmake "$builds"
stand_in c++
run run 5
[ "$(cat "$scratch/out")" = "program run 5" ] || fail "a system without apt that has everything"

set_up # a build that fails: its end is shown, the code is 3
stand_in cmake 'echo some compiler error; exit 1'
stand_in c++
run run 5
[ "$code" = 3 ] || fail "a failed build: exit code $code"
grep -q 'some compiler error' "$scratch/err" || fail "a failed build does not say why"

[ ! -e "$scratch/tree/build/unfinished" ] || fail "a build that failed counts as one that was killed"

set_up # a build says how far it is, and its last word is not waited for
stand_in c++
stand_in sleep 'exec /bin/sleep 0.02' # ten of the script's seconds
stand_in cmake "case \"\$1\" in --build) echo '[ 42%] Building CXX object'
  until [ \"\$(grep -c ^sleep '$scratch/calls')\" -gt 25 ]; do /bin/sleep 0.1; done;; esac; $builds"
run run 5
grep -q '^attn: 42%$' "$scratch/err" || fail "the build does not say how far it is"

set_up # two first builds at once: one builds, the other waits, says so, and finds it built
stand_in c++
stand_in cmake "case \"\$1\" in --build) sleep 2;; esac; $builds"
PATH=$scratch/stand_ins:$scratch/tools "$program" run 5 >"$scratch/first" 2>&1 &
first=$!
until [ -e "$scratch/tree/build/unfinished" ]; do sleep 0.1; done
run run 6
wait "$first" || fail "two builds at once: the first failed"
[ "$(cat "$scratch/out")" = "program run 6" ] || fail "two builds at once: the second"
grep -q 'waiting for the build' "$scratch/err" || fail "two builds at once: nothing is said"
[ "$(grep -c '^cmake --build' "$scratch/calls")" = 1 ] || fail "two builds at once: both built"

set_up # a build that was killed and left a broken object behind: cleaned, and built anew
stand_in c++
stand_in cmake "case \"\$1\" in --build)
  [ ! -e '$scratch/tree/build/src/half' ] || { echo 'half.o: file truncated'; exit 1; }
  mkdir -p '$scratch/tree/build/src'; touch '$scratch/tree/build/src/half'
  sleep 1; rm '$scratch/tree/build/src/half';; esac; $builds"
PATH=$scratch/stand_ins:$scratch/tools "$program" run 5 >"$scratch/first" 2>&1 &
first=$!
until [ -e "$scratch/tree/build/src/half" ]; do sleep 0.1; done
kill -9 "$first"
wait "$first" 2>/dev/null || :
mkdir -p "$scratch/tree/build/dev"
sleep 1.5 # what it had started ends
touch "$scratch/tree/build/src/half"
rm -f "$scratch/tree/build/attn"
run run 5
[ "$(cat "$scratch/out")" = "program run 5" ] || fail "a killed build stays broken"
grep -q 'the last build was cut short' "$scratch/err" || fail "a killed build: nothing is said"
[ -d "$scratch/tree/build/dev" ] || fail "a killed build: another build was deleted"

set_up # a folder that cannot be written
stand_in cmake "$builds"
stand_in c++
touch "$scratch/tree/build"
run run 5
[ "$code" = 2 ] || fail "no build folder: exit code $code"
grep -q 'cannot be written: .*/tree/build' "$scratch/err" || fail "no build folder: unsaid"

for name in 'a;b' 'a"b' 'a#b' 'a\b' 'a:b' "a\${b"; do # names that cmake cannot handle
  set_up
  stand_in cmake "$builds"
  stand_in c++
  mv "$scratch/tree" "$scratch/$name"
  program=$scratch/$name/attn
  run run 5
  [ "$code" = 2 ] || fail "a folder $name: exit code $code"
  grep -q 'that cmake cannot handle' "$scratch/err" || fail "a folder $name: unsaid"
  [ ! -e "$scratch/$name/build" ] || fail "a folder $name: something was written"
done

set_up # test: the tests' packages, too, and ctest with the arguments
stand_in dpkg-query 'exit 1'
stand_in apt-get
stand_in sudo '"$@"'
stand_in cmake "$builds"
stand_in ctest
run test -R steps
grep -q 'apt-get install .*libgtest-dev' "$scratch/calls" || fail "the tests need GoogleTest"
grep -q '^ctest --test-dir .* -R steps' "$scratch/calls" || fail "ctest was not called"

set_up # web: the compiler for WebAssembly, with a word on its size; the page is made and said where
ln -s "$(command -v cp)" "$scratch/tools/cp"
stand_in dpkg-query 'exit 1'
stand_in apt-get
stand_in sudo '"$@"'
stand_in em-config 'echo /where/it/is'
stand_in cmake "case \"\$1\" in --build) echo page >'$scratch/tree/build/web/attn.html';; esac"
run web
[ "$code" = 0 ] || fail "web: exit code $code"
grep -q 'apt-get install .*emscripten' "$scratch/calls" || fail "web: the compiler was not installed"
grep -q 'emscripten.*to download' "$scratch/err" || fail "web: nothing is said of its size"
grep -q 'cmake .*TOOLCHAIN_FILE=/where/it/is/' "$scratch/calls" || fail "web: built for this machine"
grep -q 'open it in a browser' "$scratch/err" || fail "web: what to do with it is not said"
[ "$(cat "$(cat "$scratch/out")")" = page ] || fail "web: the page is not where it is said to be"

set_up # web without apt: what it needs is named, nothing is written
run web
[ "$code" = 2 ] || fail "web without apt: exit code $code"
grep -q emscripten "$scratch/err" || fail "web without apt: it does not say what it needs"
[ ! -d "$scratch/tree/build" ] || fail "web without apt: something was written"

set_up # through a link to a link: the sources are those beside the script, and a stranger's build stays
stand_in cmake "$builds"
stand_in c++
mkdir -p "$scratch/elsewhere/build" "$scratch/bin"
echo precious >"$scratch/elsewhere/build/thesis.txt"
ln -s ../tree/attn "$scratch/elsewhere/attn"
ln -s "$scratch/elsewhere/attn" "$scratch/bin/attn"
program=$scratch/bin/attn
run run 5
[ "$(cat "$scratch/out")" = "program run 5" ] || fail "a link to the script"
[ "$(cat "$scratch/elsewhere/build/thesis.txt")" = precious ] || fail "a link deleted a folder beside it"
[ ! -e "$scratch/elsewhere/build/build.log" ] || fail "a link built beside itself"

set_up # a build folder without a cache of its own: what lies in it stays
stand_in cmake "$builds"
stand_in c++
mkdir -p "$scratch/tree/build/dev"
echo cache >"$scratch/tree/build/dev/CMakeCache.txt"
run run 5
[ "$code" = 0 ] || fail "a build folder without a cache: exit code $code"
[ -f "$scratch/tree/build/dev/CMakeCache.txt" ] || fail "another build was deleted"

set_up # sources that were moved: only what knows the old place goes
stand_in cmake "$builds"
stand_in c++
mkdir -p "$scratch/tree/build/CMakeFiles" "$scratch/tree/build/dev"
echo "CMAKE_HOME_DIRECTORY:INTERNAL=/old/place" >"$scratch/tree/build/CMakeCache.txt"
run run 5
[ "$code" = 0 ] || fail "moved sources: exit code $code"
[ ! -e "$scratch/tree/build/CMakeCache.txt" ] || fail "moved sources: the old cache is still there"
[ ! -e "$scratch/tree/build/CMakeFiles" ] || fail "moved sources: the old CMakeFiles are still there"
[ -d "$scratch/tree/build/dev" ] || fail "moved sources: another build was deleted"

set_up # a cache of these very sources stays
stand_in cmake "$builds"
stand_in c++
mkdir -p "$scratch/tree/build"
echo "CMAKE_HOME_DIRECTORY:INTERNAL=$(cd "$scratch/tree" && pwd -P)" >"$scratch/tree/build/CMakeCache.txt"
run run 5
[ -f "$scratch/tree/build/CMakeCache.txt" ] || fail "the cache of these sources was deleted"

set_up # a copy of the script alone: it touches nothing
stand_in cmake "$builds"
stand_in c++
mkdir -p "$scratch/alone/build"
cp "$home/attn" "$scratch/alone/"
program=$scratch/alone/attn
run run 5
[ "$code" = 2 ] || fail "no sources: exit code $code"
grep -q "the sources of attn are not in this folder: .*/alone" "$scratch/err" || fail "no sources: unsaid"
[ -z "$(find "$scratch/alone/build" -type f)" ] || fail "no sources: something was written"

set_up # CDPATH leads cd elsewhere and makes it talk
stand_in cmake "$builds"
stand_in c++
mkdir -p "$scratch/other/tree"
code=0
(cd "$scratch" && CDPATH="$scratch/other" PATH=$scratch/stand_ins:$scratch/tools \
  sh tree/attn run 5 >"$scratch/out" 2>"$scratch/err") || code=$?
[ "$(cat "$scratch/out")" = "program run 5" ] || fail "CDPATH: exit code $code"

echo "script_test: all as expected"
