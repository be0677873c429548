/**
 * The registry's store as its users see it: the port to propose, read and watch, the ordered key-value store underneath that
 * holds a replica's state, and for each of them a fake that passes the same contract.
 */
@NullMarked
package io.althing.store;

import org.jspecify.annotations.NullMarked;
