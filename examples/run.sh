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

# The verdict last, where the eye falls on it. didv exits with 1 if its result must not be used.
curve=build/ceh9_2K.csv picture=build/ceh9_2K.png
build/didv fit data/ceh9/spectrum_02K.csv --model btk --background 4 -o "$curve"
gnuplot -e "curve='$curve'; picture='$picture'; heading='CeH9, Pt point contact, 2 K'" examples/plot_fit.gp
echo "plot of data, fit and residuals: $picture"
