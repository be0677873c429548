package io.althing.store;

import java.nio.file.Path;

/**
 * The disk under a {@link KeyValue} did not do its duty. Whoever gets one fences the replica: it must not serve, vote or
 * acknowledge on the strength of this store. The message says what happened to which file and what to do.
 */
public abstract sealed class KeyValueFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private KeyValueFault(String message, Throwable cause) {
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
}
