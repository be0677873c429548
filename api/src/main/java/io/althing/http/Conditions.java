package io.althing.http;

import io.althing.store.Consistency;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The conditions a request sets: its identity, the revision it saw, its deadline, how fresh an answer must be. */
final class Conditions {
    private static final Pattern ENTITY_TAG = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final HttpServerRequest request;
    private final ApiContext api;
    private final Instant end;
    private Optional<String> id = Optional.empty();

    Conditions(HttpServerRequest request, ApiContext api) {
        this.request = request;
        this.api = api;
        this.end = api.clock().instant().plus(deadline());
    }

    private Duration deadline() {
        Duration most = api.settings().deadline();
        Duration asked = header("Althing-Deadline-Ms").map(text -> {
            long millis = number("Althing-Deadline-Ms", text);
            if (millis == 0) {
                throw Problems.invalidField("Althing-Deadline-Ms", "a deadline must be 1 ms or more").asException();
            }
            return Duration.ofMillis(millis);
        }).orElse(most);
        return asked.compareTo(most) < 0 ? asked : most;
    }

    Duration left() {
        Duration left = Duration.between(api.clock().instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    String requestId() {
        if (id.isEmpty()) {
            id = Optional.of(header("Idempotency-Key").map(Conditions::key).orElseGet(api.ids()));
        }
        return id.get();
    }

    private static String key(String text) {
        if (!KEY.matcher(text).matches()) {
            throw Problems.invalidField("Idempotency-Key", "it must have 1 to 128 visible ASCII characters")
                    .asException();
        }
        return text;
    }

    Optional<Long> expectedRevision() {
        return header("If-Match").map(text -> {
            Matcher matcher = ENTITY_TAG.matcher(text.strip());
            if (!matcher.matches()) {
                throw Problems.invalidField("If-Match",
                        "it must be one revision in double quotes, as in the ETag you were given: If-Match: \"17\"")
                        .asException();
            }
            return Long.parseLong(matcher.group(1));
        });
    }

    boolean local() {
        return switch (Optional.ofNullable(request.getParam("consistency")).orElse("linearizable")) {
            case "local" -> true;
            case "linearizable" -> false;
            default -> throw Problems.invalidField("consistency", "it must be linearizable or local").asException();
        };
    }

    Consistency consistency() {
        if (!local()) {
            return new Consistency.Linearizable(left());
        }
        Optional<Long> atLeast = header("Althing-Min-Index").map(text -> number("Althing-Min-Index", text));
        return atLeast.<Consistency>map(index -> new Consistency.AtLeast(index, left()))
                .orElseGet(Consistency.Local::new);
    }

    private static long number(String field, String text) {
        try {
            long value = Long.parseLong(text.strip());
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notANumber(field).asException();
        }
        throw notANumber(field).asException();
    }

    private static Problem notANumber(String field) {
        return Problems.invalidField(field, "it must be a whole number of 0 or more");
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }
}
