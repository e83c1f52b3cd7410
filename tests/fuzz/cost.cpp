#include "cost.hpp"

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> in_use{0}, peak{0};

void* counted(std::size_t bytes) noexcept {
  void* const block = std::malloc(std::max<std::size_t>(bytes, 1));
  if (!block) return nullptr;
  const std::size_t now = in_use += malloc_usable_size(block);
  for (std::size_t seen = peak; now > seen && !peak.compare_exchange_weak(seen, now);) {
  }
  return block;
}

void* counted_or_thrown(std::size_t bytes) {
  if (void* const block = counted(bytes)) return block;
  throw std::bad_alloc();
}

void release(void* block) {
  if (block) in_use -= malloc_usable_size(block);
  std::free(block);
}

}  // namespace

// Those that do not throw too: what is left to the library is allocated by AddressSanitizer and freed here.
void* operator new(std::size_t bytes) { return counted_or_thrown(bytes); }
void* operator new[](std::size_t bytes) { return counted_or_thrown(bytes); }
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return counted(bytes); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return counted(bytes); }
void operator delete(void* block) noexcept { release(block); }
void operator delete[](void* block) noexcept { release(block); }
void operator delete(void* block, std::size_t) noexcept { release(block); }
void operator delete[](void* block, std::size_t) noexcept { release(block); }

namespace didv::attack {

HeapPeak::HeapPeak() : before_(in_use) { peak = before_; }

std::size_t HeapPeak::bytes() const { return peak - before_; }

}  // namespace didv::attack
