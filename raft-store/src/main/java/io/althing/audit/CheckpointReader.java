package io.althing.audit;

import java.nio.charset.StandardCharsets;

/** Turns the bytes served as {@code checkpoint} into a checkpoint one is willing to believe. */
@FunctionalInterface
public interface CheckpointReader {
    /**
     * The checkpoint in these bytes.
     *
     * @throws MalformedException
     *             if they break the format or are not signed as this reader demands
     */
    Checkpoint read(byte[] bytes);

    /**
     * Takes a checkpoint on trust, bare or in a note whose signatures are not looked at. What follows then proves that entries, tiles and this checkpoint agree, not who made them: compare
     * the root with one got by another way.
     */
    static CheckpointReader unsigned() {
        return bytes -> new String(bytes, StandardCharsets.UTF_8).contains("\n\n")
                ? SignedNote.parse(bytes).unverifiedCheckpoint()
                : Checkpoint.parse(bytes);
    }
}
