// Bytes -> a result, of a fit, a series or a comparison. What was read writes itself so that it reads back the same.

#include "didv/compare.hpp"
#include "didv/error.hpp"
#include "didv/read_result.hpp"
#include "didv/series.hpp"
#include "entries.hpp"

namespace didv::attack {
namespace {

template <class Parse>
void reads_back(std::string_view bytes, Parse parse) {
  try {
    const auto read = parse(bytes, "result");
    const std::string written = read.json();
    require(parse(written, "result").json() == written, "a result does not read back: " + written);
    require(!read.report().empty(), "no report");
  } catch (const DataError& refusal) {
    const std::string message = refusal.what();
    require(message.size() < 3000 && message.find('\n') == std::string::npos, "not one line: " + message);
  }
}

}  // namespace

void result(std::string_view bytes) {
  reads_back(bytes, parse_result);
  reads_back(bytes, parse_series_result);
  reads_back(bytes, parse_comparison);
}

}  // namespace didv::attack
