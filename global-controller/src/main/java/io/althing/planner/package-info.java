/**
 * What happens next, as a value: {@link io.althing.planner.RolloutPlanner} looks at the registry and says which commands are due and,
 * in words for people, what everything else waits for. Pure.
 */
@NullMarked
package io.althing.planner;

import org.jspecify.annotations.NullMarked;
