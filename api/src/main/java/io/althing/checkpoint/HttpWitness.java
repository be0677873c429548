package io.althing.checkpoint;

import io.althing.audit.WitnessAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A witness that listens at an address.
 *
 * @param prefix what stands before {@code /add-checkpoint}
 */
record HttpWitness(HttpClient client, URI prefix, Duration patience) implements WitnessLink {
    @Override
    public WitnessAnswer addCheckpoint(byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(below(prefix, "add-checkpoint")).timeout(patience)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        return new WitnessAnswer(answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""),
                answer.body());
    }

    static URI below(URI prefix, String path) {
        return URI.create(prefix.toString().replaceAll("/+$", "") + "/" + path);
    }
}
