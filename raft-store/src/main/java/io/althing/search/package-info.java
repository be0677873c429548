/**
 * Finding audit entries by model, region, actor and the like. The index is derived data: it is built behind the log from entries that are
 * there already, kept beside the replica's state and in no snapshot or digest, and built anew when it is missing or does not fit, so that
 * writing an entry costs the same with and without it.
 */
@NullMarked
package io.althing.search;

import org.jspecify.annotations.NullMarked;
