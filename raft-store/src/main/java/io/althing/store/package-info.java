/**
 * The port to the replicated registry and its fake: {@link io.althing.store.RegistryStore} is what controllers and APIs talk to,
 * {@link io.althing.store.KeyValue} is where one replica keeps its state.
 */
@NullMarked
package io.althing.store;

import org.jspecify.annotations.NullMarked;
