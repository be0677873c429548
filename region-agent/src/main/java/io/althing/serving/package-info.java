/**
 * Serving models in one region: the gateway that answers inference requests, the split of traffic between the stable version and
 * the canary, the runtimes that hold loaded models, and the cache of their files. Nothing here asks the registry; what it is told
 * to serve it goes on serving, and a move towards the stable version needs nobody's permission.
 */
@NullMarked
package io.althing.serving;

import org.jspecify.annotations.NullMarked;
