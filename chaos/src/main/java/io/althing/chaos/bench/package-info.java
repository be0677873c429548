/** Benchmarks that stay in the tree: each prints a table, or one JSON object, and says what it measured. */
@NullMarked
package io.althing.chaos.bench;

import org.jspecify.annotations.NullMarked;
