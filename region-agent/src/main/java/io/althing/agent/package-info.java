/**
 * The region's agent: it proposes the region's policy file, takes the registry's targets, judges canaries, goes back by itself when
 * one does harm, votes, and lives on while cut off. What to do is decided by one pure function, {@link io.althing.agent.AgentPlan};
 * doing it is the business of {@link io.althing.agent.RegionAgent}.
 */
@NullMarked
package io.althing.agent;

import org.jspecify.annotations.NullMarked;
