package io.althing.client;

/** What a command's exit code means; the processes' own codes are in {@link io.althing.node.ProcessExit}. */
public final class ExitCode {
    /** Done, or the answer is yes. */
    public static final int OK = 0;
    /** The cluster refused, or the answer is no. */
    public static final int REFUSED = 1;
    /** The command line or a file it names is wrong; nothing was asked of the cluster. */
    public static final int USAGE = 2;
    /** No region answered, or none has a quorum; nothing was changed. */
    public static final int UNREACHABLE = 3;
    /** The change may or may not have been made; ask again with the same key. */
    public static final int OUTCOME_UNKNOWN = 4;

    private ExitCode() {}
}
