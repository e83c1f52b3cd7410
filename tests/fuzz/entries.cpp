#include "entries.hpp"

namespace didv::attack {

const std::vector<Entry>& entries() {
  static const std::vector<Entry> all{{"delimited", delimited}, {"nanonis", nanonis}, {"wsxm", wsxm},
                                      {"syntax", syntax},       {"fit", fit},         {"curve_fit", curve_fit},
                                      {"result", result}};
  return all;
}

}  // namespace didv::attack
