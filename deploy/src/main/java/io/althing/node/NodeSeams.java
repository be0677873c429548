package io.althing.node;

import io.althing.checkpoint.CheckpointSettings;
import io.althing.store.RegistryStore;
import java.util.function.UnaryOperator;

/**
 * Where a drill puts faults into a node, to see that they are found. No configuration reaches this: a drill has a main class of its own.
 *
 * @param signing what becomes of the checkpoints' keys and memory
 * @param signed what the checkpoints take for the log
 */
public record NodeSeams(UnaryOperator<CheckpointSettings> signing, UnaryOperator<RegistryStore> signed) {
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
