package io.althing.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.althing.registry.ModelName;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * {@code POST /feedback} with {@code {"model": …, "requestId": … or "unit": …, "label": …}}; answers 202 with the label's fate,
 * {@code {"status": "joined" | "late" | "duplicate" | "unknown"}}. The label is a string, a number or a boolean.
 */
final class FeedbackPage {
    private static final ObjectMapper JSON = new ObjectMapper(OipTensors.FACTORY);
    private static final Set<String> FIELDS = Set.of("model", "requestId", "unit", "label");

    private final FeedbackSink sink;

    FeedbackPage(FeedbackSink sink) {
        this.sink = sink;
    }

    void answer(HttpServerRequest request, byte[] body) {
        FeedbackSink.Feedback feedback;
        try {
            feedback = parse(body);
        } catch (IOException e) {
            Reply.error(request, 400, OipReader.malformed(e).getMessage());
            return;
        } catch (IllegalArgumentException e) {
            Reply.error(request, 400, String.valueOf(e.getMessage()));
            return;
        }
        String fate = sink.label(feedback).name().toLowerCase(Locale.ROOT);
        Reply.json(request, 202, OipWriter.object(json -> json.writeStringField("status", fate)));
    }

    private static FeedbackSink.Feedback parse(byte[] body) throws IOException {
        JsonNode json = JSON.readTree(body);
        if (!json.isObject()) {
            throw new IllegalArgumentException("the body must be a JSON object");
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new IllegalArgumentException("unknown field '" + field.getKey()
                        + "'; feedback has model, requestId or unit, and label");
            }
            if (!field.getValue().isValueNode() || field.getValue().isNull()) {
                throw new IllegalArgumentException("'" + field.getKey() + "' must be a single value");
            }
        }
        if (!json.hasNonNull("model") || !json.hasNonNull("label") || json.has("requestId") == json.has("unit")) {
            throw new IllegalArgumentException("feedback needs model, label, and one of requestId and unit");
        }
        FeedbackSink.Key key = json.has("requestId")
                ? new FeedbackSink.Key.ByRequest(json.get("requestId").asText())
                : new FeedbackSink.Key.ByUnit(json.get("unit").asText());
        return new FeedbackSink.Feedback(new ModelName(json.get("model").asText()), key, json.get("label").asText());
    }
}
