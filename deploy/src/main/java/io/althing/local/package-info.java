/**
 * A whole cluster on this machine: which ports it uses, the files it lives by, and its processes, each a real one, with a relay in
 * every link between regions.
 */
@NullMarked
package io.althing.local;

import org.jspecify.annotations.NullMarked;
