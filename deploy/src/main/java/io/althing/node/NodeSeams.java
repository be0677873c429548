package io.althing.node;

import io.althing.checkpoint.CheckpointSettings;
import io.althing.raft.transport.LinkFaults;
import io.althing.store.RegistryStore;
import java.util.function.UnaryOperator;

/**
 * Where a drill puts faults into a node, to see that they are found. No configuration reaches this: a drill has a main class of its own.
 *
 * @param signing what becomes of the checkpoints' keys and memory
 * @param signed what the checkpoints take for the log
 * @param links what goes wrong between this node and others
 */
public record NodeSeams(UnaryOperator<CheckpointSettings> signing, UnaryOperator<RegistryStore> signed,
        LinkFaults links) {
    /** A node whose messages all arrive. */
    public NodeSeams(UnaryOperator<CheckpointSettings> signing, UnaryOperator<RegistryStore> signed) {
        this(signing, signed, LinkFaults.none());
    }

    /** A node without faults. */
    public static NodeSeams none() {
        return new NodeSeams(settings -> settings, store -> store);
    }

    CheckpointSettings signing(CheckpointSettings settings) {
        return signing.apply(settings);
    }

    RegistryStore signed(RegistryStore store) {
        return signed.apply(store);
    }
}
