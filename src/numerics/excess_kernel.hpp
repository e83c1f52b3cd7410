#pragma once
// The T = 0 excess current of a kernel, itself as a kernel: what is thermally averaged for I(V).

#include <span>
#include <vector>

#include "didv/kernel.hpp"
#include "numerics/moving_edges.hpp"

namespace didv::numerics {

/// 1 + ∫₀^E (σ(E′)−1) dE′ of another kernel at given parameters, for lower ≤ E ≤ upper (meV; 0 is always inside), with
/// its derivatives. (The 1 is what thermal averages leave out.) Gauss–Legendre panels, dyadic towards the edges and
/// halved until they agree to 1e-13 of the range; AccuracyError where they never do.
class ExcessKernel final : public detail::KernelFunction {
 public:
  ExcessKernel(const detail::KernelFunction& inner, std::span<const double> p, double lower, double upper, Derivatives);

  std::vector<MovingEdge> edges(std::span<const double> p) const override;
  void at(std::span<const double> p, std::span<const double> energies, Derivatives,
          std::span<double> table) const override;
  void beside_edge(std::span<const double> p, int edge, double sign, std::span<const double> offsets,
                   std::span<const double> stretch, Derivatives, std::span<double> table) const override;
  void add_pole(std::span<const double>, std::span<const double>, double, const detail::PoleNode&, detail::Average,
                Derivatives, std::span<double>) const override {}

 private:
  // Energies edge + [from, to]; before: the integrals of all columns below it.
  struct Panel {
    int edge;
    double from, to;
    std::vector<double> before;
  };
  struct Integrals {
    std::vector<double> column;
    double size;  // ∫|σ−1|
  };

  void cover(int edge, double from, double to, double width);
  void refine(const Panel& panel, const Integrals& whole, int depth);
  Integrals integrate(int edge, double from, double to) const;
  std::vector<double> until(int edge, double offset) const;

  const detail::KernelFunction& inner_;
  std::vector<double> parameters_;
  MovingEdges moving_;
  Derivatives derivatives_;
  double range_;
  std::vector<Panel> panels_;
  std::vector<double> running_, origin_;
};

}  // namespace didv::numerics
