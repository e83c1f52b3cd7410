#include "fit/coarse_data.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace didv::fitting {

CoarseData coarsen(const DataSet& data, std::size_t count) {
  const std::size_t n = data.x.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return data.x[a] < data.x[b]; });

  struct Bin {
    std::size_t begin, end;
    double scatter, mean_x, mean_y;
  };
  const auto bin = [&](std::size_t begin, std::size_t end) {
    Bin made{begin, end, 0, 0, 0};
    for (std::size_t i = begin; i < end; ++i) {
      made.mean_x += data.x[order[i]] / static_cast<double>(end - begin);
      made.mean_y += data.y[order[i]] / static_cast<double>(end - begin);
    }
    for (std::size_t i = begin; i < end; ++i) made.scatter += std::pow(data.y[order[i]] - made.mean_y, 2);
    if (end - begin < 2) made.scatter = -1;
    return made;
  };
  const auto calmer = [](const Bin& a, const Bin& b) { return a.scatter < b.scatter; };
  std::vector<Bin> heap{bin(0, n)};
  while (heap.size() < std::min(count, n)) {
    std::pop_heap(heap.begin(), heap.end(), calmer);
    const Bin widest = heap.back();
    heap.pop_back();
    const std::size_t middle = (widest.begin + widest.end) / 2;
    for (const Bin& half : {bin(widest.begin, middle), bin(middle, widest.end)}) {
      heap.push_back(half);
      std::push_heap(heap.begin(), heap.end(), calmer);
    }
  }
  std::sort(heap.begin(), heap.end(), [](const Bin& a, const Bin& b) { return a.begin < b.begin; });
  CoarseData coarse;
  for (const Bin& one : heap) {
    coarse.x.push_back(one.mean_x);
    coarse.y.push_back(one.mean_y);
    coarse.weight.push_back(std::sqrt(static_cast<double>(one.end - one.begin)));
  }
  return coarse;
}

}  // namespace didv::fitting
