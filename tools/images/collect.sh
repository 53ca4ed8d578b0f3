#!/bin/sh
# collect.sh TARGET PROGRAM...: copies programs, and the shared libraries that the loader finds for them, below TARGET.
set -eu
target=$1
shift

copy() {
  cp --parents --dereference "$1" "$target"
}

for program; do
  copy "$program"
  # The loader prints "name => path (address)", or "path (address)" for itself; see ld.so(8).
  LD_TRACE_LOADED_OBJECTS=1 "$program" | while read -r name arrow path _; do
    if [ "$arrow" != "=>" ]; then path=$name; fi
    case $path in
      /*) copy "$path" ;;
      not) echo "$program: $name not found" >&2 && exit 1 ;;
    esac
  done
done
