package io.althing.chaos.sim.log;

/**
 * One entry of a replica's log.
 *
 * @param stampMillis the leader's clock
 * @param payload an encoded proposal; empty for a barrier, which a new leader begins with
 */
@SuppressWarnings("ArrayRecordComponent")
record Entry(long term, long stampMillis, byte[] payload) {
    boolean barrier() {
        return payload.length == 0;
    }
}
