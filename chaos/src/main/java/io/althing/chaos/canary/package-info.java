/**
 * The benchmark of the canary engine: simulated canaries, judged through the engine's public API, beside the figures the
 * engine is held to; and the replay of recorded traffic.
 */
@NullMarked
package io.althing.chaos.canary;

import org.jspecify.annotations.NullMarked;
