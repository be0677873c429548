package io.althing.artifacts;

import io.althing.registry.Artifact;
import io.althing.registry.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other regions' nodes as places to fetch artifacts from. Blocks; call it on a thread of your own. */
final class ArtifactSources {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactSources.class);

    private final HttpClient client;
    private final List<URI> sources;
    private final Duration timeout;
    private final Set<URI> away = ConcurrentHashMap.newKeySet();

    /** @param timeout for one artifact from one source */
    ArtifactSources(HttpClient client, List<URI> sources, Duration timeout) {
        this.client = client;
        this.sources = List.copyOf(sources);
        this.timeout = timeout;
    }

    /** Fetches the artifact from the first source that has the right bytes; false if none has, which was logged. */
    boolean fetch(ArtifactStore store, Artifact artifact) throws InterruptedException {
        for (URI source : sources) {
            URI address = source.resolve("/v1/artifacts/" + artifact.digest());
            try {
                boolean came = fetch(store, artifact, address);
                answered(source);
                if (came) {
                    LOG.info("Fetched artifact {} ({} bytes) from {}", artifact.digest(), artifact.size(), source);
                    return true;
                }
            } catch (ExecutionException e) {
                failed(artifact, source, e);
            } catch (TimeoutException e) {
                LOG.warn("Artifact {} did not come from {} within {}; trying the next", artifact.digest(), source,
                        timeout);
            } catch (IOException | ArtifactFailure e) {
                LOG.warn("Artifact {} cannot be had from {}: {}; trying the next", artifact.digest(), source,
                        e.getMessage());
            }
        }
        return false;
    }

    /** A source that is away is named once, not once for each artifact and try. */
    private void failed(Artifact artifact, URI source, ExecutionException failure) {
        if (!(failure.getCause() instanceof ConnectException
                || failure.getCause() instanceof HttpConnectTimeoutException)) {
            LOG.warn("Artifact {} cannot be had from {}: {}; trying the next", artifact.digest(), source,
                    failure.getMessage());
        } else if (away.add(source)) {
            LOG.warn("{} cannot be reached; artifacts are asked of the others until it answers", source);
        }
    }

    private void answered(URI source) {
        if (away.remove(source)) {
            LOG.info("{} can be reached again", source);
        }
    }

    private boolean fetch(ArtifactStore store, Artifact artifact, URI address)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Sha256 digest = artifact.digest();
        try (Upload upload = store.begin(digest, artifact.size())) {
            var request = HttpRequest.newBuilder(address).GET().build();
            var answer = client.sendAsync(request, head -> head.statusCode() == 200
                    ? new Intake(upload)
                    : HttpResponse.BodySubscribers.replacing(false));
            try {
                if (!answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).body()) {
                    return false;
                }
            } finally {
                answer.cancel(true);
            }
            upload.commit();
            return true;
        }
    }

    /** Writes what comes into an upload, one buffer at a time. */
    private static final class Intake implements HttpResponse.BodySubscriber<Boolean> {
        private final Upload upload;
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();

        Intake(Upload upload) {
            this.upload = upload;
        }

        @Override
        public CompletionStage<Boolean> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscribed.complete(subscription);
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            Flow.Subscription subscription = subscribed.join();
            try {
                for (ByteBuffer buffer : buffers) {
                    upload.write(buffer);
                }
                subscription.request(1);
            } catch (IOException e) {
                subscription.cancel();
                done.completeExceptionally(new UncheckedIOException(e));
            } catch (ArtifactFailure e) {
                subscription.cancel();
                done.completeExceptionally(e);
            }
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(true);
        }
    }
}
