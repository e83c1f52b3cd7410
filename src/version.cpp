#include "didv/version.hpp"

namespace didv {

std::string_view version() { return DIDV_VERSION; }

std::string_view revision() { return DIDV_REVISION; }

}  // namespace didv
