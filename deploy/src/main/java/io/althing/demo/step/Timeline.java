package io.althing.demo.step;

import io.althing.client.ApiClient;
import io.althing.client.EventStream;
import io.althing.client.EventStream.Occurred;
import io.althing.client.Narration;
import io.althing.client.UserError;
import io.althing.local.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The registry's events as one region streams them; goes on at another region when that one breaks off. Thread-safe. */
public final class Timeline implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;

    private final List<Occurred> events = new CopyOnWriteArrayList<>();
    private final List<ApiClient> places;
    private final Console console;
    private final Thread reader;
    private volatile Optional<EventStream> open = Optional.empty();
    private volatile boolean running = true;

    /** @param places one client for each region, in the order in which they are asked */
    public Timeline(List<ApiClient> places, Console console) {
        this.places = List.copyOf(places);
        this.console = console;
        this.reader = Thread.ofVirtual().name("timeline").start(this::read);
    }

    private void read() {
        Optional<String> last = Optional.of("0.0");
        boolean first = true;
        for (int turn = 0; running; turn++) {
            try (EventStream stream = places.get(turn % places.size()).events(first ? Optional.empty() : last)) {
                open = Optional.of(stream);
                for (Optional<Occurred> next = stream.next(); next.isPresent(); next = stream.next()) {
                    last = Optional.of(next.get().id());
                    first = false;
                    events.add(next.get());
                    Narration.of(next.get()).ifPresent(console::say);
                }
            } catch (IOException | UserError e) {
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    /** All events so far, in order. */
    public List<Occurred> all() {
        return List.copyOf(events);
    }

    /** The events of a type that satisfy the condition. */
    public List<Occurred> find(String type, Predicate<Occurred> condition) {
        return events.stream().filter(e -> e.type().equals(type) && condition.test(e)).toList();
    }

    /** Waits until there is such an event, or returns it at once if it was there. */
    public Occurred await(String type, Predicate<Occurred> condition, Duration patience) throws InterruptedException {
        return Await.value("the event " + type, patience, () -> find(type, condition).stream().findFirst());
    }

    /** When an event happened, by the leader's stamp. */
    public static Instant at(Occurred event) {
        return Instant.parse(event.json().path("time").asText());
    }

    /** An event of the rollout. */
    public static Predicate<Occurred> of(String rollout) {
        return event -> event.data().path("rollout").asText().equals(rollout);
    }

    @Override
    public void close() {
        running = false;
        open.ifPresent(EventStream::close);
        reader.interrupt();
    }
}
