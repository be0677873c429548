package io.althing.agent;

import io.althing.codec.RecordJson;
import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.ModelVersion;
import io.althing.registry.Region;
import io.althing.registry.RegionView;
import io.althing.registry.Sha256;
import io.althing.registry.VersionId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The link over HTTP, to the API of the region's own node. */
public final class HttpRegistryLink implements RegistryLink {
    private static final Duration MARGIN = Duration.ofMillis(500);

    private final Settings settings;
    private final RecordJson json;
    private final HttpClient client;
    private volatile Optional<EventReader> events = Optional.empty();

    /**
     * Where and as whom.
     *
     * @param node base address of the node's API, for example {@code http://127.0.0.1:8101}
     * @param token the agent's own
     * @param deadline for the node to find a quorum; the answer is waited for half a second longer
     */
    public record Settings(URI node, Region region, String token, Duration deadline) {}

    /** A link that connects when it is used. */
    public HttpRegistryLink(Settings settings, RecordJson json) {
        this.settings = settings;
        this.json = json;
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.deadline())
                .build();
    }

    @Override
    public CompletableFuture<Answer<RegionView>> view(Freshness freshness) {
        String consistency = freshness == Freshness.LINEARIZABLE ? "linearizable" : "local";
        return get("/v1/regions/" + settings.region() + "/view?consistency=" + consistency,
                body -> json.read(RegionView.class, body, RecordJson.Reading.TOLERANT));
    }

    @Override
    public CompletableFuture<Answer<Blob>> blob(Sha256 digest) {
        return get("/v1/blobs/" + digest, body -> {
            Blob blob = Blob.of(body);
            if (!blob.digest().equals(digest)) {
                throw new RecordJson.Problem("", "the bytes of blob " + digest + " have another digest");
            }
            return blob;
        });
    }

    @Override
    public CompletableFuture<Answer<ModelVersion>> version(ModelName model, VersionId version) {
        return get("/v1/models/" + model + "/versions/" + version + "?consistency=local",
                body -> json.read(ModelVersion.class, body, RecordJson.Reading.TOLERANT));
    }

    private <T> CompletableFuture<Answer<T>> get(String path, Function<byte[], T> read) {
        HttpRequest request = request(path).GET().build();
        return client.sendAsync(request, BodyHandlers.ofByteArray())
                .handle((response, failure) -> failure == null
                        ? HttpAnswers.of(response, read)
                        : HttpAnswers.unheard(failure));
    }

    @Override
    public CompletableFuture<Answer<Long>> tell(String requestId, Command command) {
        AgentRoutes.Route route = AgentRoutes.of(json, command);
        HttpRequest request = request(route.path()).header("Content-Type", "application/json")
                .header("Idempotency-Key", requestId)
                .method(route.method(), HttpRequest.BodyPublishers.ofByteArray(route.body().bytes())).build();
        return client.sendAsync(request, BodyHandlers.ofByteArray())
                .handle((response, failure) -> failure == null
                        ? HttpAnswers.of(response, body -> HttpAnswers.index(response))
                        : HttpAnswers.lost(failure));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(settings.node().resolve(path)).timeout(settings.deadline().plus(MARGIN))
                .header("Authorization", "Bearer " + settings.token())
                .header("Althing-Deadline-Ms", Long.toString(settings.deadline().toMillis()));
    }

    @Override
    public void onEvent(Runnable wake) {
        events = Optional.of(EventReader.start(this::open, wake, settings.region().value()));
    }

    private InputStream open(Optional<String> lastId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.node().resolve("/v1/events"))
                .header("Accept", "text/event-stream").header("Authorization", "Bearer " + settings.token());
        lastId.ifPresent(id -> request.header("Last-Event-ID", id));
        HttpResponse<InputStream> response = client.send(request.GET().build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            response.body().close();
            throw new IOException("the event stream answered " + response.statusCode());
        }
        return response.body();
    }

    @Override
    public void close() {
        events.ifPresent(EventReader::close);
        client.shutdownNow();
    }
}
