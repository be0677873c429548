/** Who is asking: turns what a request brings along into an {@link io.althing.registry.Actor}. */
@NullMarked
package io.althing.security;

import org.jspecify.annotations.NullMarked;
