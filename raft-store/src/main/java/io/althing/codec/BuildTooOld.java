package io.althing.codec;

/**
 * The log or the state holds something that only a newer build knows. The node halts: it applies nothing of it and skips nothing. Carries no
 * stack trace: what is wrong is the build.
 */
public class BuildTooOld extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What an operator does about it. */
    public static final String REMEDY = "Start the build its peers run, on the same data";

    /** @param what is too new for this build, a clause */
    public BuildTooOld(String what) {
        super(what + ". " + REMEDY, null, false, false);
    }

    /** The cluster has agreed on a level above this build's. */
    public static BuildTooOld level(int agreed, int ofBuild) {
        return new BuildTooOld("the cluster is at feature level " + agreed + ", this build knows levels up to "
                + ofBuild);
    }
}
