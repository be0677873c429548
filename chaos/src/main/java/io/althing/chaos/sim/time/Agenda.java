package io.althing.chaos.sim.time;

import java.time.Duration;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * What happens when. Events run one after the other in the order of their time, those of one moment in the order in which they were
 * entered; time stands still while one runs. The fingerprint covers every event that ran and every fact noted, so that two runs with
 * equal fingerprints were the same run. One thread.
 */
public final class Agenda {
    private static final long PRIME = 0x100000001B3L;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long entered;
    private long ran;
    private long fingerprint = 0xCBF29CE484222325L;
    private String last = "nothing yet";

    private record Event(long at, long order, String label, Runnable act) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    /** Nanoseconds since the beginning. */
    public long now() {
        return now;
    }

    /** How many events have run. */
    public long ran() {
        return ran;
    }

    /** What ran last. */
    public String last() {
        return last;
    }

    /** Has it done after a while. */
    public void after(Duration wait, String label, Runnable act) {
        after(wait.toNanos(), label, act);
    }

    /** The same in nanoseconds; 0 is after everything entered for this moment so far. */
    public void after(long nanos, String label, Runnable act) {
        events.add(new Event(now + Math.max(0, nanos), entered++, label, act));
    }

    /** When the next event is due. */
    public Optional<Long> next() {
        return Optional.ofNullable(events.peek()).map(Event::at);
    }

    /** Runs the next event; does nothing without one. */
    public void step() {
        Event event = events.poll();
        if (event == null) {
            return;
        }
        now = event.at();
        last = event.label();
        ran++;
        mix(event.at());
        mix(event.label().hashCode());
        event.act().run();
    }

    /** Takes a fact into the fingerprint. */
    public void note(Object fact) {
        mix(fact.toString().hashCode());
    }

    private void mix(long value) {
        fingerprint = (fingerprint ^ value) * PRIME;
        fingerprint ^= fingerprint >>> 31;
    }

    /** Digest of everything that happened, 16 hexadecimal digits. */
    public String fingerprint() {
        return "%016x".formatted(fingerprint);
    }
}
