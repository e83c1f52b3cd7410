#pragma once
// A Curve seen as a list of equally long columns, for operations that treat value and derivatives alike.

#include <vector>

#include "didv/model.hpp"

namespace didv::numerics {

/// Value, then (if there) the bias derivative and the parameter derivatives.
inline std::vector<std::vector<double>*> columns(Curve& curve) {
  std::vector<std::vector<double>*> out{&curve.value};
  if (!curve.d_bias.empty()) out.push_back(&curve.d_bias);
  for (auto& d : curve.d_parameter) out.push_back(&d);
  return out;
}

/// An all-zero curve of that many biases with the columns of another one.
inline Curve zero_like(const Curve& pattern, std::size_t size) {
  Curve out;
  out.value.assign(size, 0);
  if (!pattern.d_bias.empty()) out.d_bias.assign(size, 0);
  out.d_parameter.assign(pattern.d_parameter.size(), std::vector<double>(size, 0));
  return out;
}

}  // namespace didv::numerics
