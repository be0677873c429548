/**
 * Drills: a cluster of real node processes on loopback, without relays, is killed, starved, wiped and damaged, and what it promised is
 * checked from outside.
 */
@NullMarked
package io.althing.chaos.drill;

import org.jspecify.annotations.NullMarked;
