/**
 * Judges of histories. Pure: nothing here can reach a cluster, so that each is tested like any code and a run can be judged again. What
 * cannot be decided within bounds is unknown, never held.
 */
@NullMarked
package io.althing.chaos.check;

import org.jspecify.annotations.NullMarked;
