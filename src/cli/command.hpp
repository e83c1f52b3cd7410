#pragma once
// What a command of the program is: an application of CLI11 with its options, and what runs once they are read.

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "didv/provenance.hpp"
#include "output.hpp"

namespace didv::cli {

/// What the program promises its caller.
enum ExitCode { usable = 0, not_usable = 1, bad_usage = 2 };

/// What a command has found, before any of it is written.
struct Answer {
  bool is_usable = false;
  std::string report, json;           ///< JSON at least where --json asks for it: it may be large
  std::string json_file = {};         ///< of --json; empty: not asked for
  std::vector<Delivery> beside = {};  ///< further files
  std::string complaint = {};         ///< for standard error, where it is not usable
};

/// The run gets the command line as it was typed and the options given, for reports and files. A command that reads a
/// measurement and computes has an answer, which can be asked for without anything being written.
struct Command {
  CLI::App* app;
  std::function<ExitCode(const Provenance& made_by)> run;
  std::function<Answer(const Provenance& made_by)> answer = {};
};

/// A command whose run delivers its answer.
Command with_answer(CLI::App* app, std::function<Answer(const Provenance& made_by)> answer);

/// All of them, in the order of --help.
std::vector<Command> commands(CLI::App& program);

Command models(CLI::App& program);
Command simulate(CLI::App& program);
Command fit(CLI::App& program);
Command compare(CLI::App& program);
Command series(CLI::App& program);
Command refit(CLI::App& program);
Command derivative(CLI::App& program);
Command gap(CLI::App& program);
Command thermo(CLI::App& program);
Command peaks(CLI::App& program);
Command tc(CLI::App& program);
Command jc(CLI::App& program);
Command bkt(CLI::App& program);
Command heat_capacity(CLI::App& program);

}  // namespace didv::cli
