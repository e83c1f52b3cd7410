// Data that were symmetrised are met by the same mean of the model, even or not.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "didv/combine.hpp"
#include "didv/fit.hpp"
#include "didv/prepare.hpp"
#include "fit/spectrum_curve.hpp"
#include "fit/synthetic.hpp"

namespace didv {
namespace {

// With Gamma, Z and P this contact is not even: G(V) - G(-V) reaches 0.05.
const ParameterValues contact{{"Delta", 0.8}, {"Gamma", 0.3}, {"Z", 1}, {"P", 0.3}, {"T", 1.6}};

Spectrum contact_of(unsigned seed, double zero_at_mV = 0) {
  std::mt19937 generator(seed);
  return shift_bias(synthetic::spectrum(find_model("btk_mazin"), contact, 7, 401, 0.003, generator), -zero_at_mV);
}

void expect_found(const FitResult& fit, const char* name, double known) {
  ASSERT_TRUE(fit[name].standard_error) << name << "\n" << fit.report();
  EXPECT_NEAR(fit[name].value, known, 3 * *fit[name].standard_error) << name;
  EXPECT_LT(*fit[name].standard_error, 0.15 * known) << name;
}

void expect_contact(const FitResult& fit) {
  for (const char* name : {"Delta", "Gamma", "Z", "P"}) expect_found(fit, name, contact.at(name));
}

TEST(SymmetrisedData, give_the_polarisation_of_a_contact_that_is_not_even) {
  expect_contact(Fit(find_model("btk_mazin")).add(symmetrise(contact_of(1))).run());
}

TEST(SymmetrisedData, are_noticed_where_nothing_says_so) {
  Spectrum silent = symmetrise(contact_of(2));
  silent.symmetrised_about_mV.reset();
  silent.points_per_independent_point = 1;
  const FitResult fit = Fit(find_model("btk_mazin")).add(silent).run();
  expect_contact(fit);
  EXPECT_EQ(fit.data.front().history.back(), "compared with the mean of the model at V and -V");
}

TEST(SymmetrisedData, are_known_by_their_record_where_one_side_or_no_exact_image_is_left) {
  expect_contact(Fit(find_model("btk_mazin")).add(symmetrise(contact_of(3))).window(0, 7).run());
  Spectrum divided = symmetrise(contact_of(3));
  for (std::size_t i = 0; i < divided.size(); ++i) divided.conductance[i] *= 1 + 1e-12 * divided.bias_mV[i];
  expect_contact(Fit(find_model("btk_mazin")).add(divided).run());
}

TEST(SymmetrisedData, keep_their_centre_when_they_are_shifted) {
  // The zero of the bias lay at 0.3 mV when they were symmetrised; the shift puts it right afterwards.
  const FitResult fit = Fit(find_model("btk_mazin")).add(shift_bias(symmetrise(contact_of(4, 0.3)), 0.3)).run();
  expect_contact(fit);
  EXPECT_EQ(fit.data.front().history.back(), "compared with the mean of the model at V and -0.6 mV - V");
}

TEST(SymmetrisedData, still_tell_an_offset_that_was_not_removed_before) {
  for (const char* name : {"dynes", "btk_mazin"}) {
    ParameterValues truth = contact;
    if (std::string(name) == "dynes") truth = {{"Delta", 0.8}, {"Gamma", 0.1}, {"T", 1.6}};
    std::mt19937 generator(5);
    const Spectrum centred = synthetic::spectrum(find_model(name), truth, 7, 401, 0.003, generator);
    const FitResult fit = Fit(find_model(name)).add(symmetrise(shift_bias(centred, -0.2))).fit_offset().run();
    for (const auto& [parameter, known] : truth)
      if (parameter != "T") expect_found(fit, parameter.c_str(), known);
    expect_found(fit, "offset_mV", 0.2);  // whose sign an even model leaves open
  }
}

TEST(SymmetrisedData, do_not_tell_what_is_odd_in_V) {
  std::mt19937 generator(6);
  const ParameterValues truth{{"Delta", 0.8}, {"Gamma", 0.1}, {"k_as", 0.02}, {"T", 1.6}};
  const Model leaning = with_asymmetric_background(find_model("dynes"));
  const Spectrum s = symmetrise(synthetic::spectrum(leaning, truth, 7, 401, 0.003, generator));
  const FitResult fit = Fit(leaning).add(s).run();
  EXPECT_EQ(fit["k_as"].state, ParameterState::not_determined) << fit.report();
  expect_found(Fit(leaning).add(s).fix("k_as", 0.02).run(), "Delta", 0.8);
}

TEST(SymmetrisedData, of_an_even_model_are_fitted_as_before) {
  const Model dynes = find_model("dynes");
  fitting::SpectrumCurve plain{dynes, {}, {-2, -1, 0, 0.5, 1, 2}, 1, false}, mirrored = plain;
  mirrored.mirror_mV = 0;
  const std::vector<double> parameters{0.8, 0.1, 1.6, 1.1, 0.02};
  std::vector<double> as_before(6), now(6);
  plain(parameters, as_before, {});
  mirrored(parameters, now, {});
  EXPECT_EQ(now, as_before);
}

TEST(MirroredCurve, is_the_mean_of_both_images_with_their_derivatives) {
  const Model model = find_model("btk_mazin");
  const std::vector<double> bias{-3, -0.7, 0.2, 0.9, 1.3, 5};
  const fitting::SpectrumCurve curve{model, {}, bias, 1, true, 0.25};
  std::vector<double> at{0.8, 0.3, 1, 0.3, 1.6, 1.1, 0.02, 0.15};
  std::vector<double> value(bias.size()), jacobian(bias.size() * at.size());
  curve(at, value, jacobian);
  for (std::size_t i = 0; i < bias.size(); ++i) {
    const std::vector<double> both = model(std::vector{bias[i] - 0.15, 0.5 - bias[i] - 0.15}, contact);
    EXPECT_NEAR(value[i], 1.1 * (1 + 0.02 * bias[i]) * (both[0] + both[1]) / 2, 1e-8) << "twice the model's accuracy";
  }
  constexpr double step = 1e-4, of_differences = 1e-5;
  for (std::size_t j = 0; j < at.size(); ++j) {
    std::vector<double> above(bias.size()), below(bias.size());
    const double here = at[j];
    at[j] = here + step;
    curve(at, above, {});
    at[j] = here - step;
    curve(at, below, {});
    at[j] = here;
    for (std::size_t i = 0; i < bias.size(); ++i)
      EXPECT_NEAR(jacobian[i * at.size() + j], (above[i] - below[i]) / (2 * step), of_differences) << j << ", " << i;
  }
}

}  // namespace
}  // namespace didv
