package io.althing.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks models that another server runs, over the Open Inference Protocol, version 2 (HTTP, JSON). The server fetches its files by
 * its own means and must serve each version by the registry's names.
 */
public final class UpstreamRuntime implements ModelRuntime {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final Duration timeout;
    private final HttpClient http;

    /**
     * @param base such as {@code http://models.internal:8000}, without the {@code /v2}
     * @param timeout how long one question may take
     */
    public UpstreamRuntime(URI base, Duration timeout) {
        this.base = base;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout).build();
    }

    @Override
    public LoadedModel load(ModelName model, VersionId version, Path artifact) throws ModelLoadException {
        URI at = base.resolve("/v2/models/" + model + "/versions/" + version);
        HttpResponse<byte[]> answer;
        try {
            answer = send(HttpRequest.newBuilder(at).timeout(timeout).GET().build());
        } catch (IOException e) {
            throw new ModelLoadException(model, version,
                    "its server " + base + " does not answer (" + e + "); check that it runs", e);
        }
        if (answer.statusCode() != 200) {
            throw new ModelLoadException(model, version, "its server " + base + " answers " + answer.statusCode()
                    + " to GET " + at.getPath() + "; load the version there under this name first");
        }
        try {
            return new UpstreamModel(this, at, schema(JSON.readTree(answer.body())));
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelLoadException(model, version, "the metadata at " + at + " is not understood: "
                    + (e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage()), e);
        }
    }

    @Override
    public String platform() {
        return "upstream";
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    HttpResponse<byte[]> infer(URI model, byte[] body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(model + "/infer")).timeout(timeout)
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + base, e);
        }
    }

    /** The message in an error body, or the body itself, shortened. */
    static String errorIn(byte[] body) {
        try {
            JsonNode error = JSON.readTree(body).path("error");
            if (error.isTextual()) {
                return error.textValue();
            }
        } catch (IOException e) {
            // not JSON: shown as it is
        }
        String text = new String(body, StandardCharsets.UTF_8);
        return text.substring(0, Math.min(200, text.length()));
    }

    private static IoSchema schema(JsonNode metadata) {
        return new IoSchema(specs(metadata, "inputs"), specs(metadata, "outputs"));
    }

    private static List<TensorSpec> specs(JsonNode metadata, String field) {
        List<TensorSpec> specs = new ArrayList<>();
        for (JsonNode tensor : metadata.path(field)) {
            List<Long> shape = new ArrayList<>();
            tensor.path("shape").forEach(length -> shape.add(length.asLong()));
            specs.add(new TensorSpec(tensor.path("name").asText(), tensor.path("datatype").asText(), shape));
        }
        if (specs.isEmpty()) {
            throw new IllegalArgumentException("it has no " + field);
        }
        return specs;
    }
}
