package io.althing.demo.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of a step.
 *
 * @param figures what it measured, in order
 * @param failure why it did not hold; empty if it did
 */
public record StepReport(String name, boolean passed, long milliseconds, Map<String, Object> figures,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String failure) {
    /** Takes a copy in the same order. */
    public StepReport {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }
}
