package io.althing.relay;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** What a relay does at the moment; its pumps wait here. */
final class LinkState {
    private final Set<Direction> held = EnumSet.noneOf(Direction.class);
    private final Map<Direction, Shape> shapes = new EnumMap<>(Direction.class);
    private final SplittableRandom jitter;
    private boolean cut;

    /** @param jitter draws what is added to delays */
    LinkState(SplittableRandom jitter) {
        this.jitter = jitter;
    }

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

    synchronized void shape(Direction direction, Shape shape) {
        shapes.put(direction, shape);
    }

    private Shape shape(Direction direction) {
        return shapes.getOrDefault(direction, Shape.NONE);
    }

    /** How much later bytes that are sent now arrive. */
    synchronized long delayNanos(Direction direction) {
        Shape shape = shape(direction);
        long most = shape.jitter().toNanos();
        return shape.delay().toNanos() + (most == 0 ? 0 : jitter.nextLong(most + 1));
    }

    /** How long so many bytes occupy the direction. */
    synchronized long occupiedNanos(Direction direction, int bytes) {
        return shape(direction).nanosFor(bytes);
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
