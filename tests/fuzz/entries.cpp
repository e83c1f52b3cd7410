#include "entries.hpp"

namespace didv::attack {

// Sanitizers slow a reader down by little, and a fit, whose loops lose their vectors, by 25 times.
#ifdef NDEBUG
constexpr double fit_seconds = 5;
#else
constexpr double fit_seconds = 25 * 5;
#endif

const std::vector<Entry>& entries() {
  static const std::vector<Entry> all{
      {"delimited", delimited}, {"nanonis", nanonis},      {"wsxm", wsxm},
      {"syntax", syntax},       {"fit", fit, fit_seconds}, {"curve_fit", curve_fit, fit_seconds},
      {"result", result}};
  return all;
}

}  // namespace didv::attack
