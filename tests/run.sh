#!/bin/sh
# All tests of the default run; arguments go to ctest. The slow ones: ctest --test-dir build -L "slow|benchmark" -V
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh

need $build_packages libgtest-dev libgsl-dev libbenchmark-dev gnuplot-nox locales
configure -DDIDV_BUILD_CLI=ON -DDIDV_BUILD_EXAMPLES=ON -DDIDV_BUILD_TESTS=ON -DDIDV_BUILD_BENCHMARKS=ON
cmake --build build --parallel "$(cores)"
ctest --preset default --parallel "$(cores)" "$@"
