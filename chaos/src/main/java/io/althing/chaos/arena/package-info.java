/**
 * Real node processes on a network that can be hurt: relays of our own, which every machine can have, or Linux network namespaces, which
 * need root. Whatever an arena sets up on the machine is gone when it is closed, or when this JVM ends.
 */
@NullMarked
package io.althing.chaos.arena;

import org.jspecify.annotations.NullMarked;
