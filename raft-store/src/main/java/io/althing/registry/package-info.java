/**
 * The vocabulary of the registry and the one pure function that is its meaning: {@code Registry} takes a state and a proposal
 * and answers with events. Nothing here reads a clock, draws a random number, logs, locks or does I/O.
 */
@NullMarked
package io.althing.registry;

import org.jspecify.annotations.NullMarked;
