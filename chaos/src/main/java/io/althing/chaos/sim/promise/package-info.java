/**
 * What must hold after every event, checked from outside: each check keeps its own small account of what the log said and what was
 * done, and shares no rule with the code it watches.
 */
@NullMarked
package io.althing.chaos.sim.promise;

import org.jspecify.annotations.NullMarked;
