package io.althing.store;

import java.time.Duration;

/** What a read promises. */
public sealed interface Consistency {
    /** Sees every change acknowledged before it was asked. Needs a quorum within the timeout. */
    record Linearizable(Duration timeout) implements Consistency {}

    /** Answers at once from what this replica has applied. */
    record Local() implements Consistency {}

    /** Waits until this replica has applied the index: reads one's own writes. */
    record AtLeast(long index, Duration timeout) implements Consistency {}
}
