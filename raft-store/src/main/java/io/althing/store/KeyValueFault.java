package io.althing.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The disk under a {@link KeyValue} did not do its duty. Whoever gets one fences the replica: it must not serve, vote or
 * acknowledge on the strength of this store. The message says what happened to which file and what to do.
 */
public abstract sealed class KeyValueFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private KeyValueFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Bytes on disk are not those that were written. Opening again refuses again. */
    public static final class StateDamaged extends KeyValueFault {
        private static final long serialVersionUID = 1;
        private final transient Path file;

        /** @param file the damaged file, or the directory where the file cannot be told */
        public StateDamaged(Path file, String what, Throwable cause) {
            super("state file " + file + " is damaged: " + what
                    + ". Check the disk, then move the state directory aside and start the node again: it rebuilds its state"
                    + " from its own snapshot and Raft log, which must stay in place", cause);
            this.file = file;
        }

        public Path file() {
            return file;
        }
    }

    /** No space left. Nothing of the failed batch was kept. */
    public static final class DiskFull extends KeyValueFault {
        private static final long serialVersionUID = 1;

        public DiskFull(Path dir, String what, Throwable cause) {
            super("the disk of " + dir + " is full: " + what + ". Free space on it, then start the node again", cause);
        }
    }

    /** Any other failure: permissions, an input/output error, a directory in use by another process. */
    public static final class StorageFailed extends KeyValueFault {
        private static final long serialVersionUID = 1;

        public StorageFailed(Path dir, String what, Throwable cause) {
            super("the state in " + dir + " cannot be used: " + what
                    + ". Remove the cause (permissions, disk errors, another process), then start the node again",
                    cause);
        }
    }

    /** Written by a version whose state is laid out differently. Nothing is damaged and nothing was changed. */
    public static final class OtherFormat extends KeyValueFault {
        private static final long serialVersionUID = 1;

        /**
         * What is there and what was expected.
         *
         * @param found the stored state's format
         * @param read the only one this version reads
         */
        public OtherFormat(int found, int read) {
            super("the stored state has format " + found + "; this version reads " + read
                    + ". Nothing is damaged: start"
                    + " this node with the version of Althing that wrote it. To go on with this version, remove the node"
                    + " from the cluster, start it on an empty data directory under a new node id and add it as a"
                    + " learner: it gets its state from the others. A cluster that was only tried out starts anew on an"
                    + " empty directory", null);
        }
    }
}
