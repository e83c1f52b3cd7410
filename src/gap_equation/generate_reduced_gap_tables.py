#!/usr/bin/env python3
"""Writes reduced_gap_tables.inc: Chebyshev coefficients of (Delta(t)/Delta(0))^2 / (1 - t) for s- and d-wave pairing.

Usage: python3 generate_reduced_gap_tables.py > reduced_gap_tables.inc      (needs mpmath; about ten minutes)

The quotient is smooth up to t = 1, so the gap keeps its relative accuracy next to Tc. The gap equation is solved with 22
digits; the sum over Matsubara frequencies is taken as a Hurwitz-zeta series for Delta <= 2 kT and as a quasiparticle
integral above. Each piece is checked between its nodes, and the worst relative error is printed into the table.
"""

import sys
import textwrap

from mpmath import binomial, cos, cosh, e, euler, exp, findroot, log, mp, mpf, pi, quad, sqrt, zeta

mp.dps = 22
S_WAVE_RATIO = pi / e**euler
D_WAVE_RATIO = 2 * pi * exp(-euler - mpf(1) / 2)
SERIES = [(-1) ** (k + 1) * binomial(2 * k, k) / mpf(4) ** k * zeta(2 * k + 1, mpf(1) / 2) for k in range(1, 45)]


def pairing_sum(p):
    """Sum_n [1/(n+1/2) - 1/sqrt((n+1/2)^2 + (p/2pi)^2)] for p = Delta/kT."""
    if p <= 2:
        q = (p / (2 * pi)) ** 2
        power, total = mpf(1), mpf(0)
        for coefficient in SERIES:
            power *= q
            total += coefficient * power
        return total
    # Trapezoid in E = p cosh u: the integrand is analytic for |Im u| < pi/2, so the error falls like exp(-pi^2/h).
    step = min(mpf(1) / 8, 1 / (2 * sqrt(p)))
    total, u = 1 / (1 + exp(p)) / 2, step
    while True:
        term = 1 / (1 + exp(p * cosh(u)))
        total += term
        if term < mpf(10) ** -25:
            break
        u += step
    return log(p / S_WAVE_RATIO) + 2 * step * total


def d_wave_pairing_sum(p):
    """Average over the angle, 2 cos^2(2 phi) pairing_sum(p |cos 2 phi|)."""
    panels = [pi / 2 - x for x in ([pi / 2] + [pi / 2 / 4**k for k in range(1, 4)] if p > 4 else [pi / 2])] + [pi / 2]
    return quad(lambda angle: 2 * cos(angle) ** 2 * pairing_sum(p * cos(angle)), panels, maxdegree=7) * 2 / pi


def solve(pairing, ratio, below, guess):
    """(Delta/Delta(0))^2/(1-t) from 1 - t = below; Newton on ln p with a secant."""
    target = -log(1 - below)
    temperature = 1 - below
    start = log(ratio * sqrt(guess * below) / temperature)
    root = findroot(lambda x: pairing(exp(x)) - target, (start, start + mpf(1) / 1000), solver="secant", tol=mpf(10) ** -32,
                    verify=False, maxsteps=20)
    return (exp(root) * temperature / ratio) ** 2 / below


def chebyshev(pairing, ratio, lower, upper, degree):
    nodes = [cos(pi * (k + mpf(1) / 2) / (degree + 1)) for k in range(degree + 1)]
    guess, values = mpf(3), []
    for node in nodes:
        guess = solve(pairing, ratio, (lower + upper) / 2 + (upper - lower) / 2 * node, guess)
        values.append(guess)
    coefficients = [2 * sum(v * cos(pi * j * (k + mpf(1) / 2) / (degree + 1)) for k, v in enumerate(values)) / (degree + 1)
                    for j in range(degree + 1)]
    coefficients[0] /= 2
    worst = mpf(0)
    for x in (mpf(-96) / 97, mpf(-53) / 97, mpf(1) / 97, mpf(41) / 97, mpf(95) / 97):
        below = (lower + upper) / 2 + (upper - lower) / 2 * x
        exact = solve(pairing, ratio, below, guess)
        worst = max(worst, abs(sum(c * mp.chebyt(j, x) for j, c in enumerate(coefficients)) / exact - 1))
    return coefficients, worst


def table(name, pairing, ratio, edges, degree):
    print(f"inline constexpr ChebyshevPiece<{degree + 1}> {name}[] = {{")
    for lower, upper in zip(edges, edges[1:]):
        coefficients, worst = chebyshev(pairing, ratio, mpf(lower), mpf(upper), degree)
        print(f"    // {lower} <= 1 - t <= {upper}: relative error of the square {float(worst):.1e}")
        numbers = ", ".join(mp.nstr(c, 18) for c in coefficients)
        print(textwrap.fill(f"{{{lower}, {upper}, {{{numbers}}}}},", 120, initial_indent="    ", subsequent_indent="     "))
        print(f"{name} {lower} {upper} {float(worst):.1e}", file=sys.stderr)
    print("};")


print("// Written by generate_reduced_gap_tables.py; do not edit.")
table("s_wave_table", pairing_sum, S_WAVE_RATIO, ["0", "0.4", "0.7", "0.83", "0.9", "0.945"], 15)
table("d_wave_table", d_wave_pairing_sum, D_WAVE_RATIO, ["0", "0.25", "0.5", "0.65", "0.78", "0.9", "1"], 15)
