package io.althing.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.althing.codec.RecordJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** From HTTP responses, problem documents and broken connections to answers. */
final class HttpAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HttpAnswers() {}

    static <T> Answer<T> of(HttpResponse<byte[]> response, Function<byte[], T> read) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            try {
                return new Answer.Accepted<>(read.apply(response.body()), index(response));
            } catch (RecordJson.Problem e) {
                return new Answer.Unknown<>("the node's answer cannot be understood: " + e.getMessage());
            }
        }
        String detail = detail(response);
        return switch (status) {
            case 504 -> new Answer.Unknown<>(detail);
            case 429, 503, 507 -> new Answer.NotNow<>(detail);
            default -> status >= 500 ? new Answer.Unknown<>(detail) : new Answer.Rejected<>(rule(response), detail);
        };
    }

    static long index(HttpResponse<byte[]> response) {
        return response.headers().firstValueAsLong("Althing-Index").orElse(0);
    }

    /** A question that was not answered changed nothing. */
    static <T> Answer<T> unheard(Throwable failure) {
        return new Answer.NotNow<>(words(failure));
    }

    /** A request that was not answered may have been heard, unless there was no connection to send it over. */
    static <T> Answer<T> lost(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                ? new Answer.NotNow<>(words(failure))
                : new Answer.Unknown<>(words(failure));
    }

    private static String words(Throwable failure) {
        Throwable cause = cause(failure);
        return "the node does not answer (" + cause.getClass().getSimpleName()
                + Optional.ofNullable(cause.getMessage()).map(m -> ": " + m).orElse("") + ")";
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static String detail(HttpResponse<byte[]> response) {
        String detail = problem(response).path("detail").asText("");
        return detail.isEmpty() ? "status " + response.statusCode() : detail;
    }

    /** The registry's own word for the rule, else the kind of problem. */
    private static String rule(HttpResponse<byte[]> response) {
        JsonNode problem = problem(response);
        String type = problem.path("type").asText("status-" + response.statusCode());
        return problem.path("rule").asText(type.substring(type.lastIndexOf('/') + 1));
    }

    private static JsonNode problem(HttpResponse<byte[]> response) {
        try {
            return Optional.ofNullable(JSON.readTree(response.body())).orElseGet(JSON::createObjectNode);
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }
}
