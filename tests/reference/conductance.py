#!/usr/bin/env python3
"""Writes the table of a model: thermal averages to 30 digits, with derivatives and current; the anisotropic models at T = 0.

Independent of the library: real-axis integrals of the published forms by tanh-sinh quadrature (mpmath, 34 digits), cut
dyadically towards the gap edge and the thermal window; derivatives are central differences at 1e-9 of the scale (error
1e-18), at Gamma = 0 one-sided with step 1e-13 (error 1e-12). Run: python3 conductance.py MODEL > MODEL.csv
"""

import sys
from mpmath import mp, mpf, mpc, sqrt, exp, quad, cos, acos, asin, atanh, pi

mp.dps = 34
k_B = mpf(0.08617333262145179)  # meV/K, the double that the library uses


# Spectral conductances at sign*E, E > 0; x = E - Delta is passed beside E to be exact.

def dynes(x, E, sign, Delta, Gamma):
    """Dynes density of states in its real form."""
    if Gamma == 0:
        return E / sqrt(x * (E + Delta)) if x > 0 else mpf(0)
    a = x * (E + Delta) - Gamma**2
    m = sqrt(a * a + 4 * E * E * Gamma * Gamma)
    p, q = sqrt((m + a) / 2), sqrt((m - a) / 2)
    return (E * p + Gamma * q) / m


def reflection(x, E, Delta, Gamma, Z):
    """A and B of Blonder, Tinkham, Klapwijk (1982), Table II; Gamma > 0: Plecenik et al. (1994), complex u and v."""
    if Gamma == 0:
        if x < 0:
            A = Delta**2 / (E**2 - x * (E + Delta) * (1 + 2 * Z * Z) ** 2)
            return A, 1 - A
        N = E / sqrt(x * (E + Delta))
        return (N * N - 1) / (N + 1 + 2 * Z * Z) ** 2, 4 * Z * Z * (1 + Z * Z) / (N + 1 + 2 * Z * Z) ** 2
    z = mpc(E, Gamma)
    w = sqrt(mpc(x, Gamma) * (z + Delta) / (z * z))
    u2 = (1 + w) / 2
    v2 = 1 - u2
    gamma = u2 + Z * Z * (u2 - v2)
    return abs(u2) * abs(v2) / abs(gamma) ** 2, abs((u2 - v2) * mpc(Z * Z, Z) / gamma) ** 2


def btk(x, E, sign, Delta, Gamma, Z):
    A, B = reflection(x, E, Delta, Gamma, Z)
    return (1 + Z * Z) * (1 + A - B)


def btk_mazin(x, E, sign, Delta, Gamma, Z, P):
    """Mazin, Golubov, Nadgorny (2001), ballistic; Gamma > 0 by matching without a reflected hole."""
    if Gamma == 0:
        N = E / sqrt(x * (E + Delta)) if x > 0 else None
        half_metal = mpf(0) if x <= 0 else 4 * N * (1 + Z * Z) / ((1 + N) ** 2 + 4 * Z * Z)
    else:
        z = mpc(sign * E, Gamma)
        N = z / (sqrt(mpc(x, Gamma)) * sqrt(z + Delta) if sign > 0 else sqrt(z - Delta) * sqrt(mpc(-x, Gamma)))
        b = (1 - N - mpc(0, 2 * Z)) / (1 + N + mpc(0, 2 * Z))
        half_metal = (1 + Z * Z) * (1 - abs(b) ** 2)
    return (1 - P) * btk(x, E, sign, Delta, Gamma, Z) + P * half_metal


def btk_strijkers(x, E, sign, Delta, Gamma, Z, P):
    """Strijkers et al. (2001) without the proximity layer."""
    A, B = reflection(x, E, Delta, Gamma, Z)
    polarised = mpf(0) if Gamma == 0 and x < 0 else 1 - B / (1 - A)
    return (1 + Z * Z) * ((1 - P) * (1 + A - B) + P * polarised)


def window(y):  # -f'(y kT) kT
    e = exp(-abs(y))
    return e / (1 + e) ** 2


def fermi(y):
    return 1 / (exp(y) + 1) if y > -200 else mpf(1)


class Gap:
    """One gap: thermal averages of a kernel whose first two parameters are Delta and Gamma."""

    def __init__(self, kernel):
        self.kernel = kernel

    def integrate(self, weight, p, kT, V):
        """Sum over both signs of the integral over E > 0 of kernel times weight, in x = E - Delta, cut where something happens."""
        Delta, Gamma = p[:2]
        top = abs(V) + 90 * kT
        def cuts(length, side):
            marks = {mpf(0), length}
            small = Gamma if Gamma > 0 else kT / 100
            k = 0
            while small * 20**k < length:
                marks.add(small * 20**k)
                k += 1
            for k in (-90, -30, -9, -3, 0, 3, 9, 30):
                for c in (V, -V, mpf(0)):
                    marks.add(side * (c + k * kT - Delta))
            return sorted(m for m in marks if 0 <= m <= length)
        def both(x):
            E = Delta + x
            return sum(self.kernel(x, E, sign, *p) * weight(E, sign) for sign in (1, -1))
        total = mpf(0)
        if top > Delta:
            total += quad(both, cuts(top - Delta, 1))
        return total + quad(lambda x: both(-x), cuts(Delta, -1))

    def conductance(self, p, T, V):
        if T == 0:
            return self.kernel(abs(V) - p[0], abs(V), 1 if V >= 0 else -1, *p)
        kT = k_B * T
        return self.integrate(lambda E, sign: window((E - sign * V) / kT) / kT, p, kT, V)

    def current(self, p, T, V):
        kT = k_B * T
        return self.integrate(lambda E, sign: sign * (fermi((E - sign * V) / kT) - fermi(E / kT)), p, kT, V)


class TwoGaps:
    def __init__(self, kernel, count):
        self.part, self.count = Gap(kernel), count

    def mix(self, f, p, *rest):
        n, w = self.count, p[-1]
        return w * f(p[:n], *rest) + (1 - w) * f(p[n:-1], *rest)

    def conductance(self, p, T, V):
        return self.mix(self.part.conductance, p, T, V)

    def current(self, p, T, V):
        return self.mix(self.part.current, p, T, V)


class AngularAverage:
    """Tanaka, Kashiwaya (1995), every angle from -pi/2 to pi/2, T = 0. pair(p, theta) is Delta(theta)/exp(i phase(theta)), and
    angles(p, E) are where its size is E, or where a bound state lies."""

    def __init__(self, pair, angles, chiral=False):
        self.pair, self.angles, self.chiral = pair, angles, chiral

    def conductance(self, p, T, V):
        E, Gamma, Z = abs(V), p[1], p[2]
        z = mpc(E, Gamma)

        def amplitude(gap):
            return gap / (z + sqrt(z - abs(gap)) * sqrt(z + abs(gap)))

        def integrand(theta):
            c = cos(theta)
            sigma = c * c / (c * c + Z * Z)
            plus, minus = amplitude(self.pair(p, theta)), amplitude(self.pair(p, pi - theta))
            turn = exp(mpc(0, pi - 2 * theta)) if self.chiral else 1  # of conj(Delta(theta)) Delta(pi - theta)
            both = plus * minus * turn
            top = 1 + sigma * abs(plus) ** 2 + (sigma - 1) * abs(both) ** 2
            return c * sigma * top / abs(1 + (sigma - 1) * both) ** 2

        ends = {-pi / 2, mpf(0), pi / 2} | {a for a in self.angles(p, E) if abs(a) < pi / 2}
        ends = sorted(ends)
        total = mpf(0)
        for a, b in zip(ends, ends[1:]):
            if b - a < mpf(10) ** -25:
                continue
            steps = [(b - a) / 8 ** k for k in range(8, 0, -1)]
            total += quad(integrand, [a] + [a + s for s in steps] + [b - s for s in reversed(steps)] + [b])
        return total / (2 - 2 * Z * Z / sqrt(1 + Z * Z) * atanh(1 / sqrt(1 + Z * Z)) if Z else 2)

    current = None


def turned(alpha, phi, period):
    return [sign * (alpha + mirror * phi + k * period) for sign in (1, -1) for mirror in (1, -1) for k in range(-4, 5)]


def lobe_angles(p, E):
    return turned(p[3], acos(min(E / p[0], mpf(1))) / 2, pi / 2)


def fourfold_angles(p, E):
    return turned(p[4], acos(max(min((E / p[0] - 1) / p[3], mpf(1)), mpf(-1))) / 4, pi / 2)


quarter = float(pi / 4)
polarised = {"P": (0.0, 0.3, 0.7, 1.0)}
barrier = {"Z": (0.0, 0.5, 3.0, 10.0)}
MODELS = {  # what computes it, and the parameters behind Delta and Gamma with the values that they take in turn
    "dynes": (Gap(dynes), {}),
    "btk": (Gap(btk), barrier),
    "btk_mazin": (Gap(btk_mazin), barrier | polarised),
    "btk_strijkers": (Gap(btk_strijkers), {"Z": (0.5, 0.2, 3.0, 10.0)} | polarised),
    "two_gap_dynes": (TwoGaps(dynes, 2), {"Delta2": (2.3,), "Gamma2": (0.04, 0.3), "w": (0.3, 0.8, 1.0)}),
    "two_gap_btk": (TwoGaps(btk, 3), {"Z1": (0.0, 0.5, 3.0), "Delta2": (2.3,), "Gamma2": (0.04, 0.3), "Z2": (0.4, 2.0),
                                      "w": (0.3, 0.8, 1.0)}),
    "btk_2d": (AngularAverage(lambda p, theta: p[0], lambda p, E: []), barrier),
    "btk_d_wave": (AngularAverage(lambda p, theta: p[0] * cos(2 * (theta - p[3])), lobe_angles),
                   barrier | {"alpha": (quarter, 0.0, 0.3)}),
    "btk_p_wave": (AngularAverage(lambda p, theta: p[0],
                                  lambda p, E: [asin(E / p[0]), -asin(E / p[0])] if E < p[0] else [], True), barrier),
    "btk_anisotropic_s": (AngularAverage(lambda p, theta: p[0] * (1 + p[3] * cos(4 * (theta - p[4]))), fourfold_angles),
                          barrier | {"a": (0.3, 1.0, 0.6), "alpha": (0.2, 0.0)}),
}
UNITS = {"Delta": "_meV", "Gamma": "_meV", "alpha": "_rad"}


def slope(f, at, scale, one_sided=False):
    if one_sided:
        h = scale * mpf(10) ** -13
        return (f(at + h) - f(at)) / h
    h = scale * mpf(10) ** -9
    return (f(at + h) - f(at - h)) / (2 * h)


def main():
    name = sys.argv[1]
    model, more = MODELS[name]
    number_behind = "1" if name.startswith("two_gap") else ""
    names = ["Delta" + number_behind, "Gamma" + number_behind] + list(more)
    with_units = [n + UNITS.get(n.rstrip("12"), "") for n in names]
    print("# parameters and bias: the doubles nearest to these decimals; written by conductance.py")
    print(",".join(with_units + ["T_K", "bias_mV", "G", "dG_dbias"] + ["dG_d" + n for n in names] + ["dG_dT", "current_mV"]))
    first = name in ("dynes", "btk")
    angular = isinstance(model, AngularAverage)
    broadenings = (0.0, 1.5e-6, 1.5e-3, 0.075, 0.75, 1.5) if first else (0.0, 1.5e-3, 0.15)
    temperatures = (0.0,) if angular else (0.0, 0.02, 0.2, 1.75, 17.5, 174.0) if first else (0.0, 0.2, 4.2)
    biases = (0.0, 0.6, 1.5, 1.53, 6.0) if first or angular else (0.6, 1.53, 6.0)
    gap, number = 1.5, 0
    for Gamma in broadenings:
        for T in temperatures:
            for V in biases:
                if V == 6.0 and number % 2:
                    V = 75.0
                chosen = [values[number % len(values)] for values in more.values()]
                number += 1
                if T == 0 and (V == 1.5 or V == 0) and Gamma == 0:
                    continue
                p = [mpf(gap), mpf(Gamma)] + [mpf(value) for value in chosen]
                row = [mp.nstr(model.conductance(p, mpf(T), mpf(V)), 30)]
                kT = k_B * mpf(T)
                if number % 4 == 1 and (T > 0 or (angular and Gamma > 0)):
                    scale = max(kT, p[1])
                    row.append(mp.nstr(slope(lambda v: model.conductance(p, mpf(T), v), mpf(V), scale), 20))
                    for k, parameter in enumerate(names):
                        at = lambda v: model.conductance(p[:k] + [v] + p[k + 1:], mpf(T), mpf(V))
                        energy = parameter.startswith("Gamma")
                        one_sided = (energy or parameter in ("w", "P", "a")) and p[k] in (0, 1)
                        size = scale if parameter.startswith("Delta") else p[k] or kT if energy else mpf(1)
                        row.append(mp.nstr(slope(at, p[k], -size if p[k] == 1 else size, one_sided), 20))
                    if T > 0:
                        row.append(mp.nstr(slope(lambda t: model.conductance(p, t, mpf(V)), mpf(T), mpf(T)), 20))
                        row.append(mp.nstr(model.current(p, mpf(T), mpf(V)), 30))
                    else:
                        row += ["", ""]
                else:
                    row += [""] * (len(names) + 3)
                print(",".join([repr(x) for x in [gap, Gamma] + chosen + [T, V]] + row), flush=True)


if __name__ == "__main__":
    main()
