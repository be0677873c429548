/**
 * Builds of two feature levels in one cluster: the next build is made of the present one's sources and one more command.
 */
@NullMarked
package io.althing.chaos.mixed;

import org.jspecify.annotations.NullMarked;
