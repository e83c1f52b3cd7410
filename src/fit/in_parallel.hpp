#pragma once
// Independent pieces of work on several threads.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace didv::fitting {

/// As many threads as the machine has cores where `asked` is 0; not more than there are pieces, nor than any machine
/// has a use for.
inline unsigned threads_for(std::size_t pieces, unsigned asked) {
  constexpr std::size_t most = 1024;
  const unsigned cores = asked > 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::min({std::size_t{cores}, pieces, most}));
}

/// Each number below `count` once. `work_of_one_thread()` makes what a thread calls with its numbers. What one of them
/// throws is thrown, that of the lowest number. Where the system gives fewer threads, those there are do it all.
template <class Work>
void in_parallel(std::size_t count, unsigned threads, const Work& work_of_one_thread) {
  std::atomic<std::size_t> next = 0;
  std::mutex guard;
  std::exception_ptr thrown;
  std::size_t thrown_by = count;
  const auto run = [&] {
    std::size_t i = count;
    try {
      auto work = work_of_one_thread();
      while ((i = next++) < count) work(i);
    } catch (...) {
      const std::lock_guard lock(guard);
      if (!thrown || i < thrown_by) {
        thrown_by = i;
        thrown = std::current_exception();
      }
      next = count;
    }
  };
  {
    std::vector<std::jthread> others;
    try {
      for (unsigned t = 1; t < threads; ++t) others.emplace_back(run);
    } catch (const std::system_error&) {
    }
    run();
  }
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace didv::fitting
