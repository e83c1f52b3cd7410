// Bytes -> a result. What was read writes itself so that it reads back the same.

#include "didv/error.hpp"
#include "didv/read_result.hpp"
#include "entries.hpp"

namespace didv::attack {

void result(std::string_view bytes) {
  try {
    const FitResult read = parse_result(bytes);
    const std::string written = read.json();
    require(parse_result(written).json() == written, "a result does not read back: " + written);
    require(!read.report().empty(), "no report");
  } catch (const DataError& refusal) {
    const std::string message = refusal.what();
    require(message.size() < 3000 && message.find('\n') == std::string::npos, "not one line: " + message);
  }
}

}  // namespace didv::attack
