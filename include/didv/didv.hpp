#pragma once
// The whole library in one include.

#include "didv/curve.hpp"
#include "didv/error.hpp"
#include "didv/fit.hpp"
#include "didv/gap_equation.hpp"
#include "didv/instrument.hpp"
#include "didv/model.hpp"
#include "didv/parameter.hpp"
#include "didv/parameter_rules.hpp"
#include "didv/prepare.hpp"
#include "didv/read.hpp"
#include "didv/result.hpp"
#include "didv/spectrum.hpp"
#include "didv/units.hpp"
#include "didv/version.hpp"
