#include "numerics/window_sums.hpp"

#include "didv/multiversion.hpp"
#include "numerics/exp_log.hpp"

namespace didv::numerics {
namespace {

// Lanes in a register: a vector type of GCC and Clang, which for a loop over eight numbers do not find one by
// themselves.
using Vector [[gnu::vector_size(sizeof(Lanes)), gnu::aligned(alignof(Lanes)), gnu::may_alias]] = double;

inline const Vector& vector(const Lanes& x) { return reinterpret_cast<const Vector&>(x); }
inline Vector* vectors(std::vector<Lanes>& x) { return reinterpret_cast<Vector*>(x.data()); }

// A row times the lanes' weights.
inline void add_row(const double* row, std::size_t columns, const Vector& weight, Vector* sum) {
  for (std::size_t c = 0; c < columns; ++c) sum[c] += row[c] * weight;
}

// The sum e·first − 2e²·second and its derivative in ln e, times `slope`.
inline void add_series(const NodeRows& nodes, const double* first, const double* second, const Vector& e, double slope,
                       WindowSums& sums) {
  const Vector e2 = -2 * e * e;
  add_row(first, nodes.columns, e, vectors(sums.plain));
  add_row(second, nodes.columns, e2, vectors(sums.plain));
  add_row(first, nodes.tilted, slope * e, vectors(sums.tilted));
  add_row(second, nodes.tilted, 2 * slope * e2, vectors(sums.tilted));
}

// Moves the sums by a factor `decay` away from the nodes and adds one.
inline void take(const double* row, std::size_t columns, double decay, double* first, double* second) {
  const double decay2 = decay * decay;
  for (std::size_t c = 0; c < columns; ++c) {
    first[c] = first[c] * decay + row[c];
    second[c] = second[c] * decay2 + row[c];
  }
}

}  // namespace

DIDV_MULTIVERSION
void exponentials(std::span<const double> u, std::span<double> growth) {
  const double* from = u.data();
  double* __restrict to = growth.data();
  for (std::size_t j = 0; j < u.size(); ++j) to[j] = fast_exp(from[j]);
}

DIDV_MULTIVERSION
void add_near(const NodeRows& nodes, std::size_t from, std::size_t to, const Lanes& scale, WindowSums& sums) {
  const double* growth = nodes.growth.data();
  const double* row = nodes.row.data() + from * nodes.columns;
  Vector *plain = vectors(sums.plain), *tilted = vectors(sums.tilted);
  const std::size_t columns = nodes.columns, both = nodes.tilted;
  for (std::size_t j = from; j < to; ++j, row += columns) {
    const Vector q = growth[j] * vector(scale), inverse = 1 / (1 + q), K = q * inverse * inverse;
    add_row(row, columns, K, plain);
    add_row(row, both, K * (1 - q) * inverse, tilted);
  }
}

DIDV_MULTIVERSION
void FarSide::take_upwards(std::size_t from, std::size_t to) {
  for (std::size_t j = from; j < to; ++j) {
    const double growth = nodes_.growth[j];
    take(&nodes_.row[j * nodes_.columns], nodes_.columns, last_ / growth, first_.data(), second_.data());
    last_ = growth;
  }
}

DIDV_MULTIVERSION
void FarSide::take_downwards(std::size_t from, std::size_t to) {
  for (std::size_t j = to; j-- > from;) {
    const double growth = nodes_.growth[j];
    take(&nodes_.row[j * nodes_.columns], nodes_.columns, last_ == 0 ? 0 : growth / last_, first_.data(),
         second_.data());
    last_ = growth;
  }
}

DIDV_MULTIVERSION
void FarSide::add_to_biases_above(const Lanes& scale, WindowSums& sums) const {
  if (last_ == 0) return;
  add_series(nodes_, first_.data(), second_.data(), last_ * vector(scale), 1, sums);
}

DIDV_MULTIVERSION
void FarSide::add_to_biases_below(const Lanes& scale, WindowSums& sums) const {
  if (last_ == 0) return;
  add_series(nodes_, first_.data(), second_.data(), 1 / (last_ * vector(scale)), -1, sums);
}

}  // namespace didv::numerics
