/**
 * The simulation: the real registry, planner, controller, agents, canary analysis and journal of three regions in one thread, on
 * simulated clocks, network and disks, under faults that one seed decides. {@link io.althing.chaos.sim.SimArena} runs one such life;
 * {@link io.althing.chaos.sim.Simulator} runs many and shrinks what fails.
 */
@NullMarked
package io.althing.chaos.sim;

import org.jspecify.annotations.NullMarked;
