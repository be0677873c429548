/** What can be done to a cluster of processes, each fault with a name, what it needs, and how it is healed. */
@NullMarked
package io.althing.chaos.fault;

import org.jspecify.annotations.NullMarked;
