package io.althing.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to a stream of server-sent events on a thread of its own and calls back for each but those of tags. A broken stream is opened again after the
 * last event heard, a second later; what is missed meanwhile the agent's own views make up for.
 */
final class EventReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);
    /** In the type of events that change nothing an agent acts upon, and that may come by the thousand. */
    private static final String TAGS = "\"io.althing.tag-";
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** Opens the stream after an event. */
    @FunctionalInterface
    interface Source {
        InputStream open(Optional<String> lastId) throws IOException, InterruptedException;
    }

    private final Source source;
    private final Runnable wake;
    private Optional<String> lastId = Optional.empty();
    private volatile boolean closed;
    private volatile Optional<Thread> thread = Optional.empty();

    private EventReader(Source source, Runnable wake) {
        this.source = source;
        this.wake = wake;
    }

    static EventReader start(Source source, Runnable wake, String name) {
        var reader = new EventReader(source, wake);
        reader.thread = Optional.of(Thread.ofVirtual().name("events-" + name).start(reader::run));
        return reader;
    }

    private void run() {
        while (!closed) {
            try (InputStream stream = source.open(lastId)) {
                wake.run();
                read(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
            } catch (IOException e) {
                if (!closed) {
                    LOG.debug("the event stream broke ({}); it is opened again", e.getMessage());
                }
            } catch (InterruptedException e) {
                return;
            }
            try {
                Thread.sleep(AGAIN);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void read(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
            if (line.startsWith("id:")) {
                lastId = Optional.of(line.substring("id:".length()).strip());
            } else if (line.startsWith("data:") && !line.contains(TAGS)) {
                wake.run();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.ifPresent(Thread::interrupt);
    }
}
