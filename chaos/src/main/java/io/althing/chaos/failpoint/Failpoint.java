package io.althing.chaos.failpoint;

import java.util.List;

/**
 * A place where a process may end.
 *
 * @param name as drill scripts write it, after {@code failpoint-}
 * @param place in words, after "a process ends"
 * @param type the class it is in
 * @param method the method of that class
 * @param when before the method's first line or after its last
 * @param victim whose process it is
 * @param provoked by what it is reached
 */
public record Failpoint(String name, String place, String type, String method, When when, Victim victim,
        Provoked provoked) {
    private static final String RAFT = "io.althing.raft.";
    private static final String WIRE = RAFT + "transport.";
    private static final String STATE = "io.althing.rocks.RocksKeyValue";
    private static final String JRAFT = "com.alipay.sofa.jraft.storage.impl.";

    /** Which edge of the method. */
    public enum When {
        BEFORE, AFTER
    }

    /** Whose process is to end. */
    public enum Victim {
        LEADER, FOLLOWER, ANY
    }

    /** What makes a node come there. */
    public enum Provoked {
        /** Writes, which come anyway. */
        BY_LOAD,
        /** A request for a snapshot. */
        BY_SNAPSHOT,
        /** An absence long enough that the log of the others begins later. */
        BY_ABSENCE,
        /** A handover of leadership. */
        BY_HANDOVER
    }

    /** All there are; a process knows each by its place in this list. */
    public static List<Failpoint> all() {
        return List.of(
                new Failpoint("before-write-batch", "before a batch of applied entries is written", STATE, "write",
                        When.BEFORE, Victim.ANY, Provoked.BY_LOAD),
                new Failpoint("after-write-batch", "after a batch of applied entries was written", STATE, "write",
                        When.AFTER, Victim.ANY, Provoked.BY_LOAD),
                new Failpoint("before-answer", "after a write was applied, before whoever asked for it is answered",
                        RAFT + "ProposalClosure", "applied", When.BEFORE, Victim.LEADER, Provoked.BY_LOAD),
                new Failpoint("entries-appended", "after entries were synced to the log, before that is told", JRAFT
                        + "RocksDBLogStorage", "appendEntries", When.AFTER, Victim.ANY, Provoked.BY_LOAD),
                new Failpoint("before-request", "before a request is handed to the network", WIRE + "PeerLink",
                        "transmit", When.BEFORE, Victim.LEADER, Provoked.BY_LOAD),
                new Failpoint("before-response", "before a response is handed to the network", WIRE + "InboundRequest",
                        "sendResponse", When.BEFORE, Victim.FOLLOWER, Provoked.BY_LOAD),
                new Failpoint("vote-kept", "after term and vote were synced, before the vote is told", JRAFT
                        + "LocalRaftMetaStorage", "setTermAndVotedFor", When.AFTER, Victim.FOLLOWER,
                        Provoked.BY_HANDOVER),
                new Failpoint("checkpoint-made", "after the state's files were linked into a snapshot", STATE,
                        "checkpoint", When.AFTER, Victim.ANY, Provoked.BY_SNAPSHOT),
                new Failpoint("manifest-written", "after a snapshot's manifest was written", RAFT + "SnapshotManifest",
                        "write", When.AFTER, Victim.ANY, Provoked.BY_SNAPSHOT),
                new Failpoint("before-pointer-swap", "after a snapshot was copied, before it is the one in use", RAFT
                        + "StateHome", "use", When.BEFORE, Victim.FOLLOWER, Provoked.BY_ABSENCE),
                new Failpoint("after-pointer-swap", "after an installed snapshot became the one in use", RAFT
                        + "StateHome", "use", When.AFTER, Victim.FOLLOWER, Provoked.BY_ABSENCE),
                new Failpoint("snapshot-loaded", "after a snapshot was installed and loaded, before Raft knows", RAFT
                        + "RegistryStateMachine", "loadSnapshot", When.AFTER, Victim.FOLLOWER, Provoked.BY_ABSENCE));
    }
}
