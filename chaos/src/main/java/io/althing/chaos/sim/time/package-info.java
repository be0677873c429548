/**
 * Simulated time, chance and distance: an {@link io.althing.chaos.sim.time.Agenda} of events, {@link io.althing.chaos.sim.time.Dice}
 * for each purpose, and a {@link io.althing.chaos.sim.time.SimNetwork} between places.
 */
@NullMarked
package io.althing.chaos.sim.time;

import org.jspecify.annotations.NullMarked;
