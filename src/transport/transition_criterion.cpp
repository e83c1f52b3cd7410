#include <optional>
#include <string>

#include "didv/error.hpp"
#include "didv/resistive_transition.hpp"
#include "text/number.hpp"
#include "text/parse.hpp"

namespace didv {

TransitionCriterion TransitionCriterion::parse(std::string_view text) {
  const std::string word = text::lower_case(text::trimmed(text));
  if (word == "intersection") return {Kind::intersection};
  if (word == "midpoint") return {Kind::midpoint};
  if (word == "onset") return {Kind::onset};
  if (word == "zero") return {Kind::zero};
  const std::optional<double> fraction = text::parse_number(word);
  if (fraction && *fraction > 0 && *fraction < 1) return {Kind::fraction, *fraction};
  throw InvalidArgument("criterion is '" + std::string(text) +
                        "', expected intersection, midpoint, onset, zero or a fraction between 0 and 1");
}

std::string TransitionCriterion::text() const {
  switch (kind) {
    case Kind::intersection:
      return "intersection";
    case Kind::midpoint:
      return "midpoint";
    case Kind::onset:
      return "onset";
    case Kind::zero:
      return "zero";
    case Kind::fraction:
      return text::number(fraction);
  }
  return {};
}

}  // namespace didv
