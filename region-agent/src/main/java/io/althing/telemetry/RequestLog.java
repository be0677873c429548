package io.althing.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.althing.serving.Answered;
import io.althing.serving.ArmKey;
import io.althing.serving.InForce;
import io.althing.serving.TrafficObserver;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line of JSON per request, {@code {"time", "id", "unit", "model", "arm", "version"?, "rollout"?, "failed", "micros",
 * "sample"?, "prediction"?}}; {@code version} is the one that answered. For checks afterwards, not for the audit: lines
 * are buffered, and on disk only after {@link #close}. Safe for use by several threads.
 */
public final class RequestLog implements TrafficObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final Clock clock;
    private final BufferedWriter out;
    private boolean broken;

    /**
     * Appends to a file, creating it.
     *
     * @throws IOException if it cannot be written
     */
    public RequestLog(Path file, Clock clock) throws IOException {
        this.file = file;
        this.clock = clock;
        this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    @Override
    public ArmObserver arm(ArmKey key) {
        return request -> append(line(key, request));
    }

    @Override
    public void routed(InForce inForce) {
        // the log is about requests
    }

    private String line(ArmKey key, Answered request) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", clock.instant().toString());
            json.writeStringField("id", request.requestId());
            json.writeStringField("unit", request.unit());
            json.writeStringField("model", key.model().value());
            json.writeStringField("arm", key.armWord());
            if (request.servedBy().isPresent()) {
                json.writeStringField("version", request.servedBy().get().value());
            }
            if (key.rollout().isPresent()) {
                json.writeStringField("rollout", key.rollout().get().value());
            }
            json.writeBooleanField("failed", request.failed());
            json.writeNumberField("micros", request.nanos() / 1000);
            if (request.sample().isPresent()) {
                json.writeStringField("sample", request.sample().get());
            }
            if (request.prediction().isPresent()) {
                json.writeStringField("prediction", request.prediction().get());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        return line.append('\n').toString();
    }

    private synchronized void append(String line) {
        if (broken) {
            return;
        }
        try {
            out.write(line);
        } catch (IOException e) {
            broken = true;
            LOG.error("the request log {} cannot be written and ends here; check the disk", file, e);
        }
    }

    /** Writes out what is buffered. */
    public synchronized void flush() throws IOException {
        out.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
