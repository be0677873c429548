/**
 * Learned helpers of the canary engine: anomaly scores that become one more witness, and early warnings that may slow a
 * rollout down. Neither ever decides: what is learned from the past may only choose what to bet on or when to look.
 */
@NullMarked
package io.althing.foresight;

import org.jspecify.annotations.NullMarked;
