package io.althing.serving;

/** A side of a comparison. */
public enum Arm {
    /** The version every user may be served. */
    STABLE,
    /** The version on trial. */
    CANARY;

    /** The word used in headers, metrics and logs. */
    public String word() {
        return this == STABLE ? "stable" : "canary";
    }
}
