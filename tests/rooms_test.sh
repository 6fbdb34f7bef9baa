#!/bin/sh
# Each room includes only what its row in the table of CONTRIBUTING.md allows: its own files, those of
# the rooms named there, and those that these may use in turn. A chapter is a room of its own, which may
# use steps/shared, and no step is used by another. No two types have the same name.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
cd "${1-$home}"

# Two types of one name would be one type to the linker, which takes either's functions for both.
twice=$(find src steps -name '*.h' -exec awk '
  /^namespace .*{/ { space = space "::" $2 }
  /^}  \/\/ namespace/ { sub(/::[^:]*$/, "", space) }
  /^(struct|class) [A-Z][A-Za-z0-9]* ?(final )?[:{]/ { print space "::" $2 }' {} \; | sort | uniq -d)
if [ -n "$twice" ]; then
  echo "more than one type is called $twice"
  exit 1
fi

# "tensor", "random tensor", "nn tensor random" …: a room and what it may use.
# shellcheck disable=SC2016 # back quotes of Markdown
rooms=$(sed -n 's/^| `\(src\/\)*\([a-z]*\)\/` | .* | \([a-z, ]*\)|$/\2 \3/p' CONTRIBUTING.md | tr -d ,)

# The room that an included file belongs to, or nothing if it is beside the includer.
includes=$(grep -rn '^#include "' src steps --include='*.cpp' --include='*.h' |
  sed 's/^\([^:]*\):\([0-9]*\):#include "\([^"]*\)".*/\1:\2 \3/')

printf '%s\n%s\n' "$rooms" "$includes" | awk '
  function may(room, other,    i, parts, n) {
    if (room == other) return 1
    n = split(uses[room], parts, " ")
    for (i = 1; i <= n; ++i) if (may(parts[i], other)) return 1
    return 0
  }
  !/:/ {  # a row of the table
    room = $1
    $1 = ""
    uses[room] = $0 ~ /all above/ ? above $0 : $0
    above = above " " room
    ++rows
    next
  }
  {
    split($1, from, "/")
    room = from[1] == "steps" ? "steps" : from[2]
    if (from[1] == "src" && room ~ /^main.cpp/) room = "cli"
    included = $2
    split(included, to, "/")
    other = to[1]
    if (included == "catalogue.h" || other ~ /^chapter/ || other == "shared") other = "steps"
    if (included == "embedded.h") other = "data"
    ++seen
    if (!may(room, other)) {
      print $1 ": " room " may not use " other " (" included ")"
      bad = 1
    }
    if (room != "steps" || other != "steps") next
    if (to[2] ~ /^[0-9]/) {
      print $1 ": a step is not used by others (" included ")"
      bad = 1
    }
    if (to[1] ~ /^chapter/ && to[1] != from[2] && from[2] !~ /^catalogue/) {
      print $1 ": what chapters share lies in steps/shared (" included ")"
      bad = 1
    }
  }
  END {
    if (rows < 9 || seen < 500) {
      print "the table or the includes were not found: " rows " rows, " seen " includes"
      bad = 1
    }
    exit bad
  }'
