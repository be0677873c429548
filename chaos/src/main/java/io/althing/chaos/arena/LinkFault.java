package io.althing.chaos.arena;

import java.time.Duration;

/** What can be done to what a node sends. */
public sealed interface LinkFault {
    /** Nothing arrives and nobody is told. */
    record Drop() implements LinkFault {}

    /** Connections are reset, new ones too. */
    record Reset() implements LinkFault {}

    /** Connections open, but no data arrives. */
    record HalfOpen() implements LinkFault {}

    /** Everything arrives later, by a time that varies. */
    record Delay(Duration oneWay, Duration jitter) implements LinkFault {}

    /** Of each hundred packets so many are lost. */
    record Loss(int percent) implements LinkFault {}

    /** Only so much passes. */
    record Bandwidth(int bytesPerSecond) implements LinkFault {}
}
