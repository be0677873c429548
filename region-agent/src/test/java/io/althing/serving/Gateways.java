package io.althing.serving;

import io.althing.registry.Region;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/** Gateways for tests, on a free port of loopback. */
final class Gateways {
    static final Region EU = new Region("eu-west");

    private Gateways() {}

    static GatewaySettings settings(Duration candidate) {
        return new GatewaySettings(EU, new GatewaySettings.Address("127.0.0.1", 0),
                new GatewaySettings.Patience(Duration.ofSeconds(5), candidate),
                new Breaker.Settings(3, Duration.ofMinutes(1)), new GatewaySettings.Limits(2, 2, 64, 100_000));
    }

    static Gateway over(Vertx vertx, ModelRuntime runtime, FenceStore fences) {
        return new Gateway(settings(Duration.ofSeconds(2)), new GatewayParts(vertx, runtime, fences,
                TrafficObserver.none(), FeedbackSink.none(), GatewayParts.Chance.system(), Optional.empty()));
    }
}
