/**
 * A small replicated log in JRaft's place: {@link io.althing.chaos.sim.log.SimStore} keeps the promises of
 * {@link io.althing.store.RegistryStore} over it and passes the same contract. The real applier runs on every replica; what is modelled
 * is how commands get there: terms, elections by the longest log, replication that is late, lost or repeated, snapshots, and what a
 * disk keeps over a crash and over a loss of power.
 */
@NullMarked
package io.althing.chaos.sim.log;

import org.jspecify.annotations.NullMarked;
