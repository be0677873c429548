package io.althing.serving;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a request's headers say.
 *
 * @param unit whom it is for; the request id where the caller does not say
 * @param fault what is wrong with them, if anything
 */
record RequestFacts(String requestId, String unit, Optional<String> sample, Optional<String> fault) {
    private static final int LONGEST_UNIT = 256;
    private static final int LONGEST_ID = 64;

    static RequestFacts of(HttpServerRequest request, Supplier<String> ids) {
        String given = request.getHeader(Headers.REQUEST_ID);
        String id = given != null && isId(given) ? given : ids.get();
        String unit = request.getHeader(Headers.UNIT);
        Optional<String> sample = Optional.ofNullable(request.getHeader(Headers.SAMPLE));
        return new RequestFacts(id, unit == null || unit.isEmpty() ? id : unit, sample, fault(request, unit));
    }

    private static Optional<String> fault(HttpServerRequest request, @Nullable String unit) {
        if (unit != null && unit.length() > LONGEST_UNIT) {
            return Optional.of("header x-althing-unit is longer than " + LONGEST_UNIT + " characters");
        }
        if (request.getHeader("inference-header-content-length") != null) {
            return Optional.of("binary tensor data is not supported; send the tensors as JSON");
        }
        return Optional.empty();
    }

    private static boolean isId(String text) {
        if (text.isEmpty() || text.length() > LONGEST_ID) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!plain && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }
}
