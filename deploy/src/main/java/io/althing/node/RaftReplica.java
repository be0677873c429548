package io.althing.node;

import io.althing.raft.JraftStore;
import io.althing.replica.Replica;
import io.althing.store.DigestMark;
import java.util.List;

/** This node's replica under Raft, to be compared with others. */
record RaftReplica(JraftStore store) implements Replica {
    @Override
    public List<DigestMark> recentDigests() {
        return store.recentDigests();
    }

    @Override
    public void fence(String why) {
        store.fence(why);
    }
}
