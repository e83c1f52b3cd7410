#pragma once
// A handful of fits to shipped data: one spectrum, two models, a series with a law, a curve. What has to come out the
// same from every repeat, thread, compiler and level of optimisation.

#include <vector>

#include "didv/didv.hpp"

namespace didv::reproducible {

inline std::vector<FitResult> handful_of_fits() {
  const std::string data = DIDV_SOURCE_DIR "/data/";
  const Spectrum ceh9 = read_spectrum(data + "ceh9/spectrum_02K.csv");
  std::vector<FitResult> fits;
  fits.push_back(Fit(models::btk()).add(ceh9).background(2).run());
  fits.push_back(Fit(models::btk()).add(ceh9).background(2).fit_offset().measured("Gamma", 5, 2).run());
  fits.push_back(Fit(models::dynes()).add(read_spectrum(data + "ats/tunneling_300mK.csv")).run());
  Fit series(models::btk());
  for (const char* kelvin : {"02", "30", "60", "90"}) {
    series.add(read_spectrum(data + "ceh9/spectrum_" + kelvin + "K.csv"));
  }
  fits.push_back(series.background(2).share("Z").tie("Delta", laws::bcs_gap()).run());
  CurveData decay{.name = "decay"};
  for (int i = 0; i < 40; ++i) {
    decay.x.push_back(0.25 * i);
    decay.y.push_back(3 / (1 + 0.3 * i) + 0.01 * ((7 * i) % 11));
  }
  fits.push_back(CurveFit(curve_function<3>([](double x, const auto& p) { return p[0] * exp(-p[1] * x) + p[2]; }),
                          {{.name = "a", .default_value = 1}, {.name = "rate", .default_value = 1}, {.name = "c"}})
                     .add(decay)
                     .run());
  return fits;
}

}  // namespace didv::reproducible
