#!/usr/bin/env python3
"""Writes the table of a model: thermal averages to 30 digits, with derivatives and current; of the anisotropic models 30 digits
at T = 0, 13 with heat (the printed integral and its thermal average by Gauss's rule in double precision, derivatives to 9).
sis: the integrals of I and dI/dV along the real axis, cut dyadically towards the edges of both sides and the Fermi levels.
maki: Usadel's equations for the angle, followed down from high energies; heat by the trapezoid rule on the line pi kT/2 above the axis.

Independent of the library: real-axis integrals of the published forms by tanh-sinh quadrature (mpmath, 34 digits), cut
dyadically towards the gap edge and the thermal window; derivatives are central differences at 1e-9 of the scale (error
1e-18), at Gamma = 0 one-sided with step 1e-13 (error 1e-12). Run: python3 conductance.py MODEL > MODEL.csv
"""

import cmath
import math
import sys
from mpmath.calculus.quadrature import GaussLegendre
from mpmath import mp, mpf, mpc, sqrt, exp, quad, cos, sin, acos, asin, atanh, pi

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


class Junction:
    """Two broadened superconductors: I = int N1(E) N2(E+V) [f(E) - f(E+V)] dE and its derivative by V."""

    @staticmethod
    def density(E, Delta, Gamma):
        z = mpc(E, Gamma)
        root = sqrt(z - Delta) * sqrt(z + Delta)
        return (z / root).real, (-Delta * Delta / root**3).real

    def integrate(self, integrand, p, kT, V):
        D1, G1, D2, G2 = p
        low, high = min(mpf(0), -V) - 90 * kT, max(mpf(0), -V) + 90 * kT
        cuts = {low, high}
        for at, width in ((D1, G1), (-D1, G1), (D2 - V, G2), (-D2 - V, G2), (mpf(0), kT), (-V, kT)):
            step = mpf(0)
            while step < high - low:
                cuts |= {at - step, at + step}
                step = 4 * step if step else (width or high - low) / 2
        return quad(integrand, sorted(c for c in cuts if low <= c <= high))

    def conductance(self, p, T, V):
        D1, G1, D2, G2 = p
        kT = k_B * T
        n1, n2 = lambda E: self.density(E, D1, G1), lambda E: self.density(E, D2, G2)
        if T == 0:
            return n1(-V)[0] * n2(mpf(0))[0] + self.integrate(lambda E: n1(E)[0] * n2(E + V)[1], p, kT, V)
        def integrand(E):
            N2, slope2 = n2(E + V)
            return n1(E)[0] * (slope2 * (fermi(E / kT) - fermi((E + V) / kT)) + N2 * window((E + V) / kT) / kT)
        return self.integrate(integrand, p, kT, V)

    def current(self, p, T, V):
        D1, G1, D2, G2 = p
        kT = k_B * T
        return self.integrate(lambda E: self.density(E, D1, G1)[0] * self.density(E + V, D2, G2)[0]
                              * (fermi(E / kT) - fermi((E + V) / kT)), p, kT, V)


class Usadel:
    """cos t - w sin t - zeta sin t cos t - b sin(t - t_other) = 0 for both spins, w = (-iz +- ih)/Delta; N = Re cos t."""

    @staticmethod
    def newton(t, w, zeta, b, functions, tolerance):
        sin, cos = functions
        for _ in range(60):
            f, rows = [], []
            for k in (0, 1):
                c, s, apart = cos(t[k]), sin(t[k]), t[k] - t[1 - k]
                f.append(c - w[k] * s - zeta * s * c - b * sin(apart))
                rows.append((-s - w[k] * c - zeta * (c * c - s * s) - b * cos(apart), b * cos(apart)))
            (a, p), (d, q) = rows
            determinant = a * d - p * q
            step = [(f[0] * d - p * f[1]) / determinant, (a * f[1] - q * f[0]) / determinant]
            t = [t[k] - step[k] for k in (0, 1)]
            if max(abs(x) for x in step) < tolerance:
                return t
        raise ArithmeticError("no solution")

    def amplitude(self, z, p):
        """(cos t_up + cos t_down)/2 at the complex energy z."""
        Delta, Gamma, zeta, h, b = p
        w = [(mpc(Gamma, 0) - mpc(0, 1) * z + sign * mpc(0, h)) / Delta for sign in (1, -1)]
        t = None
        lift = 30.0 * (1 + float(zeta + b) + abs(complex(z)) / float(Delta))
        path = [lift * 0.8**k for k in range(400) if lift * 0.8**k > 1e-3] + [0.0]
        for above in path:
            there = [complex(x) + above for x in w]
            if t is None:
                t = [cmath.atan(1 / x) for x in there]
            t = self.newton(t, there, float(zeta), float(b), (cmath.sin, cmath.cos), 1e-10)
        t = self.newton([mpc(x) for x in t], w, zeta, b, (mp.sin, mp.cos), mpf(10) ** -17)
        c_up, c_down = mp.cos(t[0]), mp.cos(t[1])
        assert c_up.real > 0 and c_down.real > 0  # no other solution has both
        return (c_up + c_down) / 2

    def lifted(self, weight, p, kT, low, high):
        """The real part of the integral of weight times amplitude, on the line pi kT/2 above the axis."""
        step, lift = kT / 8, mpc(0, pi * kT / 2)
        count = int((high - low) / step) + 1
        return step * sum((weight(low + k * step + lift) * self.amplitude(low + k * step + lift, p)).real
                          for k in range(count + 1))

    def conductance(self, p, T, V):
        if T == 0:
            return self.amplitude(mpc(V), p).real
        kT = k_B * T
        def weight(z):  # -f'((z - V)/kT)/kT
            return 1 / (4 * kT * mp.cosh((z - V) / (2 * kT)) ** 2)
        return self.lifted(weight, p, kT, V - 80 * kT, V + 80 * kT)

    def current(self, p, T, V):
        kT = k_B * T
        def weight(z):
            return 1 / (exp((z - V) / kT) + 1) - 1 / (exp(z / kT) + 1)
        return self.lifted(weight, p, kT, min(mpf(0), V) - 80 * kT, max(mpf(0), V) + 80 * kT)


class AngularAverage:
    """Tanaka, Kashiwaya (1995), every angle from -pi/2 to pi/2, T = 0. pair(p, theta, cos) is Delta(theta)/exp(i phase(theta)), and
    angles(p, E) are where its size is E, or where a bound state lies; marks(p) the energies of its edges."""

    def __init__(self, pair, angles, marks, chiral=False):
        self.pair, self.angles, self.marks, self.chiral = pair, angles, marks, chiral

    def conductance(self, p, T, V):
        E, Gamma, Z = abs(V), p[1], p[2]
        z = mpc(E, Gamma)

        def amplitude(gap):
            return gap / (z + sqrt(z - abs(gap)) * sqrt(z + abs(gap)))

        def integrand(theta):
            c = cos(theta)
            sigma = c * c / (c * c + Z * Z)
            plus, minus = amplitude(self.pair(p, theta, cos)), amplitude(self.pair(p, pi - theta, cos))
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

    def warm(self, p, T, V):
        """G, dG/dbias, dG/dT and the current, in double precision; Gamma > 0."""
        Delta, Gamma, Z = p[:3]
        kT = float(k_B) * T

        def at(E):
            z = complex(E, Gamma)
            amplitude = lambda gap: gap / (z + cmath.sqrt(z - abs(gap)) * cmath.sqrt(z + abs(gap)))

            def integrand(theta):
                c = math.cos(theta)
                sigma = c * c / (c * c + Z * Z)
                plus, minus = amplitude(self.pair(p, theta, math.cos)), amplitude(self.pair(p, math.pi - theta, math.cos))
                both = plus * minus * (cmath.exp(1j * (math.pi - 2 * theta)) if self.chiral else 1)
                top = 1 + sigma * abs(plus) ** 2 + (sigma - 1) * abs(both) ** 2
                return c * sigma * top / abs(1 + (sigma - 1) * both) ** 2

            ends = {-math.pi / 2, 0.0, math.pi / 2} | {float(a) for a in self.angles(p, E) if abs(a) < math.pi / 2}
            return panels(integrand, sorted(ends), Gamma / Delta / 8)

        normal = 2 - 2 * Z * Z / math.sqrt(1 + Z * Z) * math.atanh(1 / math.sqrt(1 + Z * Z)) if Z else 2
        marks = {0.0, float(V + 40 * kT)} | {abs(float(e)) for e in self.marks(p)}
        for k in range(-40, 40, 4):
            marks |= {abs(V + k * kT), abs(k * kT)}

        def everything(E):
            before, behind = (E - V) / kT, (E + V) / kT
            slope = lambda x: math.tanh(x / 2)
            w = [0.25 / math.cosh(x / 2) ** 2 for x in (before, behind)]
            sigma = at(E) / normal
            return [sigma * x for x in ((w[0] + w[1]) / kT, (slope(before) * w[0] - slope(behind) * w[1]) / kT**2,
                                        sum(w[k] * (x * slope(x) - 1) for k, x in enumerate((before, behind))) / (kT * T),
                                        0.5 * (slope(behind) - slope(before)))]

        ends = sorted(m for m in marks if m <= V + 40 * kT)
        return panels(everything, ends, Gamma / 8)


NODES = [(float(x), float(w)) for x, w in GaussLegendre(mp).calc_nodes(3, 60)]


def panels(f, ends, finest):
    """Gauss's rule between the ends, on panels that shrink by four towards each of them down to `finest`."""
    total = None
    for a, b in zip(ends, ends[1:]):
        half, steps = (b - a) / 2, []
        while half > finest:
            steps.append(half)
            half /= 4
        steps.append(half)
        inner = [0.0] + steps[::-1]
        for start, sign in ((a, 1), (b, -1)):
            for low, high in zip(inner, inner[1:]):
                for x, w in NODES:
                    value = f(start + sign * ((low + high) / 2 + (high - low) / 2 * x))
                    weight = w * (high - low) / 2
                    if isinstance(value, list):
                        total = [t + weight * v for t, v in zip(total or [0.0] * len(value), value)]
                    else:
                        total = (total or 0.0) + weight * value
    return total


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
    "sis": (Junction(), {"Delta2": (2.3, 1.5, 0.4), "Gamma2": (0.04, 0.3)}),
    "maki": (Usadel(), {"zeta": (0.0, 0.05, 0.4, 1.3), "h": (0.3, 0.0, 0.9), "b_so": (0.1, 0.0, 1.5, 0.4, 0.02)}),
    "btk_2d": (AngularAverage(lambda p, theta, cos: p[0], lambda p, E: [], lambda p: [p[0]]), barrier),
    "btk_d_wave": (AngularAverage(lambda p, theta, cos: p[0] * cos(2 * (theta - p[3])), lobe_angles,
                                  lambda p: [p[0], p[0] * cos(2 * p[3]), p[0] * sin(2 * p[3])]),
                   barrier | {"alpha": (quarter, 0.0, 0.3)}),
    "btk_p_wave": (AngularAverage(lambda p, theta, cos: p[0],
                                  lambda p, E: [asin(E / p[0]), -asin(E / p[0])] if E < p[0] else [],
                                  lambda p: [p[0]], True), barrier),
    "btk_anisotropic_s": (AngularAverage(lambda p, theta, cos: p[0] * (1 + p[3] * cos(4 * (theta - p[4]))), fourfold_angles,
                                         lambda p: [p[0] * (1 + p[3] * x) for x in (1, -1, cos(4 * p[4]))]),
                          barrier | {"a": (0.3, 1.0, 0.6), "alpha": (0.2, 0.0)}),
}
UNITS = {"Delta": "_meV", "Gamma": "_meV", "h": "_meV", "alpha": "_rad"}


def slope(f, at, scale, one_sided=False):
    if one_sided:
        h = scale * mpf(10) ** -13
        return (f(at + h) - f(at)) / h
    h = scale * mpf(10) ** -9
    return (f(at + h) - f(at - h)) / (2 * h)


def main():
    name = sys.argv[1]
    model, more = MODELS[name]
    number_behind = "1" if "Delta2" in more else ""
    names = ["Delta" + number_behind, "Gamma" + number_behind] + list(more)
    with_units = [n + UNITS.get(n.rstrip("12"), "") for n in names]
    print("# parameters and bias: the doubles nearest to these decimals; written by conductance.py")
    print(",".join(with_units + ["T_K", "bias_mV", "G", "dG_dbias"] + ["dG_d" + n for n in names] + ["dG_dT", "current_mV"]))
    first = name in ("dynes", "btk")
    angular = isinstance(model, AngularAverage)
    broadenings = (0.0, 1.5e-6, 1.5e-3, 0.075, 0.75, 1.5) if first else (0.0, 1.5e-3, 0.15)
    if name == "sis":  # two sharp edges meet in a step of I
        broadenings = (1.5e-3, 0.15, 0.75)
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
                if T == 0 and Gamma == 0 and (V == 1.5 or V == 0 or name == "maki"):
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
    if angular:
        warm_rows(name)


def warm_rows(name):
    """Of an anisotropic model with heat."""
    model, more = MODELS[name]
    number, names = 0, ["Delta", "Gamma"] + list(more)
    for Gamma in (0.015, 0.15):
        for T in (0.4, 4.2):
            for V in (0.0, 0.6, 1.53):
                p = [1.5, Gamma] + [values[number % len(values)] for values in more.values()]
                number += 1
                G, by_bias, by_T, current = model.warm(p, T, V)
                row = ["%.13g" % G, "%.10g" % by_bias]
                for k in range(len(names)):
                    def shifted(d):
                        return model.warm(p[:k] + [p[k] + d] + p[k + 1:], T, V)[0]
                    if number == 2 and p[k] not in (0, 1):
                        h = 2e-3 * p[k] if k < 2 else 2e-3  # four points: an error of the order of (h/width)**4
                        row.append("%.10g" % ((8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h)))
                    else:
                        row.append("")
                print(",".join([repr(x) for x in p + [T, V]] + row + ["%.10g" % by_T, "%.13g" % current]), flush=True)


if __name__ == "__main__":
    main()
