package io.althing.canary;

/** The two versions being compared. */
public enum Arm {
    /** The new version. */
    CANARY,
    /** The version it would replace. */
    STABLE
}
