// The program didv: reads the command line, hands over to one command, and turns what went wrong into one line and an
// exit code.

#include <algorithm>
#include <cctype>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "command.hpp"
#include "didv/error.hpp"
#include "didv/version.hpp"

namespace {

using namespace didv::cli;

/// The arguments as a shell would need them to run the same again.
std::string as_typed(const std::vector<std::string>& arguments) {
  std::string line = "didv";
  for (const std::string& argument : arguments) {
    const bool plain = std::all_of(argument.begin(), argument.end(), [](unsigned char c) {
      return std::isalnum(c) != 0 ||
             std::string_view("_-+.,:/=@%").find(static_cast<char>(c)) != std::string_view::npos;
    });
    std::string quoted;
    for (const char c : argument) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    line += plain ? " " + argument : " '" + quoted + "'";
  }
  return line;
}

/// Every option of the command that was given, under the name that its value is asked for by.
std::vector<didv::GivenOption> given(const CLI::App& command) {
  std::vector<didv::GivenOption> options;
  for (const CLI::Option* option : command.get_options()) {
    if (option->count() == 0) continue;
    const bool flag = option->get_items_expected_max() == 0;
    options.push_back({option->get_single_name(), flag ? std::vector<std::string>() : option->results()});
  }
  return options;
}

/// CLI11 takes "-.5:1" for an option. A value that begins like a negative number belongs to the option before it.
std::vector<std::string> with_negative_values_attached(const std::vector<std::string>& arguments) {
  std::vector<std::string> attached;
  for (const std::string& argument : arguments) {
    const bool negative = argument.size() > 1 && argument[0] == '-' &&
                          (std::isdigit(static_cast<unsigned char>(argument[1])) != 0 || argument[1] == '.' ||
                           argument.starts_with("-inf"));
    const bool after_option = !attached.empty() && attached.back().starts_with("--") && attached.back().size() > 2 &&
                              attached.back().find('=') == std::string::npos;
    if (negative && after_option) {
      attached.back() += "=" + argument;
    } else {
      attached.push_back(argument);
    }
  }
  return attached;
}

/// What to say where the first word is no command.
std::optional<std::string> unknown_command(const std::vector<std::string>& arguments,
                                           const std::vector<Command>& commands) {
  if (arguments.empty() || arguments.front().starts_with('-')) return std::nullopt;
  std::string known;
  for (const Command& command : commands) {
    if (command.app->get_name() == arguments.front()) return std::nullopt;
    known += (known.empty() ? "" : ", ") + command.app->get_name();
  }
  return "didv: unknown command '" + arguments.front() + "', expected one of " + known;
}

int complain(std::string message, int exit_code) {
  std::replace(message.begin(), message.end(), '\n', ' ');
  std::cerr << message << '\n';
  return exit_code;
}

int run(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].empty()) return complain("didv: argument " + std::to_string(i + 1) + " is empty", bad_usage);
  }

  CLI::App program("A superconducting gap out of a measured dI/dV curve.", "didv");
  program.require_subcommand(1);
  const std::vector<Command> all = commands(program);
  const std::string version = "didv " + std::string(didv::version());
  program.set_version_flag("--version", version, "Print the version and exit");
  for (const Command& command : all) {
    command.app->set_version_flag("--version", version, "Print the version and exit");
  }

  try {
    std::vector<std::string> reversed = with_negative_values_attached(arguments);
    std::reverse(reversed.begin(), reversed.end());
    program.parse(reversed);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return program.exit(e, std::cout, std::cerr);
    if (const auto unknown = unknown_command(arguments, all)) return complain(*unknown, bad_usage);
    const auto chosen = program.get_subcommands();
    const std::string where = chosen.empty() ? "didv" : "didv " + chosen.front()->get_name();
    return complain(where + ": " + e.what() + " (" + where + " --help lists what there is)", bad_usage);
  }
  for (const Command& command : all) {
    if (!command.app->parsed()) continue;
    didv::Provenance made_by;
    made_by.command = as_typed(arguments);
    made_by.options = given(*command.app);
    return command.run(made_by);
  }
  return bad_usage;
}

}  // namespace

int main(int argc, char** argv) {
  int exit_code = bad_usage;
  try {
    exit_code = run({argv + std::min(argc, 1), argv + argc});
  } catch (const didv::AccuracyError& e) {
    exit_code = complain(e.what(), not_usable);
  } catch (const didv::Error& e) {
    exit_code = complain(e.what(), bad_usage);
  } catch (const std::exception& e) {
    exit_code = complain(std::string("didv: unexpected: ") + e.what(), bad_usage);
  }
  if (exit_code != bad_usage && !std::cout.flush()) return complain("standard output: cannot write", bad_usage);
  return exit_code;
}
