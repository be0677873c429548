/**
 * The processes of a simulated cluster and what is around them: nodes, agents with their gateways, disks, traffic, people. Each holds a
 * real part of the house behind its ports.
 */
@NullMarked
package io.althing.chaos.sim.part;

import org.jspecify.annotations.NullMarked;
