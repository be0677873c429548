package io.althing.audit;

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
     * Takes a bare checkpoint on trust. What follows then proves that entries, tiles and this checkpoint agree, not who made them: compare
     * the root with one got by another way.
     */
    static CheckpointReader unsigned() {
        return Checkpoint::parse;
    }
}
