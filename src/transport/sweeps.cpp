#include "transport/sweeps.hpp"

#include <algorithm>

namespace didv {

std::vector<Sweep> split_sweeps(std::span<const double> x) {
  if (x.empty()) return {};
  const auto [least, greatest] = std::minmax_element(x.begin(), x.end());
  const double turn = 0.1 * (*greatest - *least);
  std::vector<Sweep> sweeps;
  std::size_t start = 0, lowest = 0, highest = 0;
  int direction = 0;  // unknown until x has moved by `turn`
  for (std::size_t i = 1; i < x.size(); ++i) {
    if (x[i] < x[lowest]) lowest = i;
    if (x[i] >= x[highest]) highest = i;
    const bool now_rising = x[i] - x[lowest] > turn, now_falling = x[highest] - x[i] > turn;
    const int turned = direction <= 0 && now_rising ? 1 : direction >= 0 && now_falling ? -1 : 0;
    if (turned == 0) continue;
    if (direction != 0) {
      const std::size_t turning_point = direction > 0 ? highest : lowest;
      sweeps.push_back({start, turning_point + 1, direction > 0});
      start = turning_point + 1;
    }
    direction = turned;
    lowest = highest = i;
  }
  sweeps.push_back({start, x.size(), direction >= 0});
  if (sweeps.size() > 1 && x.size() < 8 * sweeps.size()) return {{0, x.size(), true}};
  return sweeps;
}

}  // namespace didv
