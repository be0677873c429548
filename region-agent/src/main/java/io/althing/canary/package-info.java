/**
 * The canary engine: verdicts that stay valid however often one looks. Each metric is a pair of e-processes, one betting
 * on harm and one betting on its absence, and arms are compared inside each look only. Pure: no clock, no randomness, no
 * I/O; the same counts give the same bits everywhere, so that another region can recompute the evidence.
 */
@NullMarked
package io.althing.canary;

import org.jspecify.annotations.NullMarked;
