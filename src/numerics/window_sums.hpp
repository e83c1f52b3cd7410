#pragma once
// The inner loop of the thermal window: sums over nodes for several biases at a time, and the far nodes gathered into
// two.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace didv::numerics {

/// Biases summed side by side: the widest vector register there is, or several smaller ones.
inline constexpr std::size_t lanes = 8;
using Lanes = std::array<double, lanes>;

/// What the nodes contribute, node by node: rows of numbers, and growth = e^u for the node's energy u in units of kT.
struct NodeRows {
  std::size_t columns = 0;
  std::size_t tilted = 0;      ///< so many of the columns, the first ones, are wanted with K′ as well
  std::vector<double> growth;  ///< ascending
  std::vector<double> row;     ///< [node][column]
};

/// growth = e^u, |u| ≤ 700.
void exponentials(std::span<const double> u, std::span<double> growth);

/// Sums over nodes, [column][lane].
struct WindowSums {
  std::vector<Lanes> plain;   ///< Σ K·row
  std::vector<Lanes> tilted;  ///< Σ K′·row

  explicit WindowSums(const NodeRows& nodes) : plain(nodes.columns), tilted(nodes.tilted) {}
};

/// Adds the nodes [from, to) to the sums of biases v, given as scale = e^{−v}: x = u − v and K(x) = e^x/(1+e^x)² =
/// kT·(−f′).
void add_near(const NodeRows& nodes, std::size_t from, std::size_t to, const Lanes& scale, WindowSums& sums);

/// All nodes on one side of some place, seen from biases on its other side at a distance where K = e^{−|x|} −
/// 2e^{−2|x|} is enough: as many sums as the series has terms, relative to the node that came last.
class FarSide {
 public:
  explicit FarSide(const NodeRows& nodes) : nodes_(nodes), first_(nodes.columns), second_(nodes.columns) {}

  /// Takes the nodes [from, to): the next ones on the way up, or, in descending order, on the way down.
  void take_upwards(std::size_t from, std::size_t to);
  void take_downwards(std::size_t from, std::size_t to);
  /// Adds what all of them contribute to biases above, or below.
  void add_to_biases_above(const Lanes& scale, WindowSums& sums) const;
  void add_to_biases_below(const Lanes& scale, WindowSums& sums) const;

 private:
  const NodeRows& nodes_;
  double last_ = 0;  // growth of the last node, 0: none yet
  std::vector<double> first_, second_;
};

}  // namespace didv::numerics
