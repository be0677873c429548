package io.althing.demo.digits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.client.Json;

/** How a digit is asked of a gateway, and what the answer says: the Open Inference Protocol's JSON. */
public final class DigitCall {
    private DigitCall() {}

    /** The request's body. */
    public static String body(Digit digit) {
        ObjectNode body = Json.object();
        ObjectNode input = body.putArray("inputs").addObject().put("name", "input").put("datatype", "FP32");
        input.putArray("shape").add(1).add(Digit.PIXELS);
        ArrayNode data = input.putArray("data");
        for (float value : digit.features()) {
            data.add(value);
        }
        return body.toString();
    }

    /** The label with the highest score in an answer. */
    public static int label(JsonNode answer) {
        JsonNode scores = answer.path("outputs").path(0).path("data");
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            if (scores.get(i).asDouble() > scores.get(best).asDouble()) {
                best = i;
            }
        }
        return best;
    }
}
