package io.althing.chaos.sim.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Messages between places, each on its own way: late, lost, or twice, and not at all over a cut link. Whether a link is cut is asked
 * when the message leaves and again when it arrives. One thread.
 */
public final class SimNetwork {
    private final Agenda agenda;
    private final Dice dice;
    private final Quality quality;
    private final Set<Link> cut = new HashSet<>();
    private final List<Runnable> watchers = new ArrayList<>();
    private double loss;

    /**
     * What a good day is like.
     *
     * @param least the shortest way
     * @param most the longest way
     * @param twice probability of a message to arrive twice
     */
    public record Quality(Duration least, Duration most, double twice) {}

    /** One direction between two places. */
    public record Link(String from, String to) {}

    /** A network without faults. */
    public SimNetwork(Agenda agenda, Dice dice, Quality quality) {
        this.agenda = agenda;
        this.dice = dice;
        this.quality = quality;
    }

    /** From now on messages are lost with this probability. */
    public void lose(double probability) {
        loss = probability;
    }

    /** Cuts one direction. */
    public void cut(String from, String to) {
        if (cut.add(new Link(from, to))) {
            watchers.forEach(Runnable::run);
        }
    }

    /** Opens one direction again. */
    public void heal(String from, String to) {
        if (cut.remove(new Link(from, to))) {
            watchers.forEach(Runnable::run);
        }
    }

    /** Opens everything and loses nothing. */
    public void healAll() {
        loss = 0;
        cut.clear();
        watchers.forEach(Runnable::run);
    }

    /** Calls back after every cut and every healing. */
    public void onChange(Runnable watcher) {
        watchers.add(watcher);
    }

    /** Whether a message could get there. */
    public boolean open(String from, String to) {
        return !cut.contains(new Link(from, to));
    }

    /** Whether both hear each other. */
    public boolean bothWays(String one, String other) {
        return open(one, other) && open(other, one);
    }

    /** Sends; {@code deliver} runs when and if it arrives. */
    public void send(String from, String to, String label, Runnable deliver) {
        if (!open(from, to) || dice.chance(loss)) {
            return;
        }
        way(from, to, label, deliver);
        if (dice.chance(quality.twice())) {
            way(from, to, label, deliver);
        }
    }

    private void way(String from, String to, String label, Runnable deliver) {
        long nanos = dice.between(quality.least().toNanos(), quality.most().toNanos());
        agenda.after(nanos, label, () -> {
            if (open(from, to)) {
                deliver.run();
            }
        });
    }
}
