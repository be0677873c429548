package io.althing.raft;

/**
 * Told when this node begins and ceases to lead. Called on a thread of its own, in order. {@link #leading} may come twice with the
 * same term (after a transfer of leadership that timed out) and must then change nothing. Work done as a leader goes through
 * {@link RaftNode#proposeInTerm}, so that a deposed leader that has not noticed yet can write nothing.
 */
public interface LeadershipListener {

    /** This node leads in that term, and everything earlier leaders committed is applied here. */
    void leading(long term);

    /** This node no longer leads in that term. */
    void stopped(long term);

    /** A listener that does nothing. */
    static LeadershipListener none() {
        return new LeadershipListener() {
            @Override
            public void leading(long term) {}

            @Override
            public void stopped(long term) {}
        };
    }
}
