#pragma once
// A problem as one of its slots sees it: the slot's own block, and all other blocks through what they say of the shared
// slots, to second order about the minimum. What one block does to itself then costs one block, however many there are.

#include <memory>
#include <vector>

#include "fit/block_evaluator.hpp"
#include "fit/covariance.hpp"
#include "fit/minimise.hpp"
#include "fit/problem.hpp"

namespace didv::fitting {

class Surroundings {
 public:
  /// The evaluators stand at the minimum and `covariance` is theirs, with the slots of `held` left out.
  Surroundings(const Problem& problem, std::vector<BlockEvaluator>& evaluators, const Minimum& minimum,
               const Covariance& covariance, const std::vector<char>& held, std::size_t slot);

  /// Turns to another slot that sees the same; false: that one needs surroundings of its own.
  bool turn_to(std::size_t slot);

  const Problem& problem() const { return local_ ? local_->problem : all_; }
  std::vector<BlockEvaluator>& evaluators() const { return local_ ? local_->evaluators : all_evaluators_; }
  const Minimum& minimum() const { return local_ ? local_->minimum : all_minimum_; }
  /// Every block as it is: the slot is shared, or the only block's.
  bool is_whole() const { return !local_; }
  /// The slot of this problem that was asked for.
  std::size_t slot() const { return local_ ? local_->slot : slot_; }
  /// Any slot of the whole problem that is one of this.
  std::size_t place_of(std::size_t slot) const;
  /// Any slots of the whole problem as a flag or value of each slot of this one.
  template <class Value>
  std::vector<Value> seen(const std::vector<Value>& of_all) const {
    if (!local_) return of_all;
    std::vector<Value> values;
    for (const std::size_t s : local_->slots) values.push_back(of_all[s]);
    return values;
  }
  /// A position of this problem as one of the whole: the slots of other blocks follow the shared ones linearly.
  std::vector<double> whole(const std::vector<double>& position) const;

 private:
  struct Local {
    Problem problem;
    std::vector<std::size_t> slots;  // of the whole problem
    std::vector<BlockEvaluator> evaluators;
    Minimum minimum;
    std::size_t slot = 0;
    std::size_t block = 0;  // of the whole problem
  };
  void build(std::size_t block);

  const Problem& all_;
  std::vector<BlockEvaluator>& all_evaluators_;
  const Minimum& all_minimum_;
  const Covariance& covariance_;
  const std::vector<char>& held_;
  std::size_t slot_;
  std::unique_ptr<Local> local_;  // empty: the whole problem
};

}  // namespace didv::fitting
