#include "didv/spectrum.hpp"

namespace didv {

std::string to_string(Origin origin) {
  switch (origin) {
    case Origin::file:
      return "file";
    case Origin::option:
      return "option";
    case Origin::assumed:
      return "assumed";
  }
  return {};
}

std::string to_string(ConductanceUnit unit) {
  switch (unit) {
    case ConductanceUnit::normalised:
      return "G/G_N";
    case ConductanceUnit::siemens:
      return "S";
    case ConductanceUnit::arbitrary:
      return "arbitrary";
  }
  return {};
}

}  // namespace didv
