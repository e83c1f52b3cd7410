#include "fit/unknown_modulation.hpp"

#include "combine/wrapped.hpp"

namespace didv::fitting {
namespace {

class UnknownModulation final : public Wrapped {
 public:
  explicit UnknownModulation(const Model& model)
      : Wrapped(model, unknown_modulation, "behind a lock-in",
                {unknown_modulation, "V_m", "mV rms", 0.1, 0, infinity, "amplitude of the modulation"}),
        model_(model) {}

  double smoothness_mV(std::span<const double> p) const override { return inner().smoothness_mV(inner_values(p)); }

  Curve conductance(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    constexpr double step = 1e-3;  // of the amplitude: what it leaves out is 1e-6, what the quadrature adds 1e-5
    const std::vector<double> own = inner_values(p);
    const auto behind = [&](double rms_mV, Derivatives wanted) {
      return model_.conductance(V, own, {Modulation(Rms{rms_mV}), {}}, wanted);
    };
    const double rms_mV = added(p);
    Curve out = behind(rms_mV, derivatives);
    if (derivatives == Derivatives::no) return out;
    std::vector<double> by_amplitude(V.size());
    if (rms_mV > 0) {
      const Curve less = behind((1 - step) * rms_mV, Derivatives::no),
                  more = behind((1 + step) * rms_mV, Derivatives::no);
      for (std::size_t i = 0; i < V.size(); ++i)
        by_amplitude[i] = (more.value[i] - less.value[i]) / (2 * step * rms_mV);
    }
    insert_column(out, std::move(by_amplitude));
    return out;
  }

  Curve current(std::span<const double> V, std::span<const double> p, Derivatives derivatives) const override {
    Curve out = inner().current(V, inner_values(p), derivatives);
    if (derivatives == Derivatives::yes) insert_column(out, std::vector<double>(V.size()));
    return out;
  }

 private:
  Model model_;
};

}  // namespace

Model with_unknown_modulation(const Model& model) { return Model(std::make_shared<const UnknownModulation>(model)); }

}  // namespace didv::fitting
