package io.althing.audit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A log behind HTTP, as C2SP tlog-tiles serves it. Safe for use by many threads. */
public final class HttpTiles implements TileSource {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client;
    private final URI prefix;

    /**
     * A log behind HTTP.
     *
     * @param client
     *            stays the caller's
     * @param prefix
     *            the address above {@code checkpoint} and {@code tile}, with or without a final slash
     */
    public HttpTiles(HttpClient client, URI prefix) {
        this.client = client;
        this.prefix = prefix.toString().endsWith("/") ? prefix : URI.create(prefix + "/");
    }

    @Override
    public Optional<byte[]> checkpoint() throws IOException {
        return get("checkpoint");
    }

    @Override
    public Optional<byte[]> tile(Tile tile) throws IOException {
        return get(tile.path());
    }

    @Override
    public Optional<byte[]> bundle(EntryBundle bundle) throws IOException {
        return get(bundle.path());
    }

    private Optional<byte[]> get(String path) throws IOException {
        URI address = prefix.resolve(path);
        HttpRequest request = HttpRequest.newBuilder(address).timeout(TIMEOUT).GET().build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return switch (response.statusCode()) {
                case 200 -> Optional.of(response.body());
                case 404 -> Optional.empty();
                default -> throw new IOException(address + " answered " + response.statusCode());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + address);
        }
    }
}
