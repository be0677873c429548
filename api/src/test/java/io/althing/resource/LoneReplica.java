package io.althing.resource;

import io.althing.replica.Replica;
import io.althing.store.DigestMark;
import io.althing.store.RegistryStore;
import java.util.List;

/** A replica without others; it never has to fence itself. */
record LoneReplica(RegistryStore store) implements Replica {
    @Override
    public List<DigestMark> recentDigests() {
        return List.of(new DigestMark(store.status().appliedIndex(), store.status().chainDigest()));
    }

    @Override
    public void fence(String why) {
        throw new AssertionError(why);
    }
}
