package io.althing.raft;

/** Carries a result from the leader to the node that forwarded the proposal. */
public interface ResultCodec<R> {

    /** The bytes of a result. */
    byte[] encode(R result);

    /** @throws IllegalArgumentException if the bytes are no result */
    R decode(byte[] bytes);
}
