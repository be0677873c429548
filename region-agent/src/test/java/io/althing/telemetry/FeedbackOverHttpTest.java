package io.althing.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import io.althing.serving.FileFenceStore;
import io.althing.serving.Gateway;
import io.althing.serving.GatewayParts;
import io.althing.serving.GatewaySettings;
import io.althing.serving.OnnxRuntimeModels;
import io.althing.serving.RouteTarget;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real model behind a real gateway, with everything that listens to it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FeedbackOverHttpTest {
    private static final ModelName DIGITS = new ModelName("digits");
    private static final VersionId V1 = new VersionId("v1");
    private static final String BLANK = "{\"inputs\":[{\"name\":\"input\",\"shape\":[1,64],\"datatype\":\"FP32\","
            + "\"data\":" + Collections.nCopies(64, 0) + "}]}";

    @TempDir
    Path directory = Path.of("");
    private final AtomicLong now = new AtomicLong();
    private final Telemetry telemetry = new Telemetry(new FeedbackJoin.Settings(Duration.ofSeconds(1), 100), now::get);

    /** Something to do with a gateway that listens. */
    private interface Talk {
        void with(HttpClient http, String url) throws Exception;
    }

    private void served(Talk talk) throws Exception {
        Path file = directory.resolve("v1.onnx");
        try (InputStream in = Objects
                .requireNonNull(Gateway.class.getResourceAsStream("/io/althing/serving/digits-v1.onnx"))) {
            Files.write(file, in.readAllBytes());
        }
        Vertx vertx = Vertx.vertx();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        GatewayParts parts = new GatewayParts(vertx, new OnnxRuntimeModels(),
                FileFenceStore.open(directory.resolve("fences.json")),
                telemetry.and(new TrafficMeters(registry)), telemetry, GatewayParts.Chance.system(),
                Optional.of(registry::scrape));
        try (Gateway gateway = new Gateway(
                GatewaySettings.standard(new Region("eu-west"), new GatewaySettings.Address("127.0.0.1", 0)), parts);
                HttpClient http = HttpClient.newHttpClient()) {
            gateway.install(DIGITS, V1, file);
            gateway.apply(new RouteTarget(DIGITS, 1, Optional.of(V1), Optional.empty()));
            talk.with(http, "http://127.0.0.1:" + gateway.start());
        } finally {
            vertx.close().await();
        }
    }

    private static HttpResponse<String> post(HttpClient http, String url, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_label_posted_for_a_request_counts_when_its_window_ends_and_the_meters_show_the_request() throws Exception {
        served((http, url) -> {
            String id = post(http, url + "/v2/models/digits/infer", BLANK).headers().firstValue("althing-request-id")
                    .orElseThrow();
            HttpResponse<String> fate = post(http, url + "/feedback",
                    "{\"model\":\"digits\",\"requestId\":\"" + id + "\",\"label\":99}");
            assertThat(fate.statusCode()).isEqualTo(202);
            assertThat(fate.body()).isEqualTo("{\"status\":\"joined\"}");

            now.set(2_000_000_000);

            assertThat(telemetry.drainOutsideRollouts(DIGITS).labels()).isEqualTo(new LabelCounts(1, 1, 0));
            String page = http.send(HttpRequest.newBuilder(URI.create(url + "/metrics")).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
            assertThat(page).contains(
                    "althing_gateway_requests_total{arm=\"stable\",model=\"digits\",version=\"v1\"} 1.0",
                    "althing_traffic_weight{model=\"digits\",version=\"v1\"} 1.0");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"{ | not valid JSON", "[] | must be a JSON object",
            "{'model':'digits','label':'1'} | one of requestId and unit",
            "{'model':'digits','label':'1','unit':'u','requestId':'r'} | one of requestId and unit",
            "{'model':'digits','unit':'u'} | needs model, label",
            "{'model':'digits','unit':'u','label':[1]} | 'label' must be a single value",
            "{'model':'digits','unit':'u','label':1,'lable':1} | unknown field 'lable'",
            "{'model':'/','unit':'u','label':1} | is not a model name"})
    void malformed_feedback_is_refused_with_the_field(String body, String message) throws Exception {
        served((http, url) -> {
            HttpResponse<String> answer = post(http, url + "/feedback", body.replace('\'', '"'));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains(message).doesNotContain("Exception");
        });
    }

    private static final String ROLLOUT = "01JDQY6M4T3V8Z5K2N7P9R1WXA";

    private static String observation(String id, String arm, boolean failed) {
        return "{'requestId':'%s','unit':'u-%s','version':'v1','arm':'%s','rollout':'%s','failed':%s,'millis':12.5,'prediction':7}"
                .formatted(id, id, arm, ROLLOUT, failed);
    }

    private static String telemetry(String... observations) {
        return "{'model':'digits','observations':[" + String.join(",", observations) + "]}";
    }

    @Test
    void another_serving_stack_sends_in_what_it_saw_and_the_labels_that_came_later() throws Exception {
        served((http, url) -> {
            String batch = telemetry(observation("a", "canary", false), observation("b", "canary", true),
                    observation("c", "stable", false)).replace('\'', '"');
            assertThat(post(http, url + "/v1/telemetry", batch).body()).isEqualTo("{\"taken\":3}");
            assertThat(post(http, url + "/v1/telemetry", batch).statusCode()).isEqualTo(202);
            HttpResponse<String> fates = post(http, url + "/v1/feedback",
                    "{'labels':[{'model':'digits','requestId':'a','label':7},{'model':'digits','requestId':'z','label':7}]}"
                            .replace('\'', '"'));
            assertThat(fates.body()).isEqualTo("{\"joined\":1,\"late\":0,\"duplicate\":0,\"unknown\":1}");
            now.set(2_000_000_000);

            ArmWindows seen = telemetry.drain(DIGITS, new RolloutId(ROLLOUT));
            assertThat(seen.canary().requests()).isEqualTo(2);
            assertThat(seen.canary().errors()).isEqualTo(1);
            assertThat(seen.canary().labels()).isEqualTo(new LabelCounts(1, 1, 1));
            assertThat(seen.stable().requests()).isEqualTo(1);
        });
    }

    @Test
    void business_metrics_come_with_telemetry_or_later_as_feedback_and_what_never_came_is_nothing() throws Exception {
        served((http, url) -> {
            String batch = telemetry(observation("a", "canary", false).replace("}", ",'values':{'basket':12.5}}"),
                    observation("b", "canary", false), observation("c", "stable", true)).replace('\'', '"');
            assertThat(post(http, url + "/v1/telemetry", batch).body()).isEqualTo("{\"taken\":3}");
            for (String status : new String[]{"joined", "duplicate"}) {
                assertThat(post(http, url + "/v1/feedback",
                        "{'model':'digits','requestId':'a','values':{'revenue':40}}".replace('\'', '"')).body())
                        .isEqualTo("{\"status\":\"" + status + "\"}");
            }
            now.set(2_000_000_000);

            ArmWindows seen = telemetry.drain(DIGITS, new RolloutId(ROLLOUT));
            assertThat(seen.canary().values())
                    .containsExactly(new Measured("basket", List.of(new Measured.ValueCount(12.5, 1))));
            assertThat(seen.canary().outcomes()).isEqualTo(new Outcomes(2,
                    List.of(new Measured("revenue", List.of(new Measured.ValueCount(40, 1))))));
            assertThat(seen.stable().outcomes()).isEqualTo(new Outcomes(1, List.of()));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"[] | a JSON object with model and observations",
            "{'model':'digits','observations':[{'requestId':'a','version':'v1','arm':'blue','millis':1}]} | observations[0]: arm must be canary or stable",
            "{'model':'digits','observations':[{'requestId':'a','version':'v1','arm':'canary','millis':1}]} | needs rollout",
            "{'model':'digits','observations':[{'version':'v1','arm':'stable','millis':1}]} | 'requestId' is missing",
            "{'model':'digits','observations':[{'requestId':'a','version':'v1','arm':'stable','millis':-1}]} | millis must be",
            "{'model':'digits','observations':[{'requestId':'a','version':'v1','arm':'stable','millis':1,'failed':'no'}]} | failed must be true or false",
            "{'model':'digits','observations':[{'requestId':'a','version':'v1','arm':'stable','millis':1,'values':{'basket':'x'}}]} | 'values.basket' must be a number",
            "{'model':'digits','observations':[{'requestId':'a','version':'v1','arm':'stable','millis':1,'values':[1]}]} | 'values' must be an object",
            "{'model':'digits','observations':[{'requestId':'a','version':'v1','arm':'stable','ms':1}]} | unknown field 'ms'"})
    void malformed_telemetry_is_refused_whole_with_place_and_field(String body, String message) throws Exception {
        served((http, url) -> {
            HttpResponse<String> answer = post(http, url + "/v1/telemetry", body.replace('\'', '"'));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains(message).doesNotContain("Exception");
            assertThat(telemetry.drainOutsideRollouts(DIGITS).requests()).isZero();
        });
    }
}
