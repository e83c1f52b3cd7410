#!/usr/bin/env python3
"""Do the tests notice when a kernel is wrong? Changes one operator or number of a kernel at a time, in a copy of the
project, rebuilds and runs the tests that answer for it, and lists the changes that no test noticed.

    python3 tests/mutation/mutate.py FOLDER [--count 40] [--seed 1] [FILE ...]

FOLDER holds the copy and its build (kept, so that a second run begins faster). Without FILEs the kernels of the models
and what turns them into curves. The last line is the share of changes that were noticed; the exit code is 1 below 80 %.
"""
import argparse, pathlib, random, re, shutil, subprocess, sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
KERNELS = ["include/didv/kernel.hpp", "include/didv/models/btk.hpp", "include/didv/models/btk_2d.hpp",
           "include/didv/models/btk_anisotropic_s.hpp", "include/didv/models/btk_d_wave.hpp",
           "include/didv/models/btk_mazin.hpp", "include/didv/models/btk_p_wave.hpp",
           "include/didv/models/btk_strijkers.hpp", "include/didv/models/dynes.hpp",
           "include/didv/models/gap_distribution_dynes.hpp", "include/didv/incidence.hpp", "src/models/maki.cpp",
           "src/sis/edge_terms.cpp", "src/sis/matsubara_terms.cpp", "src/sis/sum_over_terms.cpp",
           "src/numerics/broadening.cpp", "src/numerics/pole_rule.cpp", "src/numerics/thermal_window.cpp",
           "src/combine/series_resistance.cpp", "src/combine/weighted_sum.cpp", "src/combine/beside_the_junction.cpp"]
TESTS = ["test_models", "test_numerics", "test_instrument"]

# What is changed, and into what. Blanks on both sides tell an operator from a sign, a template or a pointer.
SWAPS = [(r" \+ ", " - "), (r" - ", " + "), (r" \* ", " / "), (r" / ", " * "), (r" < ", " <= "), (r" > ", " < "),
         (r" <= ", " < "), (r" >= ", " > "), (r" && ", " || "), (r" \|\| ", " && "), (r" == ", " != "),
         (r"\bmin\(", "max("), (r"(?<=[( ])-(?=[a-zA-Z(])", ""), (r"(?<![\w.])2(?![\w.])", "3"),
         (r"(?<![\w.])1(?![\w.])", "2"), (r"(?<![\w.])0\.5(?![\w.])", "0.6"), (r"(?<![\w.])4(?![\w.])", "5")]
NO_PHYSICS = re.compile(r"^\s*(//|#|\*|template|using|namespace|static_assert)|ParameterInfo|ModelCard|operator<|throw |"
                        r"for \(|\"|size_t|noexcept|constexpr int")


def changes(path):
    """(line number, column, end, replacement) of every change that could be made to a file."""
    found = []
    for number, line in enumerate(path.read_text().split("\n")):
        code = line.split("//")[0]
        if NO_PHYSICS.search(code):
            continue
        for pattern, into in SWAPS:
            found += [(number, m.start(), m.end(), into) for m in re.finditer(pattern, code)]
    return found


def run(command, folder, seconds):
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=seconds).returncode
    except subprocess.TimeoutExpired:
        return "too slow"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("files", nargs="*")
    options.add_argument("--count", type=int, default=40)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    copy = asked.folder / "copy"
    tracked = subprocess.run(["git", "ls-files"], cwd=SOURCE, capture_output=True, text=True, check=True).stdout
    for name in tracked.split("\n"):
        if name and (not (copy / name).exists() or (copy / name).read_bytes() != (SOURCE / name).read_bytes()):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(SOURCE / name, copy / name)
    build = ["cmake", "--build", "build", "--target", *TESTS]
    configure = ["cmake", "--preset", "default", "-DDIDV_BUILD_TESTS=ON", "-DDIDV_BUILD_CLI=OFF",
                 "-DDIDV_BUILD_EXAMPLES=OFF", "-DDIDV_BUILD_BENCHMARKS=OFF", "-DCMAKE_BUILD_TYPE=Release",
                 "-DCMAKE_CXX_FLAGS_RELEASE=-O1 -DNDEBUG"]
    for command in (configure, build):
        if run(command, copy, None) != 0:
            sys.exit("the project does not build as it is")
    for test in TESTS:
        if run([f"build/tests/{test}", "--gtest_brief=1"], copy, None) != 0:
            sys.exit(f"{test} fails as it is")

    everything = [(name, change) for name in asked.files or KERNELS for change in changes(copy / name)]
    random.Random(asked.seed).shuffle(everything)
    noticed = made = 0
    for name, (number, begin, end, into) in everything:
        if made == asked.count:
            break
        path = copy / name
        text = path.read_text()
        lines = text.split("\n")
        line = lines[number]
        lines[number] = line[:begin] + into + line[end:]
        path.write_text("\n".join(lines))
        try:
            if run(build, copy, 1800) != 0:
                continue  # what does not compile is no change of the physics
            made += 1
            by = next((test for test in TESTS
                       if run([f"build/tests/{test}", "--gtest_brief=1", "--gtest_fail_fast"], copy, 600) != 0), None)
            noticed += by is not None
            print(f"{'noticed by ' + by if by else 'NOT NOTICED'}: {name}:{number + 1}: {line.strip()}\n"
                  f"    became {lines[number].strip()}", flush=True)
        finally:
            path.write_text(text)
    print(f"{noticed} of {made} changes noticed ({100 * noticed / max(made, 1):.0f} %), out of {len(everything)} possible")
    sys.exit(0 if noticed >= 0.8 * made else 1)


main()
