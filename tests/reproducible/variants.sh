#!/bin/sh
# Builds the library with several compilers and levels of optimisation below FOLDER and compares a handful of fits with
# those of the first. -O0 and clang run code for any processor; g++ from -O1 on chooses by the processor it meets.
#   sh tests/reproducible/variants.sh FOLDER
set -eu
folder=${1:?a folder to build in}
source=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$folder"
worst=0
for variant in g++:-O3 g++:-O2 g++:-O1 g++:-O0 clang++:-O0 clang++:-O2; do
  compiler=${variant%%:*} level=${variant#*:}
  command -v "$compiler" >/dev/null || { echo "$variant: no such compiler here, skipped"; continue; }
  build=$folder/$compiler$level
  cmake -S "$source" -B "$build" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_FLAGS_DEBUG="$level -DNDEBUG" -DDIDV_BUILD_TESTS=ON -DDIDV_BUILD_CLI=OFF -DDIDV_BUILD_EXAMPLES=OFF \
    -DDIDV_BUILD_BENCHMARKS=OFF >"$build.log" 2>&1 || { cat "$build.log"; exit 1; }
  cmake --build "$build" --target print_fits >>"$build.log" 2>&1 || { tail -30 "$build.log"; exit 1; }
  program=$build/tests/reproducible/print_fits
  [ -f "$folder/reference" ] || { "$program" >"$folder/reference"; echo "$variant: the reference"; continue; }
  printf '%s: ' "$variant"
  "$program" "$folder/reference" || worst=1
done
exit $worst
