/**
 * Evidence as the registry counts it: log-wealths of e-processes as scaled integers, and the rules that combine the
 * evidence of several regions or metrics. Called inside the replicated state machine, so every result is a function of
 * its arguments alone: {@link StrictMath}, fixed order, integers in and out.
 */
@NullMarked
package io.althing.registry.evidence;

import org.jspecify.annotations.NullMarked;
