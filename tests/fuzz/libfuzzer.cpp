// fuzz_NAME: libFuzzer at one of the entries. Broken, or whatever else escapes, ends the program, and libFuzzer writes
// down the bytes.

#include <cstddef>
#include <cstdint>

#include "entries.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  didv::attack::DIDV_FUZZ_ENTRY({reinterpret_cast<const char*>(data), size});
  return 0;
}
