/**
 * Judges of the usual kind, as baselines: fixed thresholds, averaged significance, weighted risk, counted failures, rank
 * tests on time series. None of them controls its errors over repeated looks; they are here to be compared with and to
 * show what they would have done, not to decide.
 */
@NullMarked
package io.althing.canary.judge;

import org.jspecify.annotations.NullMarked;
