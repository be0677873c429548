package io.althing.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A region's server-sent events, one CloudEvent at a time. Not thread-safe, but {@link #close} may come from any thread. */
public final class EventStream implements AutoCloseable {
    private final InputStream source;
    private final BufferedReader lines;

    /**
     * One event.
     *
     * @param id audit index and ordinal, for resuming
     * @param type for example {@code region-advanced}
     * @param json the whole CloudEvent; the registry's event is its {@code data}
     */
    public record Occurred(String id, String type, JsonNode json) {
        /** The registry's event. */
        public JsonNode data() {
            return json.path("data");
        }
    }

    private EventStream(InputStream source) {
        this.source = source;
        this.lines = new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8));
    }

    static EventStream open(HttpClient http, ApiClient.Place place, Optional<String> lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(place.api() + "/v1/events"))
                .header("Accept", "text/event-stream");
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                answer.body().close();
                throw new UserError(ExitCode.UNREACHABLE,
                        place.region() + " answers its event stream with HTTP " + answer.statusCode());
            }
            return new EventStream(answer.body());
        } catch (IOException e) {
            throw new UserError(ExitCode.UNREACHABLE, place.region() + " at " + place.api() + " cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(ExitCode.UNREACHABLE, "interrupted", e);
        }
    }

    /** Waits for the next event; empty when the stream ended. */
    public Optional<Occurred> next() throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return Optional.of(parse(data.toString()));
            }
            if (line.startsWith("data:")) {
                data.append(line.substring("data:".length()).strip());
            }
        }
        return Optional.empty();
    }

    private static Occurred parse(String data) throws IOException {
        JsonNode json = Json.mapper().readTree(data);
        String type = json.path("type").asText().replaceFirst("^io\\.althing\\.", "").replaceFirst("\\.v1$", "");
        return new Occurred(json.path("id").asText(), type, json);
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
