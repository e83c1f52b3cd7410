#include "fit/f_score.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "didv/compare.hpp"

namespace didv::fitting {
namespace {

using boost::math::complement;

const boost::math::normal unit_normal;

/// Of a value of a distribution: from the tail in which it lies, which keeps its digits.
template <class Distribution>
double score_of(const Distribution& distribution, double value) {
  const double above = cdf(complement(distribution, value));
  if (above > 0.5)
    return quantile(unit_normal, std::max(cdf(distribution, value), cdf(unit_normal, -largest_standard_score)));
  return above > 0 ? std::min(quantile(complement(unit_normal, above)), largest_standard_score)
                   : largest_standard_score;
}

}  // namespace

double f_score(double F, double n, double m) {
  if (!std::isfinite(n * F)) return largest_standard_score;
  return std::isfinite(m) ? score_of(boost::math::fisher_f(n, m), F) : score_of(boost::math::chi_squared(n), n * F);
}

bool is_chance_among(double places, double score) {
  const auto tail = [](double x) { return cdf(complement(unit_normal, x)); };
  return places * tail(score) >= tail(required_of_a_search);
}

}  // namespace didv::fitting
