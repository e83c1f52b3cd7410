#include "rows.hpp"

#include <cmath>
#include <sstream>
#include <stdexcept>

#include "didv/quantity.hpp"

namespace didv::papers {

namespace {

using nlohmann::json;
using Extract = std::function<std::string(const Answer&)>;

/// The element at a path like "/Delta/value"; an error that names it where there is none.
const json& at(const json& document, const std::string& path) {
  const json::json_pointer pointer(path);
  if (!document.contains(pointer)) throw std::runtime_error("no " + path + " in the JSON");
  return document.at(pointer);
}

std::optional<double> number_or_nothing(const json& element) {
  return element.is_number() ? std::optional(element.get<double>()) : std::nullopt;
}

/// A quantity {"value","standard_error","unit",…}: "21.04(5) meV". A factor changes its unit.
Extract quantity(const std::string& path, double factor = 1, const std::string& unit = {}) {
  return [=](const Answer& answer) {
    const json& q = at(answer.json, path);
    Quantity found{.value = number_or_nothing(q.at("value")),
                   .standard_error = number_or_nothing(q.at("standard_error")),
                   .unit = unit.empty() ? q.at("unit").get<std::string>() : unit};
    if (found.value) *found.value *= factor;
    if (found.standard_error) *found.standard_error *= std::abs(factor);
    if (found.standard_error) return to_string(found);
    if (!found.value) throw std::runtime_error(path + " has no value");
    std::ostringstream text;
    text << *found.value << (found.unit == "1" ? "" : " " + found.unit);
    return text.str();
  };
}

/// A bare number with so many decimals.
Extract number(const std::string& path, int decimals, double factor = 1, const std::string& unit = {}) {
  return [=](const Answer& answer) {
    std::ostringstream text;
    text.setf(std::ios::fixed);
    text.precision(decimals);
    text << factor * at(answer.json, path).get<double>() << (unit.empty() ? "" : " " + unit);
    return text.str();
  };
}

/// What stands between two words on the standard output.
Extract between(const std::string& first, const std::string& last) {
  return [=](const Answer& answer) {
    const auto from = answer.text.find(first);
    const auto to = answer.text.find(last, from + first.size());
    if (from == std::string::npos || to == std::string::npos)
      throw std::runtime_error("no '" + first + "…" + last + "' in the output");
    return answer.text.substr(from + first.size(), to - from - first.size());
  };
}

constexpr const char* no_curve = "nothing: the paper gives no parameters from which the curve could be computed";

Paper ceh9() {
  const std::string series =
      "didv series data/ceh9/spectrum_*.csv --model btk --background 4 --share Z --tie Delta=bcs";
  const std::string resistance = "didv tc data/ceh9/resistance.csv", current = "didv jc data/ceh9/critical_current.csv";
  const std::string fit = "didv fit data/ceh9/spectrum_02K.csv --model btk --background 4";
  return {
      "CeH₉ — Probing superconducting gap in CeH₉ under pressure",
      {{"Tc of Cell-1, intersection", "98 K", resistance, quantity("/Tc_K"), "Tc, width"},
       {"zero resistance of Cell-1", "93 K", resistance, quantity("/zero_K"), "where R vanishes"},
       {"Tc onset of Cell-1 three months later; Tc onset of Cell-2", "105 K; 109 K", "", {}, no_curve},
       {"Tc offset of Cell-1 in the critical-current run", "78 K", current, quantity("/Tc_K"),
        "not 78 K: with the δl law, 4 MA/cm² and 74 mA at 60 K through 30 µm² need Tc = 75.1 K"},
       {"Ic at 60 K", "74 mA", current,
        [](const Answer& answer) {
          for (const json& curve : at(answer.json, "/Ic")) {
            if (curve.at("temperature_K") == 60.0) return quantity("")({curve, {}});
          }
          throw std::runtime_error("no Ic at 60 K");
        },
        "Ic(T) of the law"},
       {"Jc(0), δl pinning", "4 MA/cm²", current, quantity("/pinning/dl/Jc0_MA_per_cm2"), "Jc(0), the cross-section"},
       {"law of pinning", "δl", current,
        [](const Answer& answer) { return at(answer.json, "/better").get<std::string>(); }, "the law"},
       {"gap at 2.0 K", "21.04 meV (figure), 21.03 meV (text)", fit, quantity("/parameters/Delta"),
        "Δ, Z, Γ, background"},
       {"2Δ(0)/k_BTc", "4.36", "didv gap --delta0 21.04 --tc 112 --temperature 0 --json",
        number("/ratio_2Delta0_kTc", 2), "arithmetic: Δ(0) = 21.04 meV, Tc = 112 K"},
       {"2Δ(0)/k_BTc of the ten spectra, 2–90 K", "4.36", series, quantity("/gap_law/ratio_2Delta0_kTc"),
        "Δ(T), Z, Γ(T), background of each"}}};
}

Paper ats() {
  const std::string field = "didv tc data/ats/resistance_field.csv", bkt = "didv bkt data/ats/current_voltage_bkt.csv";
  const std::string heat = "didv heat-capacity data/ats/heat_capacity.csv --atoms 26";
  return {
      "Au₆Te₁₂Se₈ — Charge-polarized superconducting state (two versions)",
      {{"Tc (ρ = 0) without field", "2.8 K", field, quantity("/foot_K"), "Tc: the transition line meets zero there"},
       {"slope dTc/dB", "about −0.5 K/kOe = −5 K/T", field, quantity("/dTc_dB"), "slope"},
       {"width of the transition", "about 0.1 K", field, quantity("/fields/0/width_K"), "width"},
       {"T_BKT, V ∝ I³", "2.85 K", bkt, quantity("/T_BKT_K"), "η(T)"},
       {"γ", "43.1(1) mJ mol⁻¹ K⁻²", heat, quantity("/gamma"), "γ"},
       {"β", "20.7(1) mJ mol⁻¹ K⁻⁴", heat, quantity("/beta"), "β"},
       {"residual γ₀", "10.8(1) mJ mol⁻¹ K⁻²", heat, quantity("/gamma_0"), "γ₀"},
       {"superconducting γ_s", "32.3 mJ mol⁻¹ K⁻²", heat, quantity("/gamma_s"), "γ − γ₀"},
       {"Tc of the jump", "about 2.6 K", heat, quantity("/Tc_K"), "Tc, spread 25 mK"},
       {"jump ΔC/γ_sTc", "1.45", heat, quantity("/jump"),
        "the jump that goes with 3.95; 1.45 does not ([why](companion/heat_capacity.md))"},
       {"2Δ(0)/k_BTc, α-model", "3.95", heat, quantity("/ratio_2Delta0_kTc"), "ratio"},
       {"Δ(0), α-model", "0.446 meV; 5.14 k_B·K", heat, quantity("/Delta0_meV"), "ratio, Tc"},
       {"Δ by half the peak spacing, 300 mK", "1.50 meV", "didv peaks data/ats/tunneling_300mK.csv",
        quantity("/half_spacing_mV"), "peak spacing, modulation"},
       {"Δ/k_BTc for Tc = 2.8 K", "6.22", "didv gap --delta0 1.5 --tc 2.8 --temperature 0 --json",
        number("/ratio_2Delta0_kTc", 2, 0.5), "arithmetic"},
       {"nominal Tc of Δ = 1.50 meV", "9.88 K", "didv gap --delta0 1.5 --nominal-tc --json",
        number("/nominal_Tc_K", 2, 1, "K"), "arithmetic: 1.5 meV/(1.7639 k_B) = 9.87 K"},
       {"turning point of the Raman intensity", "9.88 K", "example_11_raman_kink",
        quantity("/raman_kink/parameters/T_turn"), "turning point"},
       {"quasi-gap of the charge-density wave", "0.17 eV (9–10 K), 0.11 eV (4–4.6 K)", "", {}, no_curve},
       {"Ic at 1.8 K; diamagnetism below; cusp of the Raman intensity",
        "15 mA; 2.78 K, 2.6 K; near 50 K",
        "",
        {},
        no_curve},
       {"in-gap peaks", "−0.39, +0.28 V (4 K); −0.75, −0.30, +0.25, +0.50 V (300 mK)", "", {}, no_curve}}};
}

Paper lao_kto() {
  const std::string power = "example_12_shg_power_law", polar = "example_13_shg_polar_pattern";
  const std::string loop = "example_14_tip_hysteresis", relaxation = "example_15_relaxation";
  return {"LaAlO₃/KTaO₃(111) — Strongly coupled interface ferroelectricity and interface superconductivity",
          {{"Tc pristine, midpoint", "1.8 K", "didv tc data/lao_kto/resistance_pristine.csv --criterion midpoint",
            quantity("/Tc_K"), "Tc"},
           {"after −17 V", "no superconductivity", "didv tc data/lao_kto/resistance_tip_-17V.csv",
            [](const Answer& answer) {
              const std::string reason = at(answer.json, "/Tc_K/reason");
              return reason.substr(0, reason.find(':'));
            },
            "an insulator"},
           {"Tc after +50 V", "superconducting again",
            "didv tc 'data/lao_kto/resistance_tip_+50V.csv' --criterion midpoint", quantity("/Tc_K"), "Tc"},
           {"switching voltages", "−17 V; +6 V", loop,
            [](const Answer& answer) {
              return quantity("/tip_hysteresis_down/parameters/V_switch")(answer) + "; " +
                     quantity("/tip_hysteresis_up/parameters/V_switch")(answer);
            },
            "both voltages"},
           {"ratio of the saturated resistances", "above 10⁵", loop,
            [](const Answer& answer) {
              const json& p = at(answer.json, "/tip_hysteresis_down/parameters");
              std::ostringstream text;
              text.precision(3);
              text << "10^" << p.at("high").at("value").get<double>() - p.at("low").at("value").get<double>();
              return text.str();
            },
            "both resistances"},
           {"relaxation, fast", "first minute", relaxation, quantity("/relaxation/parameters/tau_fast"), "both times"},
           {"relaxation, slow", "hours", relaxation, quantity("/relaxation/parameters/tau_slow"), "both times"},
           {"exponent of the second-harmonic power", "2", power, quantity("/shg_power_law/parameters/exponent"),
            "exponent"},
           {"polar pattern I_x, peaks (degrees)", "six, 60° apart", polar, between("I_x peaks at ", " degrees"),
            "point group m, three tensor components"},
           {"polar pattern I_y, peaks (degrees)", "six, 60° apart", polar, between("I_y peaks at ", " degrees"),
            "the same"}}};
}

}  // namespace

std::vector<Paper> papers() { return {ceh9(), ats(), lao_kto()}; }

}  // namespace didv::papers
