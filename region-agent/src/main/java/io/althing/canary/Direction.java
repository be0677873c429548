package io.althing.canary;

/** Which way a metric hurts. */
public enum Direction {
    /** More is worse: errors, latency. */
    INCREASE,
    /** Less is worse: accuracy, conversion, revenue. */
    DECREASE
}
