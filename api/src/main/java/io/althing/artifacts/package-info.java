/**
 * The bytes of models, beside the replicated registry: each region's node keeps them under their SHA-256 and fetches from the others
 * what it lacks, so that a registered version becomes ready.
 */
@NullMarked
package io.althing.artifacts;

import org.jspecify.annotations.NullMarked;
