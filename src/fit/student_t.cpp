#include "fit/student_t.hpp"

#include <boost/math/distributions/students_t.hpp>

namespace didv::fitting {

double central_student_t(double probability, double degrees_of_freedom) {
  return quantile(complement(boost::math::students_t(degrees_of_freedom), 0.5 * (1 - probability)));
}

}  // namespace didv::fitting
