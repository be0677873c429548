package io.althing.chaos.bench;

import io.althing.demo.digits.Digit;
import io.althing.demo.digits.Digits;
import io.althing.demo.digits.DigitsModels;
import io.althing.demo.digits.TrainedVersion;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.RolloutId;
import io.althing.serving.CanaryShare;
import io.althing.serving.FileFenceStore;
import io.althing.serving.Gateway;
import io.althing.serving.GatewayParts;
import io.althing.serving.GatewaySettings;
import io.althing.serving.InForce;
import io.althing.serving.InferRequest;
import io.althing.serving.LoadedModel;
import io.althing.serving.ModelLoadException;
import io.althing.serving.OnnxRuntimeModels;
import io.althing.serving.RouteTarget;
import io.althing.serving.Tensor;
import io.althing.telemetry.FeedbackJoin;
import io.althing.telemetry.Telemetry;
import io.althing.telemetry.TrafficMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The demo's digits behind a gateway with everything a region's gateway has: fence on disk, telemetry, label join, meters. */
final class DigitsGateway implements AutoCloseable {
    private static final ModelName DIGITS = new ModelName("digits");
    private static final RolloutId ROLLOUT = new RolloutId("01JDQY6M4T3V8Z5K2N7P9R1WXA");
    private static final String PATH = "/v2/models/digits/infer";

    private final Vertx vertx = Vertx.vertx();
    private final OnnxRuntimeModels runtime = new OnnxRuntimeModels();
    private final Digits digits = Digits.load();
    private final DigitsModels models = DigitsModels.train(digits, 42);
    private final Path directory;
    private final Gateway gateway;
    private int port;
    private long index;

    DigitsGateway(Path directory) throws IOException {
        this.directory = directory;
        Telemetry telemetry = new Telemetry(new FeedbackJoin.Settings(Duration.ofSeconds(10), 100_000),
                System::nanoTime);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        GatewayParts parts = new GatewayParts(vertx, runtime, FileFenceStore.open(directory.resolve("fences.json")),
                telemetry.and(new TrafficMeters(registry)), telemetry, GatewayParts.Chance.system(),
                Optional.of(registry::scrape));
        this.gateway = new Gateway(
                GatewaySettings.standard(new Region("bench"), new GatewaySettings.Address("127.0.0.1", 0)), parts);
    }

    void start() throws IOException, ModelLoadException {
        for (TrainedVersion version : List.of(models.v1(), models.v2())) {
            gateway.install(DIGITS, version.version(), file(version));
        }
        port = gateway.start();
    }

    /** Divides the traffic between v1 and v2. */
    void canary(int basisPoints) {
        CanaryShare share = new CanaryShare(ROLLOUT, models.v2().version(), basisPoints, ROLLOUT.value());
        InForce now = gateway.apply(new RouteTarget(DIGITS, ++index, Optional.of(models.v1().version()),
                basisPoints == 0 ? Optional.empty() : Optional.of(share)));
        if (now.refusal().isPresent()) {
            throw new IllegalStateException(now.refusal().get());
        }
    }

    /** Stable's model, loaded once more, to be asked without a gateway. */
    LoadedModel direct() throws IOException, ModelLoadException {
        return runtime.load(DIGITS, models.v1().version(), file(models.v1()));
    }

    /** A caller of the model itself: makes the tensor, asks, reads the answer. */
    ClosedLoop.Caller directCaller(LoadedModel model) {
        List<Digit> live = digits.heldOut();
        return new ClosedLoop.Caller() {
            private int next;

            @Override
            public void ask() throws Exception {
                next = (next + 1) % live.size();
                model.infer(InferRequest
                        .of(new Tensor.Floats("input", new long[]{1, Digit.PIXELS}, live.get(next).features())));
            }
        };
    }

    /** A caller of the gateway over a connection of its own. */
    RawHttp httpCaller(int number) throws IOException {
        List<byte[]> requests = digits.heldOut().stream()
                .map(digit -> RawHttp.post(PATH, "user-" + digit.index(), body(digit))).toList();
        return new RawHttp(port, requests, number * 37);
    }

    private static String body(Digit digit) {
        return "{\"inputs\":[{\"name\":\"input\",\"shape\":[1,64],\"datatype\":\"FP32\",\"data\":"
                + Arrays.toString(digit.features()) + "}]}";
    }

    private Path file(TrainedVersion version) throws IOException {
        return Files.write(directory.resolve(version.version() + ".onnx"), version.model().bytes());
    }

    @Override
    public void close() {
        gateway.close();
        runtime.close();
        vertx.close().await();
    }
}
