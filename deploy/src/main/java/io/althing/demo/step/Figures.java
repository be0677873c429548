package io.althing.demo.step;

import io.althing.client.UserError;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a step measured, in the order in which it did. Not thread-safe. */
public final class Figures {
    private final Map<String, Object> byName = new LinkedHashMap<>();

    /** Notes a number or a text. */
    public Figures put(String name, Object value) {
        byName.put(name, value);
        return this;
    }

    /** All of them. */
    public Map<String, Object> all() {
        return Collections.unmodifiableMap(byName);
    }

    /** Fails the step unless it holds. */
    public static void require(boolean holds, String promise) {
        if (!holds) {
            throw new UserError(io.althing.client.ExitCode.REFUSED, "did not hold: " + promise);
        }
    }
}
