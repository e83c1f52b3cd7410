#include "didv/version.hpp"

namespace didv {

std::string_view version() { return DIDV_VERSION; }

}  // namespace didv
