/**
 * TCP relays, one for each directed link between processes, so that a link can be slowed, cut, or silenced in one direction while
 * both ends go on running. For clusters on one machine; a real network brings its own faults.
 */
@NullMarked
package io.althing.relay;

import org.jspecify.annotations.NullMarked;
