#pragma once
// The inner loops of the thermal window: weights of one bias at consecutive nodes, and sums with them.

#include <cstddef>

namespace didv::numerics {

/// For q = growth·scale = e^x, x = (E−V)/kT: plain = kT·(−f′) = q/(1+q)².
void thermal_weights(const double* growth, double scale, std::size_t count, double* plain);

/// The same, and tilted = its derivative in x.
void thermal_weights(const double* growth, double scale, std::size_t count, double* plain, double* tilted);

/// Σ a·b.
double dot(const double* a, const double* b, std::size_t count);

}  // namespace didv::numerics
