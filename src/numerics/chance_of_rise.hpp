#pragma once
// How easily noise makes a peak.

namespace didv::numerics {

/// The probability that of `places` independent normal values of equal mean a later one stands `rise` standard
/// deviations or more above an earlier one; the deviation is estimated, with so many degrees of freedom. By the sum
/// over all pairs, an upper limit, which holds for a curve that only falls too.
double chance_of_rise(double rise, double places, double freedom);

}  // namespace didv::numerics
