#pragma once
// What a step costs: heap, which the program's own operator new counts, and time of the processor.

#include <cstddef>
#include <ctime>

namespace didv::attack {

/// What this process has used of the processor: a hang shows in it, a busy machine does not.
inline double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// What a file of that size may cost: four times its size and 64 MiB.
constexpr std::size_t memory_allowed(std::size_t file) { return 4 * file + (std::size_t{64} << 20); }

/// The largest number of bytes allocated at once since it was constructed, beyond what there was then. One at a time.
class HeapPeak {
 public:
  HeapPeak();
  std::size_t bytes() const;

 private:
  std::size_t before_;
};

}  // namespace didv::attack
