package io.althing.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Divides traffic by asking the user's own service.
 *
 * <p>A target is sent as {@code POST url} with {@code {"model", "index", "stable"?, "canary"?: {"rollout", "version",
 * "weightBasisPoints", "salt"}}}. The service answers 200 with what is now in force, in the same form; it may apply less than asked,
 * never more. {@code GET url?model=NAME} answers with what is in force. This adapter keeps the fence; the service need not.
 */
public final class HttpRouter implements TrafficRouter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRouter.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final Duration timeout;
    private final HttpClient http;
    private final Fenced fenced;

    /** @param timeout how long one call may take */
    public HttpRouter(URI url, Duration timeout, FenceStore fences) {
        this.url = url;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout).build();
        this.fenced = new Fenced(fences, this::post);
    }

    @Override
    public InForce apply(RouteTarget target) {
        try {
            fenced.learn(target.model(), this::get);
        } catch (RouterUnavailableException e) {
            LOG.warn("what {} has in force for model {} cannot be read; the target is sent all the same", url,
                    target.model(), e);
        }
        return fenced.apply(target);
    }

    @Override
    public InForce inForce(ModelName model) {
        fenced.learn(model, this::get);
        return fenced.inForce(model);
    }

    @Override
    public RouterCapabilities capabilities() {
        return new RouterCapabilities("http", 1, RouterCapabilities.Stickiness.UNKNOWN,
                RouterCapabilities.Observation.EXTERNAL);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private InForce post(InForce wanted) {
        byte[] body = OipWriter.object(json -> {
            json.writeStringField("model", wanted.model().value());
            json.writeNumberField("index", wanted.index());
            if (wanted.stable().isPresent()) {
                json.writeStringField("stable", wanted.stable().get().value());
            }
            if (wanted.canary().isPresent()) {
                CanaryShare share = wanted.canary().get();
                json.writeObjectFieldStart("canary");
                json.writeStringField("rollout", share.rollout().value());
                json.writeStringField("version", share.version().value());
                json.writeNumberField("weightBasisPoints", share.weightBasisPoints());
                json.writeStringField("salt", share.salt());
                json.writeEndObject();
            }
        });
        InForce answer = send(wanted.model(), HttpRequest.newBuilder(url).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)), wanted.index());
        boolean whole = answer.stable().equals(wanted.stable()) && answer.canaryWeight() == wanted.canaryWeight()
                && (wanted.canaryWeight() == 0 || answer.canary().equals(wanted.canary()));
        Optional<String> shortfall = whole
                ? Optional.empty()
                : Optional.of("the service at " + url + " applied something else than it was asked for");
        return new InForce(answer.model(), answer.index(), answer.stable(), answer.canary(),
                wanted.refusal().or(() -> shortfall));
    }

    private InForce get(InForce last) {
        URI query = URI.create(url + "?model=" + URLEncoder.encode(last.model().value(), StandardCharsets.UTF_8));
        return send(last.model(), HttpRequest.newBuilder(query).GET(), last.index());
    }

    private InForce send(ModelName model, HttpRequest.Builder request, long index) {
        try {
            HttpResponse<byte[]> answer = http.send(request.timeout(timeout).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new RouterUnavailableException("the traffic service at " + url + " answers "
                        + answer.statusCode() + ": " + UpstreamRuntime.errorIn(answer.body()));
            }
            return parse(model, JSON.readTree(answer.body()), index);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new RouterUnavailableException("the traffic service at " + url + " answers with something that is not"
                    + " what is in force: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new RouterUnavailableException(
                    "the traffic service at " + url + " does not answer (" + e + "); check that it runs", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RouterUnavailableException("interrupted while waiting for " + url, e);
        }
    }

    private static InForce parse(ModelName model, JsonNode json, long index) {
        if (!(json instanceof ObjectNode)) {
            throw new IllegalArgumentException("it is not a JSON object");
        }
        Optional<VersionId> stable = Optional.ofNullable(json.get("stable")).map(JsonNode::asText).map(VersionId::new);
        Optional<CanaryShare> canary = Optional.ofNullable(json.get("canary")).filter(JsonNode::isObject)
                .map(share -> new CanaryShare(new RolloutId(share.path("rollout").asText()),
                        new VersionId(share.path("version").asText()), share.path("weightBasisPoints").asInt(-1),
                        share.path("salt").asText()));
        return new InForce(model, index, stable, canary, Optional.empty());
    }
}
