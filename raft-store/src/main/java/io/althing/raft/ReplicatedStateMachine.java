package io.althing.raft;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.althing.registry.FeatureLevel;
import io.althing.store.Levels;

/**
 * What a node does with committed bytes. All methods but {@link #appliedIndex} and {@link #digest} are called on one thread, in log
 * order. An exception from any of them fences the node: it answers nothing more and its process is expected to exit; if it is a
 * {@link io.althing.codec.BuildTooOld}, with {@link FatalError.Kind#BUILD_TOO_OLD}.
 *
 * @param <R> the result of one entry, handed to whoever proposed it
 */
public interface ReplicatedStateMachine<R> {

    /**
     * Applies entries in order and remembers the last one's index, all in one atomic step: after a crash either everything of the
     * call is there, index included, or nothing. Durability may lag behind, since the log is the durable copy and entries above
     * {@link #appliedIndex} are given again after a restart. No entry at or below {@link #appliedIndex} is ever passed.
     *
     * @param entries at least one and at most 1000; about 1 MiB unless a single one is larger
     * @return one result per entry, in the same order
     */
    List<R> apply(List<LogEntry> entries) throws IOException;

    /** The index of the last applied entry; 0 if none. Any thread. */
    long appliedIndex();

    /** Writes the state as of now into an existing, empty directory, which may end up as hard links of the live files. */
    void saveSnapshot(Path emptyDir) throws IOException;

    /**
     * Replaces the state by one saved with {@link #saveSnapshot}, all or nothing. The files have been verified against their
     * digests; the directory does not outlive the call.
     */
    void loadSnapshot(Path dir) throws IOException;

    /** Whether the live state already contains everything a snapshot taken at that index has. */
    boolean ahead(long snapshotIndex);

    /** The feature level of the cluster as applied here, and of this build. Any thread. */
    default Levels levels() {
        return new Levels(FeatureLevel.FIRST, FeatureLevel.FIRST);
    }

    /** A digest of the whole state, equal on every node that has applied the same entries. Any thread; may be slow. */
    String digest();
}
