/**
 * Bugs planted on purpose, to see that the checkers catch them. Each rewrites the bytes of a shipped class while a class loader of its own
 * loads it, so that the shipped code knows nothing of it; the simulation's model and its checks are never touched.
 */
@NullMarked
package io.althing.chaos.mutant;

import org.jspecify.annotations.NullMarked;
