#include "didv/composition.hpp"

#include <algorithm>
#include <set>

namespace didv {

bool holds(const Composition& wide, const Composition& narrow) {
  const std::multiset<std::string> more(wide.additions.begin(), wide.additions.end()),
      fewer(narrow.additions.begin(), narrow.additions.end());
  if (narrow.parts.empty() || !std::ranges::includes(more, fewer)) return false;
  std::vector<std::vector<std::string>> left = wide.parts, wanted = narrow.parts;
  // What is there at once is not to be used up as a special case of another.
  for (const bool at_once : {true, false})
    std::erase_if(wanted, [&](const std::vector<std::string>& part) {
      const auto match = std::ranges::find_if(left, [&](const std::vector<std::string>& one) {
        return at_once ? one.front() == part.front() : std::ranges::find(one, part.front()) != one.end();
      });
      if (match == left.end()) return false;
      left.erase(match);
      return true;
    });
  return wanted.empty();
}

}  // namespace didv
