#include "didv/combine.hpp"
#include "didv/model.hpp"
#include "program.hpp"

namespace didv::test {

class ModelsCommand : public Program {};

TEST_F(ModelsCommand, lists_the_whole_catalogue_as_json) {
  const nlohmann::json listed = didv("models --json").json();
  ASSERT_EQ(listed.size(), catalogue().size());
  for (std::size_t m = 0; m < listed.size(); ++m) {
    const Model& model = catalogue()[m];
    EXPECT_EQ(listed[m]["name"], model.name());
    EXPECT_EQ(listed[m]["title"], model.card().title);
    EXPECT_EQ(listed[m]["reference"], model.card().reference);
    ASSERT_EQ(listed[m]["parameters"].size(), model.parameters().size());
    EXPECT_EQ(listed[m]["parameters"].back()["name"], "T");
    EXPECT_EQ(listed[m]["parameters"].back()["unit"], "K");
    for (const auto& parameter : listed[m]["parameters"]) {
      for (const char* key : {"name", "symbol", "unit", "default", "lower", "upper", "meaning"}) {
        EXPECT_TRUE(parameter.contains(key)) << model.name() << " " << key;
      }
    }
  }
}

TEST_F(ModelsCommand, prints_every_model_with_every_parameter_for_people) {
  const Outcome outcome = didv("models");
  EXPECT_EQ(outcome.exit_code, 0);
  for (const Combinator& combinator : combinators())
    EXPECT_NE(outcome.out.find("+" + combinator.name), std::string::npos) << outcome.out;
  for (const Model& model : catalogue()) {
    EXPECT_NE(outcome.out.find(model.card().title), std::string::npos);
    for (const ParameterInfo& parameter : model.parameters()) {
      EXPECT_NE(outcome.out.find(parameter.meaning), std::string::npos) << model.name() << " " << parameter.name;
    }
  }
}

TEST_F(ModelsCommand, tells_what_names_may_be_joined_with) {
  for (const char* command : {"models", "simulate --help", "fit --help", "compare --help"})
    EXPECT_NE(didv(command).out.find("dynes:btk"), std::string::npos) << command;
  for (const auto& model : didv("models --json").json()) {
    const Model alone = find_model(model["name"].get<std::string>());
    std::size_t listed = 0;
    for (const Combinator& combinator : combinators()) {
      if (alone.has(combinator.parameter)) continue;  // refused: btk_anisotropic_s has an a of its own
      ASSERT_LT(listed, model["combinators"].size()) << alone.name();
      const auto& combined = model["combinators"][listed++];
      EXPECT_EQ(combined["name"], alone.name() + "+" + combinator.name);
      EXPECT_TRUE(find_model(combined["name"].get<std::string>()).has(combinator.parameter));
      EXPECT_EQ(combined["title"], combinator.title);
      EXPECT_EQ(combined["adds"]["name"], combinator.parameter);
      for (const char* key : {"symbol", "unit", "default", "lower", "upper", "meaning"})
        EXPECT_TRUE(combined["adds"].contains(key)) << key;
    }
    EXPECT_EQ(model["combinators"].size(), listed) << alone.name();
    std::string beside = model["side_by_side"];
    beside.replace(beside.find("MODEL"), 5, "dynes");
    EXPECT_TRUE(find_model(beside).has("w")) << beside;
  }
}

}  // namespace didv::test
