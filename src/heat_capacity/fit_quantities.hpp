#pragma once
// Numbers of a fit of a heat capacity, with their errors.

#include <string>
#include <string_view>
#include <vector>

#include "didv/quantity.hpp"
#include "didv/result.hpp"

namespace didv::heat_capacity {

/// A parameter. Errors assume the noise that neighbouring points show; where the curve misses the points by more, they
/// are widened.
Quantity quantity(const FitResult& fit, std::string_view name, std::string unit);

/// A product of two parameters times a constant, its error with their correlation, widened likewise.
Quantity product(const FitResult& fit, std::string_view first, std::string_view second, double factor,
                 std::string unit);

std::string why_unusable(const FitResult& fit);

/// "WHAT misses the points by 2.3 times their noise", from 1.2 times on.
void warn_of_misfit(const FitResult& fit, const std::string& what, std::vector<std::string>& warnings);

}  // namespace didv::heat_capacity
