package io.althing.chaos.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.althing.chaos.history.Operation;
import io.althing.chaos.history.Operation.Outcome;
import io.althing.chaos.history.Operation.Result;
import io.althing.client.Json;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/** What an HTTP answer says of an operation, by the API's contract. */
final class Answers {
    private static final Set<String> DEFINITE = Set.of("no-quorum", "not-leader", "overloaded", "too-far-behind");

    private Answers() {}

    /** The result; empty if the answer is none the contract knows. */
    static Optional<Result> of(Operation.Kind kind, HttpResponse<String> answer) {
        long index = number(answer.headers(), "Althing-Index");
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(kind == Operation.Kind.WRITE
                    ? new Result(Outcome.OK, "", index, index, number(answer.headers(), "Althing-Audit-Index"))
                    : new Result(Outcome.OK, value(json(answer.body())), revision(answer.headers()), index,
                            Operation.NONE));
            case 404 -> kind != Operation.Kind.WRITE && type(answer).equals("not-found")
                    ? Optional.of(new Result(Outcome.OK, "", 0, index, Operation.NONE))
                    : Optional.empty();
            case 412 -> Optional.of(new Result(Outcome.STALE, "", json(answer.body()).path("actual").asLong(-1),
                    Operation.NONE, Operation.NONE));
            case 429, 503 -> Optional.of(DEFINITE.contains(type(answer)) ? Result.FAILED : Result.UNKNOWN);
            case 507 -> Optional.of(Result.FAILED);
            case 504 -> Optional.of(Result.UNKNOWN);
            default -> Optional.empty();
        };
    }

    private static String value(JsonNode row) {
        return row.has("version") ? row.path("version").asText() : row.path("value").asText();
    }

    /** The last part of the problem's type. */
    static String type(HttpResponse<String> answer) {
        String type = json(answer.body()).path("type").asText();
        return type.substring(type.lastIndexOf('/') + 1);
    }

    private static long revision(HttpHeaders headers) {
        return headers.firstValue("ETag").map(tag -> Long.parseLong(tag.replace("\"", ""))).orElse(Operation.NONE);
    }

    private static long number(HttpHeaders headers, String name) {
        return headers.firstValue(name).map(Long::parseLong).orElse(Operation.NONE);
    }

    private static JsonNode json(String body) {
        try {
            return Json.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            return Json.object();
        }
    }
}
