#pragma once
// Numbers for kernels: Complex, and forward-mode duals that carry exact derivatives through a formula.
// A complex number with derivatives is a dual of a complex, Dual<ComplexNumber<double>, N>: one branch decision for
// value and derivatives together. Write Complex<Real> in a kernel and it is the right one of the two for Real = double
// or dual.

#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace didv {

/// A complex number x + iy of plain reals. (std::complex pays for infinities in every product and does not vectorise.)
template <class Plain>
struct ComplexNumber {
  Plain re{};
  Plain im{};

  constexpr ComplexNumber() = default;
  // Copied part by part: a block copy would keep the number in memory and the loops around it from vectorising.
  constexpr ComplexNumber(const ComplexNumber& other) : re(other.re), im(other.im) {}
  constexpr ComplexNumber& operator=(const ComplexNumber& other) {
    re = other.re;
    im = other.im;
    return *this;
  }
  constexpr ComplexNumber(Plain real) : re(real), im(0) {}
  constexpr ComplexNumber(Plain real, Plain imaginary) : re(real), im(imaginary) {}

  friend constexpr ComplexNumber operator-(ComplexNumber a) { return {-a.re, -a.im}; }
  friend constexpr ComplexNumber operator+(ComplexNumber a, ComplexNumber b) { return {a.re + b.re, a.im + b.im}; }
  friend constexpr ComplexNumber operator-(ComplexNumber a, ComplexNumber b) { return {a.re - b.re, a.im - b.im}; }
  friend constexpr ComplexNumber operator*(ComplexNumber a, ComplexNumber b) {
    return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
  }
  friend constexpr ComplexNumber operator/(ComplexNumber a, ComplexNumber b) {
    const Plain scale = 1 / (b.re * b.re + b.im * b.im);
    return {(a.re * b.re + a.im * b.im) * scale, (a.im * b.re - a.re * b.im) * scale};
  }
  // A real keeps its imaginary part out of it: −0 and infinity survive.
  friend constexpr ComplexNumber operator+(ComplexNumber a, Plain b) { return {a.re + b, a.im}; }
  friend constexpr ComplexNumber operator+(Plain a, ComplexNumber b) { return {a + b.re, b.im}; }
  friend constexpr ComplexNumber operator-(ComplexNumber a, Plain b) { return {a.re - b, a.im}; }
  friend constexpr ComplexNumber operator-(Plain a, ComplexNumber b) { return {a - b.re, -b.im}; }
  friend constexpr ComplexNumber operator*(ComplexNumber a, Plain b) { return {a.re * b, a.im * b}; }
  friend constexpr ComplexNumber operator*(Plain a, ComplexNumber b) { return {a * b.re, a * b.im}; }
  friend constexpr ComplexNumber operator/(ComplexNumber a, Plain b) { return {a.re / b, a.im / b}; }
};

/// A number without its derivatives.
inline double value_of(double a) { return a; }
inline double real(double a) { return a; }
template <class P>
constexpr P real(ComplexNumber<P> a) {
  return a.re;
}
template <class P>
constexpr P imag(ComplexNumber<P> a) {
  return a.im;
}
template <class P>
constexpr ComplexNumber<P> conj(ComplexNumber<P> a) {
  return {a.re, -a.im};
}
/// iz, exact in every part.
template <class P>
constexpr ComplexNumber<P> times_i(ComplexNumber<P> a) {
  return {-a.im, a.re};
}
/// |z|².
template <class P>
constexpr P norm(ComplexNumber<P> a) {
  return a.re * a.re + a.im * a.im;
}

using std::abs;
using std::cos;
using std::exp;
using std::log;
using std::sin;
using std::sqrt;

/// Keeps 0/0 out of the root of 0.
inline constexpr double smallest_divisor = 1e-300;

/// Principal root, Re ≥ 0; √(x + i0) = +i√|x| for x < 0. Exact to a few ulp; overflow only beyond 1e154.
template <class P>
ComplexNumber<P> sqrt(ComplexNumber<P> z) {
  // The larger of the two parts comes without cancellation, the other one from their product Re·Im = y/2. No branches:
  // a loop of such roots vectorises.
  const P larger = sqrt((sqrt(norm(z)) + abs(z.re)) * 0.5);
  const P twice = 2 * larger, quotient = abs(z.im) / (twice > smallest_divisor ? twice : smallest_divisor);
  const P smaller = quotient < larger ? quotient : larger;
  const bool right = z.re >= 0;
  return {right ? larger : smaller, std::copysign(right ? smaller : larger, z.im)};
}
/// 1/√z with the principal root, at the cost of one division. Exact to a few ulp for 1e-150 < |z| < 1e150.
template <class P>
ComplexNumber<P> inverse_sqrt(ComplexNumber<P> z) {
  const P size = sqrt(norm(z)), larger = sqrt((size + abs(z.re)) * 0.5);
  const P divisor = 2 * larger * size, inverse = 1 / (divisor > smallest_divisor ? divisor : smallest_divisor);
  const P greater = 2 * larger * larger * inverse, lesser = abs(z.im) * inverse;
  const bool right = z.re >= 0;
  return {right ? greater : lesser, -std::copysign(right ? lesser : greater, z.im)};
}
template <class P>
ComplexNumber<P> log(ComplexNumber<P> z) {
  return {0.5 * log(norm(z)), std::atan2(z.im, z.re)};
}
template <class P>
ComplexNumber<P> exp(ComplexNumber<P> z) {
  const P size = exp(z.re);
  return {size * std::cos(z.im), size * std::sin(z.im)};
}

/// A value and its derivatives with respect to N quantities.
template <class Value, std::size_t N>
struct Dual {
  Value value{};
  std::array<Value, N> d{};

  constexpr Dual() = default;
  // Copied number by number, as ComplexNumber.
  constexpr Dual(const Dual& other) : Dual(other, std::make_index_sequence<N>()) {}
  constexpr Dual& operator=(const Dual& other) {
    value = other.value;
    [&]<std::size_t... k>(std::index_sequence<k...>) { ((d[k] = other.d[k]), ...); }
    (std::make_index_sequence<N>());
    return *this;
  }
  template <class Other>
  requires std::convertible_to<Other, Value>
  constexpr Dual(const Other& constant) : value(constant) {}
  constexpr Dual(const Value& v, const std::array<Value, N>& derivatives) : value(v), d(derivatives) {}
  /// The derivative-wise conversion real -> complex.
  template <class Other>
  requires(std::convertible_to<Other, Value> && !std::same_as<Other, Value>) constexpr Dual(const Dual<Other, N>& other)
      : value(other.value) {
    for (std::size_t k = 0; k < N; ++k) d[k] = other.d[k];
  }
  template <std::size_t... k>
  constexpr Dual(const Dual& other, std::index_sequence<k...>) : value(other.value), d{other.d[k]...} {}
  /// The k-th independent quantity.
  static constexpr Dual variable(const Value& v, std::size_t k) {
    Dual out(v);
    out.d[k] = Value(1);
    return out;
  }
};

template <class T>
inline constexpr bool is_dual = false;
template <class V, std::size_t N>
inline constexpr bool is_dual<Dual<V, N>> = true;
template <class T>
inline constexpr bool is_complex_number = false;
template <class P>
inline constexpr bool is_complex_number<ComplexNumber<P>> = true;
/// What may stand beside a dual as a constant.
template <class T>
concept Constant = std::is_arithmetic_v<T> || is_complex_number<T>;

namespace detail {
template <class Real>
struct ComplexOf {
  using type = ComplexNumber<Real>;
};
template <class Plain, std::size_t N>
struct ComplexOf<Dual<Plain, N>> {
  using type = Dual<ComplexNumber<Plain>, N>;
};
template <class T>
struct Widened {
  using type = T;
};
template <std::integral T>
struct Widened<T> {
  using type = double;
};
/// Constants enter arithmetic as double or complex, never as int.
template <class T>
constexpr typename Widened<T>::type widen(const T& x) {
  return x;
}

// The rule for every derivative, without a loop: what is unrolled stays in registers and vectorises.
template <class V, std::size_t N, class Out, class Rule>
constexpr Dual<Out, N> each(const Dual<V, N>& a, const Out& value, Rule rule) {
  return [&]<std::size_t... k>(std::index_sequence<k...>) {
    return Dual<Out, N>(value, std::array<Out, N>{Out(rule(a.d[k]))...});
  }
  (std::make_index_sequence<N>());
}
template <class A, class B, std::size_t N, class Out, class Rule>
constexpr Dual<Out, N> each(const Dual<A, N>& a, const Dual<B, N>& b, const Out& value, Rule rule) {
  return [&]<std::size_t... k>(std::index_sequence<k...>) {
    return Dual<Out, N>(value, std::array<Out, N>{Out(rule(a.d[k], b.d[k]))...});
  }
  (std::make_index_sequence<N>());
}
}  // namespace detail

/// The complex number that goes with Real: a ComplexNumber<double>, or a dual of one.
template <class Real>
using Complex = typename detail::ComplexOf<Real>::type;

template <class V, std::size_t N>
constexpr Dual<V, N> operator-(const Dual<V, N>& a) {
  return detail::each(a, -a.value, [](auto da) { return -da; });
}

template <class A, class B, std::size_t N>
constexpr auto operator+(const Dual<A, N>& a, const Dual<B, N>& b) {
  return detail::each(a, b, a.value + b.value, [](auto da, auto db) { return da + db; });
}
template <class A, class B, std::size_t N>
constexpr auto operator-(const Dual<A, N>& a, const Dual<B, N>& b) {
  return detail::each(a, b, a.value - b.value, [](auto da, auto db) { return da - db; });
}
template <class A, class B, std::size_t N>
constexpr auto operator*(const Dual<A, N>& a, const Dual<B, N>& b) {
  return detail::each(a, b, a.value * b.value, [&](auto da, auto db) { return da * b.value + a.value * db; });
}
template <class A, class B, std::size_t N>
constexpr auto operator/(const Dual<A, N>& a, const Dual<B, N>& b) {
  const auto quotient = a.value / b.value;
  const auto inverse = 1.0 / b.value;
  return detail::each(a, b, quotient, [&](auto da, auto db) { return (da - quotient * db) * inverse; });
}

template <class A, std::size_t N, Constant C>
constexpr auto operator+(const Dual<A, N>& a, const C& c) {
  using Out = decltype(a.value + detail::widen(c));
  return detail::each(a, a.value + detail::widen(c), [](auto da) { return Out(da); });
}
template <class A, std::size_t N, Constant C>
constexpr auto operator+(const C& c, const Dual<A, N>& a) {
  return a + c;
}
template <class A, std::size_t N, Constant C>
constexpr auto operator-(const Dual<A, N>& a, const C& c) {
  return a + (-detail::widen(c));
}
template <class A, std::size_t N, Constant C>
constexpr auto operator-(const C& c, const Dual<A, N>& a) {
  using Out = decltype(detail::widen(c) - a.value);
  return detail::each(a, detail::widen(c) - a.value, [](auto da) { return Out(-da); });
}
template <class A, std::size_t N, Constant C>
constexpr auto operator*(const Dual<A, N>& a, const C& c) {
  const auto factor = detail::widen(c);
  return detail::each(a, a.value * factor, [&](auto da) { return da * factor; });
}
template <class A, std::size_t N, Constant C>
constexpr auto operator*(const C& c, const Dual<A, N>& a) {
  return a * c;
}
template <class A, std::size_t N, Constant C>
constexpr auto operator/(const Dual<A, N>& a, const C& c) {
  const auto divisor = detail::widen(c);
  return detail::each(a, a.value / divisor, [&](auto da) { return da / divisor; });
}
template <class A, std::size_t N, Constant C>
constexpr auto operator/(const C& c, const Dual<A, N>& a) {
  const auto inverse = 1.0 / a.value;
  const auto quotient = detail::widen(c) * inverse;
  return detail::each(a, quotient, [&](auto da) { return -(quotient * inverse * da); });
}

template <std::size_t N>
constexpr double value_of(const Dual<double, N>& a) {
  return a.value;
}

/// Order and equality look at the value alone, so that a kernel may branch as it would with doubles.
template <std::size_t N>
constexpr auto operator<=>(const Dual<double, N>& a, const Dual<double, N>& b) {
  return a.value <=> b.value;
}
template <std::size_t N>
constexpr bool operator==(const Dual<double, N>& a, const Dual<double, N>& b) {
  return a.value == b.value;
}
template <std::size_t N, class C>
requires std::is_arithmetic_v<C>
constexpr auto operator<=>(const Dual<double, N>& a, C c) { return a.value <=> double(c); }
template <std::size_t N, class C>
requires std::is_arithmetic_v<C>
constexpr bool operator==(const Dual<double, N>& a, C c) { return a.value == double(c); }

template <class V, std::size_t N>
Dual<V, N> sqrt(const Dual<V, N>& a) {
  const V root = sqrt(a.value);
  const V slope = 0.5 / root;
  return detail::each(a, root, [&](auto da) { return da * slope; });
}
template <class V, std::size_t N>
Dual<V, N> inverse_sqrt(const Dual<V, N>& a) {
  const V root = inverse_sqrt(a.value);
  const V slope = -0.5 * (root * root * root);
  return detail::each(a, root, [&](auto da) { return da * slope; });
}
template <class V, std::size_t N>
Dual<V, N> exp(const Dual<V, N>& a) {
  const V value = exp(a.value);
  return detail::each(a, value, [&](auto da) { return da * value; });
}
template <class V, std::size_t N>
Dual<V, N> log(const Dual<V, N>& a) {
  const V slope = 1.0 / a.value;
  return detail::each(a, V(log(a.value)), [&](auto da) { return da * slope; });
}
template <std::size_t N>
Dual<double, N> sin(const Dual<double, N>& a) {
  return detail::each(a, std::sin(a.value), [slope = std::cos(a.value)](double da) { return da * slope; });
}
template <std::size_t N>
Dual<double, N> cos(const Dual<double, N>& a) {
  return detail::each(a, std::cos(a.value), [slope = -std::sin(a.value)](double da) { return da * slope; });
}
template <std::size_t N>
Dual<double, N> atan(const Dual<double, N>& a) {
  return detail::each(a, std::atan(a.value), [slope = 1 / (1 + a.value * a.value)](double da) { return da * slope; });
}
/// a^b for a > 0.
template <std::size_t N>
Dual<double, N> pow(const Dual<double, N>& a, const Dual<double, N>& b) {
  return exp(b * log(a));
}
template <std::size_t N>
Dual<double, N> pow(double a, const Dual<double, N>& b) {
  return exp(b * std::log(a));
}
template <std::size_t N>
Dual<double, N> pow(const Dual<double, N>& a, double b) {
  const double slope = b * std::pow(a.value, b - 1);
  return detail::each(a, std::pow(a.value, b), [slope](double da) { return da * slope; });
}
template <std::size_t N>
Dual<double, N> abs(const Dual<double, N>& a) {
  return a.value < 0 ? -a : a;
}

template <class P, std::size_t N>
constexpr Dual<P, N> real(const Dual<ComplexNumber<P>, N>& a) {
  return detail::each(a, a.value.re, [](auto da) { return da.re; });
}
template <class P, std::size_t N>
constexpr Dual<P, N> imag(const Dual<ComplexNumber<P>, N>& a) {
  return detail::each(a, a.value.im, [](auto da) { return da.im; });
}
template <class P, std::size_t N>
constexpr Dual<ComplexNumber<P>, N> conj(const Dual<ComplexNumber<P>, N>& a) {
  return detail::each(a, conj(a.value), [](auto da) { return conj(da); });
}
template <class P, std::size_t N>
constexpr Dual<P, N> norm(const Dual<ComplexNumber<P>, N>& a) {
  return detail::each(a, norm(a.value), [&](auto da) { return 2 * (a.value.re * da.re + a.value.im * da.im); });
}

template <class P, std::size_t N>
constexpr Dual<ComplexNumber<P>, N> times_i(const Dual<ComplexNumber<P>, N>& a) {
  return detail::each(a, times_i(a.value), [](auto da) { return times_i(da); });
}

/// x + iy of two reals.
inline ComplexNumber<double> make_complex(double x, double y) { return {x, y}; }
template <class P, std::size_t N>
constexpr Dual<ComplexNumber<P>, N> make_complex(const Dual<P, N>& x, const Dual<P, N>& y) {
  return detail::each(x, y, ComplexNumber<P>{x.value, y.value}, [](auto dx, auto dy) {
    return ComplexNumber<P>{dx, dy};
  });
}

}  // namespace didv
