package io.althing.serving;

import io.althing.registry.VersionId;
import java.util.Optional;

/**
 * One request that was answered, or failed by the gateway's or the model's fault; mistakes of the caller are not reported.
 *
 * @param requestId the id returned to the caller, by which labels refer to it
 * @param unit whom it was for; the request id where the caller did not say
 * @param cause how it was placed
 * @param failed whether the version it was meant for failed, even if stable answered in its place
 * @param nanos from the whole request received to the answer ready, in nanoseconds
 * @param servedBy the version that answered; empty if none did
 * @param prediction what was predicted, where one row was asked for: the place of the largest number of the first output, or
 * the output itself if it is a single whole number or text
 * @param sample the caller's name for the input, from header {@code x-althing-sample}
 * @param measures what else it says
 */
public record Answered(String requestId, String unit, TrafficSplit.Cause cause, boolean failed, long nanos,
        Optional<VersionId> servedBy, Optional<String> prediction, Optional<String> sample, Measures measures) {
    /** One that says nothing beyond. */
    public Answered(String requestId, String unit, TrafficSplit.Cause cause, boolean failed, long nanos,
            Optional<VersionId> servedBy, Optional<String> prediction, Optional<String> sample) {
        this(requestId, unit, cause, failed, nanos, servedBy, prediction, sample, Measures.NONE);
    }
}
