// CeH9 from 2 to 90 K (Cao et al., "Probing superconducting gap in CeH9 under pressure", Fig. 4): one contact, ten
// spectra. The barrier Z is shared, every spectrum has its own broadening and background, and the gap follows the BCS
// curve: all in one fit, and in two steps. Published: 21.04 meV and 2Δ(0)/k_BTc = 4.36.
//   example_05_ceh9_gap_of_temperature [FOLDER]     FOLDER takes ceh9_gap.csv, which examples/plot_gap.gp draws
// The files are reconstructed from the published parameters (see data/README.md), so the answer is known.

#include <cmath>
#include <cstdio>
#include <didv/didv.hpp>
#include <filesystem>
#include <limits>
#include <vector>

using namespace didv;

namespace {

constexpr double published_meV = 21.04;
constexpr double published_ratio = 4.36;

bool within_two_sigma(const Estimate& estimate, double published) {
  return estimate.standard_error && std::abs(estimate.value - published) <= 2 * *estimate.standard_error;
}

bool agrees(const SeriesResult& result) {
  return result.usable() && result.gap_law && within_two_sigma(result.gap_law->Delta0, published_meV) &&
         within_two_sigma(result.gap_law->ratio_2Delta0_kTc, published_ratio);
}

/// Δ/Δ(0) against T/Tc: the points, and below them the BCS curve.
void write_reduced(const SeriesResult& result, const std::filesystem::path& file) {
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  const GapLaw& law = *result.gap_law;
  std::vector<double> t, gap, error, curve;
  for (const GapPoint& point : result.points) {
    if (!determined(point)) continue;
    t.push_back(point.temperature_K / law.Tc.value);
    gap.push_back(point.Delta.value / law.Delta0.value);
    error.push_back(*point.Delta.standard_error / law.Delta0.value);
    curve.push_back(nothing);
  }
  for (int i = 0; i <= 200; ++i) {
    t.push_back(i / 200.0);
    gap.push_back(nothing);
    error.push_back(nothing);
    curve.push_back(bcs::reduced_gap(t.back()));
  }
  const std::pair<std::string, std::string> metadata[]{{"title", "CeH9: reduced gap against reduced temperature"},
                                                       {"Delta0", to_string(law.Delta0)},
                                                       {"Tc", to_string(law.Tc)}};
  const CsvColumn columns[]{{"reduced_temperature", t}, {"reduced_gap", gap}, {"error", error}, {"bcs", curve}};
  write_file(file, to_csv(metadata, columns));
}

}  // namespace

int main(int argc, char** argv) try {
  const std::filesystem::path folder = argc > 1 ? argv[1] : ".";
  Fit fit(models::btk());
  for (const char* T : {"02", "10", "20", "30", "40", "50", "60", "70", "80", "90"})
    fit.add(read_spectrum("data/ceh9/spectrum_" + std::string(T) + "K.csv"));
  fit.background(4).share("Z");
  const SeriesResult two_step = analyse_series(fit), global = analyse_series(fit.tie("Delta", laws::bcs_gap()));
  std::printf("%s\n", global.report().c_str());
  write_reduced(global, folder / "ceh9_gap.csv");

  std::printf("CeH9, 2 to 90 K   Delta(0)         Tc            2 Delta(0)/(k_B Tc)   BCS curve\n");
  for (const SeriesResult* result : {&global, &two_step})
    if (const auto& law = result->gap_law)
      std::printf("  %-14s  %-15s  %-12s  %-20s  %s\n", law->method.c_str(), to_string(law->Delta0).c_str(),
                  to_string(law->Tc).c_str(), to_string(law->ratio_2Delta0_kTc).c_str(), law->verdict.c_str());
  std::printf("  %-14s  %.2f meV        %-12s  %.2f\n", "published", published_meV, "", published_ratio);
  const bool agree = agrees(global) && agrees(two_step);
  std::printf("VERDICT: %s\n", agree ? "both ways give the published gap and ratio within two standard errors."
                                     : "the published values are NOT recovered within two standard errors.");
  return agree ? 0 : 1;
} catch (const Error& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 2;
}
