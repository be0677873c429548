package io.althing.node;

import io.althing.registry.Sha256;
import io.althing.serving.ArtifactSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Artifacts from the region's own node. */
final class RegionArtifacts implements ArtifactSource {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private final URI api;

    RegionArtifacts(URI api) {
        this.api = api;
    }

    @Override
    public InputStream open(Sha256 digest) throws IOException {
        URI address = api.resolve("/v1/artifacts/" + digest);
        try {
            HttpResponse<InputStream> answer = http.send(HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                    BodyHandlers.ofInputStream());
            if (answer.statusCode() != OK) {
                answer.body().close();
                throw new IOException(address + " answered HTTP " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching " + address, e);
        }
    }
}
