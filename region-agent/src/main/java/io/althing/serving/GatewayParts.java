package io.althing.serving;

import io.vertx.core.Vertx;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a gateway is made of. None of it is closed by the gateway.
 *
 * @param runtime runs the models
 * @param fences the memory across restarts
 * @param observer learns of every request
 * @param feedback takes labels
 * @param chance the sources of request ids and of time
 * @param metrics the text of {@code GET /metrics} in Prometheus' format; empty for no such page
 */
public record GatewayParts(Vertx vertx, ModelRuntime runtime, FenceStore fences, TrafficObserver observer,
        FeedbackSink feedback, Chance chance, Optional<Supplier<String>> metrics) {
    /**
     * What cannot be repeated.
     *
     * @param requestIds new ids, unique in practice, from any thread
     * @param nanoClock monotonic time
     */
    public record Chance(Supplier<String> requestIds, LongSupplier nanoClock) {
        /** 64 random bits in hexadecimal, and the system's monotonic clock. */
        public static Chance system() {
            return new Chance(() -> HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()),
                    System::nanoTime);
        }
    }
}
