package io.althing.relay;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What a relay does at the moment; its pumps wait here. */
final class LinkState {
    private final Set<Direction> held = EnumSet.noneOf(Direction.class);
    private boolean cut;
    private Duration delay = Duration.ZERO;

    synchronized void cut(boolean now) {
        cut = now;
        notifyAll();
    }

    synchronized boolean isCut() {
        return cut;
    }

    synchronized void hold(Direction direction) {
        held.add(direction);
    }

    synchronized void delay(Duration oneWay) {
        delay = oneWay;
    }

    synchronized long delayNanos() {
        return delay.toNanos();
    }

    synchronized void heal() {
        cut = false;
        held.clear();
        notifyAll();
    }

    /** Returns once bytes may go in the direction, or the connection has ended. */
    synchronized void awaitOpen(Direction direction, Pipe pipe) throws InterruptedException {
        while (held.contains(direction) && !pipe.ended()) {
            wait();
        }
    }

    /** Wakes whoever waits, to look whether its connection has ended. */
    synchronized void wake() {
        notifyAll();
    }
}
