package io.althing.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.althing.registry.ModelName;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /feedback} and {@code POST /v1/feedback} with {@code {"model": …, "requestId": … or "unit": …, "label"?: …, "values"?: {"revenue": 12.5}}}; answers 202 with the label's fate,
 * {@code {"status": "joined" | "late" | "duplicate" | "unknown"}}. The label is a string, a number or a boolean; values are
 * business metrics by name.
 * A batch is {@code {"labels": [...]}} of the same; it is refused whole if one label is wrong, and answered with how many met which fate.
 */
final class FeedbackPage {
    private static final ObjectMapper JSON = new ObjectMapper(OipTensors.FACTORY);
    private static final Set<String> FIELDS = Set.of("model", "requestId", "unit", "label", "values");

    private final FeedbackSink sink;

    FeedbackPage(FeedbackSink sink) {
        this.sink = sink;
    }

    void answer(HttpServerRequest request, byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json.isObject() && json.has("labels")) {
                Reply.json(request, 202, batch(json));
            } else {
                String fate = word(sink.label(parse(json)));
                Reply.json(request, 202, OipWriter.object(out -> out.writeStringField("status", fate)));
            }
        } catch (IOException e) {
            Reply.error(request, 400, OipReader.malformed(e).getMessage());
        } catch (IllegalArgumentException e) {
            Reply.error(request, 400, String.valueOf(e.getMessage()));
        }
    }

    private byte[] batch(JsonNode json) {
        if (!json.get("labels").isArray() || json.size() > 1) {
            throw new IllegalArgumentException("a batch is {\"labels\": [...]} and nothing else");
        }
        List<FeedbackSink.Feedback> labels = new ArrayList<>();
        for (JsonNode label : json.get("labels")) {
            try {
                labels.add(parse(label));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("labels[" + labels.size() + "]: " + e.getMessage(), e);
            }
        }
        Map<FeedbackSink.Fate, Integer> fates = new EnumMap<>(FeedbackSink.Fate.class);
        labels.forEach(label -> fates.merge(sink.label(label), 1, Integer::sum));
        return OipWriter.object(out -> {
            for (FeedbackSink.Fate fate : FeedbackSink.Fate.values()) {
                out.writeNumberField(word(fate), fates.getOrDefault(fate, 0));
            }
        });
    }

    private static String word(FeedbackSink.Fate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }

    private static FeedbackSink.Feedback parse(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("the body must be a JSON object");
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new IllegalArgumentException("unknown field '" + field.getKey()
                        + "'; feedback has model, requestId or unit, label and values");
            }
            if ((!field.getKey().equals("values") && !field.getValue().isValueNode()) || field.getValue().isNull()) {
                throw new IllegalArgumentException("'" + field.getKey() + "' must be a single value");
            }
        }
        if (!json.hasNonNull("model") || !(json.hasNonNull("label") || json.hasNonNull("values"))
                || json.has("requestId") == json.has("unit")) {
            throw new IllegalArgumentException("feedback needs model, label or values, and one of requestId and unit");
        }
        FeedbackSink.Key key = json.has("requestId")
                ? new FeedbackSink.Key.ByRequest(json.get("requestId").asText())
                : new FeedbackSink.Key.ByUnit(json.get("unit").asText());
        return new FeedbackSink.Feedback(new ModelName(json.get("model").asText()), key,
                json.has("label") ? Optional.of(json.get("label").asText()) : Optional.empty(),
                BusinessValues.of(json.path("values")));
    }
}
