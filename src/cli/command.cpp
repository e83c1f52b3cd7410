#include "command.hpp"

#include <iostream>

namespace didv::cli {

Command with_answer(CLI::App* app, std::function<Answer(const Provenance&)> answer) {
  const auto run = [answer](const Provenance& made_by) {
    const Answer found = answer(made_by);
    deliver_result(found.report, found.json, found.json_file, found.beside);
    if (found.is_usable) return usable;
    if (!found.complaint.empty()) std::cerr << found.complaint << '\n';
    return not_usable;
  };
  return {app, run, answer};
}

std::vector<Command> commands(CLI::App& program) {
  return {models(program), simulate(program),   fit(program),   compare(program),      series(program),
          refit(program),  derivative(program), peaks(program), gap(program),          thermo(program),
          tc(program),     jc(program),         bkt(program),   heat_capacity(program)};
}

}  // namespace didv::cli
