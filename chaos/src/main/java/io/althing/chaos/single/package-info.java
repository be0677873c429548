/**
 * Drills of single shipped parts, without a cluster around them. They see what a simulated life cannot, since there orders come in order.
 */
@NullMarked
package io.althing.chaos.single;

import org.jspecify.annotations.NullMarked;
