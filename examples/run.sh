#!/bin/sh
# The main job: from nothing to the gap of CeH9 at 2 K with its error bar, its verdict and a plot.
set -eu
cd "$(dirname "$0")/.."
. cmake/setup.sh

need $build_packages gnuplot-nox
if [ -f build/CMakeCache.txt ]; then
  tests=
else
  tests="-DDIDV_BUILD_TESTS=OFF -DDIDV_BUILD_BENCHMARKS=OFF"
fi
configure -DDIDV_BUILD_CLI=ON -DDIDV_BUILD_EXAMPLES=ON $tests
cmake --build build --parallel "$(cores)" --target examples
