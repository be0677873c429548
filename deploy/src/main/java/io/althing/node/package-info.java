/**
 * The processes of a real deployment and what they read: configuration, genesis, keys. {@link io.althing.node.NodeMain} and
 * {@link io.althing.node.AgentMain} put a process together; read top to bottom they are its architecture.
 */
@NullMarked
package io.althing.node;

import org.jspecify.annotations.NullMarked;
