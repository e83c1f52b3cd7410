#pragma once
// Where a mean whose noise is estimated with it lies.

namespace didv::fitting {

/// t with P(|t| < t) = `probability` for Student's distribution, to rounding; degrees of freedom need not be whole, and
/// may be infinite. Source: Student, Biometrika 6, 1 (1908).
double central_student_t(double probability, double degrees_of_freedom);

}  // namespace didv::fitting
