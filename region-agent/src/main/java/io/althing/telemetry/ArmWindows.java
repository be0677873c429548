package io.althing.telemetry;

/** Both arms of a rollout over the same stretch of time. */
public record ArmWindows(ArmWindow stable, ArmWindow canary) {
    /** Nothing seen on either side. */
    public static final ArmWindows EMPTY = new ArmWindows(ArmWindow.EMPTY, ArmWindow.EMPTY);
}
