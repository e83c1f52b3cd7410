#!/usr/bin/env python3
"""Eliashberg equations with an Einstein mode, written down a second time: plain sums, plain iteration, standard library only.

Prints Delta(i w_0), Z(i w_0) and Delta(i w_5), in units of the phonon energy, for the table in tests/eliashberg/eliashberg_test.cpp.
Frequencies beyond N are normal (exact damping, no pairing); the error then falls as N^-4, N^-5, ..., removed by extrapolation.
"""

from math import pi, sqrt


def solve(coupling, mu, kT, count):
    omega = [pi * kT * (2 * n + 1) for n in range(count)]
    attraction = [coupling / (1 + (2 * pi * kT * k) ** 2) for k in range(2 * count + 1)]
    below = [min(1.0, max(0.0, 10 / (2 * pi * kT) - n)) for n in range(count)]  # cut-off at ten phonon energies
    normal = [attraction[0] + 2 * sum(attraction[1 : n + 1]) for n in range(count)]
    gap = [1.0 / (1 + w * w) for w in omega]
    while True:
        energy = [sqrt(w * w + d * d) for w, d in zip(omega, gap)]
        pair = [d / e for d, e in zip(gap, energy)]
        deviation = [-d * d / (e * (e + w)) for w, d, e in zip(omega, gap, energy)]
        repulsion = 2 * mu * sum(p * b for p, b in zip(pair, below))
        new, z = [], []
        for n in range(count):
            damping, pairing = normal[n], -repulsion * below[n]
            for m in range(count):
                near, far = attraction[abs(n - m)], attraction[n + m + 1]
                damping += (near - far) * deviation[m]
                pairing += (near + far) * pair[m]
            z.append(1 + pi * kT * damping / omega[n])
            new.append(pi * kT * pairing / z[n])
        change = max(abs(a - b) for a, b in zip(new, gap))
        gap = new
        if change < 1e-14:
            return gap[0], z[0], gap[5]


def extrapolate(values, counts):
    """The constant of v + a/N^4 + b/N^5 through three points, by Cramer's rule."""
    rows = [(1.0, n**-4, n**-5) for n in (c / counts[0] for c in counts)]

    def determinant(m):
        return (
            m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
            - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
        )

    return determinant([(v, r[1], r[2]) for v, r in zip(values, rows)]) / determinant(rows)


COUNTS = (150, 210, 300)
for coupling, mu, kT in ((1.0, 0.0, 0.05), (1.0, 0.1, 0.05), (3.0, 0.1, 0.1)):
    results = [solve(coupling, mu, kT, count) for count in COUNTS]
    print(coupling, mu, kT, *("%.13g" % extrapolate(column, COUNTS) for column in zip(*results)))
