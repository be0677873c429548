package io.althing.serving;

import static io.althing.serving.TrafficRouterContract.DIGITS;
import static io.althing.serving.TrafficRouterContract.FIRST;
import static io.althing.serving.TrafficRouterContract.V1;
import static io.althing.serving.TrafficRouterContract.V2;
import static io.althing.serving.TrafficRouterContract.canary;
import static io.althing.serving.TrafficRouterContract.stable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.canary.Arm;
import java.net.BindException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GatewayTest {
    @TempDir
    Path directory = Path.of("");
    private final GatewayBed bed = new GatewayBed();

    @BeforeEach
    void start() throws Exception {
        bed.start(directory);
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void the_protocols_pages_answer() throws Exception {
        assertThat(bed.get("/v2").body()).contains("\"name\":\"althing\"");
        assertThat(bed.get("/v2/health/live").statusCode()).isEqualTo(200);
        assertThat(bed.get("/v2/health/ready").statusCode()).isEqualTo(503);
        assertThat(bed.get("/v2/models/digits/ready").statusCode()).isEqualTo(404);

        bed.gateway().apply(stable(1, V1));

        assertThat(bed.get("/v2/health/ready").statusCode()).isEqualTo(200);
        assertThat(bed.get("/v2/models/digits/ready").body()).isEqualTo("{\"name\":\"digits\",\"ready\":true}");
        assertThat(bed.get("/v2/models/digits/versions/v2/ready").statusCode()).isEqualTo(200);
        assertThat(bed.get("/v2/models/digits").body()).isEqualTo("{\"name\":\"digits\",\"versions\":[\"v1\",\"v2\"],"
                + "\"platform\":\"fake\",\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[-1,64]}],"
                + "\"outputs\":[{\"name\":\"output\",\"datatype\":\"FP32\",\"shape\":[-1,10]}]}");
    }

    @Test
    void a_page_it_is_given_is_shown_from_then_on() throws Exception {
        assertError(bed.get("/status"), 404, "nothing at this path");
        bed.gateway().page("/status", () -> "{\"region\":\"eu-west\"}");
        assertThat(bed.get("/status").body()).isEqualTo("{\"region\":\"eu-west\"}");
        assertError(bed.post("/status", ""), 405, "GET");
    }

    @Test
    void an_answer_names_version_region_arm_and_request() throws Exception {
        bed.gateway().apply(stable(1, V1));

        HttpResponse<String> answer = bed.infer("althing-request-id", "my-id");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"model_name\":\"digits\"", "\"model_version\":\"v1\"",
                "\"shape\":[1,10]");
        assertThat(GatewayBed.header(answer, "althing-region")).isEqualTo("eu-west");
        assertThat(GatewayBed.header(answer, "althing-arm")).isEqualTo("stable");
        assertThat(GatewayBed.header(answer, "althing-request-id")).isEqualTo("my-id");
        assertThat(GatewayBed.header(answer, "althing-rollout")).isEmpty();
        assertThat(GatewayBed.header(bed.infer(), "althing-request-id")).hasSize(16);
    }

    @Test
    void a_unit_is_served_by_the_arm_its_bucket_says_every_time() throws Exception {
        bed.gateway().apply(stable(1, V1));
        bed.gateway().apply(canary(2, FIRST, 2500));

        for (String unit : IntStream.range(0, 100).mapToObj(i -> "user-" + i).toList()) {
            boolean inCanary = Bucketing.bucket("salt-" + FIRST, unit) < 2500;
            for (int repeat = 0; repeat < 2; repeat++) {
                HttpResponse<String> answer = bed.infer("x-althing-unit", unit);
                assertThat(GatewayBed.version(answer)).isEqualTo(inCanary ? "v2" : "v1");
                assertThat(GatewayBed.header(answer, "althing-rollout")).isEqualTo(FIRST.value());
            }
        }
    }

    @Test
    void a_named_version_bypasses_the_canary_and_is_not_compared() throws Exception {
        bed.gateway().apply(stable(1, V1));
        bed.gateway().apply(canary(2, FIRST, 10_000));

        HttpResponse<String> answer = bed.post("/v2/models/digits/versions/v1/infer", GatewayBed.BODY);

        assertThat(GatewayBed.version(answer)).isEqualTo("v1");
        assertThat(GatewayBed.header(answer, "althing-arm")).isEmpty();
        assertThat(bed.seen().getLast().key().arm()).isEmpty();
        assertThat(bed.post("/v2/models/digits/versions/v7/infer", GatewayBed.BODY).statusCode()).isEqualTo(404);
    }

    @Test
    void a_tester_is_placed_by_header_while_the_candidate_has_weight_and_marked_as_such() throws Exception {
        bed.gateway().overrides(List.of(new ArmOverride("x-althing-arm", "canary", Arm.CANARY)));
        bed.gateway().apply(stable(1, V1));
        bed.gateway().apply(canary(2, FIRST, 1));

        assertThat(GatewayBed.version(bed.infer("x-althing-arm", "canary"))).isEqualTo("v2");
        assertThat(bed.seen().getLast().request().cause()).isEqualTo(TrafficSplit.Cause.OVERRIDE);
        bed.gateway().apply(canary(3, FIRST, 0));
        assertThat(GatewayBed.version(bed.infer("x-althing-arm", "canary"))).isEqualTo("v1");
    }

    @Test
    void mistakes_of_the_caller_are_4xx_with_one_sentence_and_count_for_nobody() throws Exception {
        bed.gateway().apply(stable(1, V1));

        assertError(bed.post("/v2/models/digits/infer", "{\"inputs\":"), 400, "not valid JSON");
        assertError(bed.post("/v2/models/digits/infer", GatewayBed.BODY.replace("[1,64]", "[2,32]")), 400, "shape");
        assertError(bed.post("/v2/models/other/infer", GatewayBed.BODY), 404, "'other' is not served");
        assertError(bed.post("/v2/models/digits/infer", " ".repeat(100_001)), 413, "100000 bytes");
        assertError(bed.get("/v2/models/digits/infer"), 405, "POST");
        assertError(bed.post("/v2/models/digits", ""), 405, "GET");
        assertError(bed.get("/v2/models/digits/explain"), 404, "nothing at this path");
        assertError(bed.infer("x-althing-unit", "u".repeat(257)), 400, "x-althing-unit");
        assertError(bed.infer("Inference-Header-Content-Length", "10"), 400, "binary");
        assertThat(bed.seen()).isEmpty();
    }

    private static void assertError(HttpResponse<String> answer, int status, String words) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"error\":\"").contains(words).doesNotContain("Exception", "\\tat ");
    }

    @Test
    void a_stable_version_that_fails_is_a_500_that_counts() throws Exception {
        bed.gateway().apply(stable(1, V1));
        bed.models().mood(V1, FakeModels.Mood.FAILS);
        assertError(bed.infer(), 500, "this version fails");
        bed.models().mood(V1, FakeModels.Mood.THROWS);
        assertError(bed.infer(), 500, "the model failed");
        assertThat(bed.seen()).hasSize(2).allMatch(seen -> seen.request().failed());
    }

    @Test
    void a_port_in_use_is_named() {
        GatewaySettings settings = new GatewaySettings(Gateways.EU,
                new GatewaySettings.Address("127.0.0.1", bed.port()),
                bed.settings().patience(), bed.settings().breaker(), bed.settings().limits());
        try (Gateway second = bed.second(settings)) {
            assertThatThrownBy(second::start).isInstanceOf(BindException.class)
                    .hasMessageContaining("127.0.0.1:" + bed.port()).hasMessageContaining("free the port");
        }
    }

    @Test
    void a_file_that_does_not_load_changes_nothing() throws Exception {
        bed.gateway().apply(stable(1, V1));
        assertThatThrownBy(() -> bed.gateway().install(DIGITS, TrafficRouterContract.V3, directory.resolve("missing")))
                .isInstanceOf(ModelLoadException.class).hasMessageContaining("version 'v3' of model 'digits'");
        bed.models().mood(TrafficRouterContract.V3, FakeModels.Mood.FAILS);
        assertThatThrownBy(() -> bed.gateway().install(DIGITS, TrafficRouterContract.V3,
                ModelRuntimeContract.fixture(directory))).hasMessageContaining("it loads but cannot answer");
        assertThat(bed.gateway().installed(DIGITS)).containsExactly(V1, V2);
        assertThat(bed.models().open).hasValue(2);
        assertThat(GatewayBed.version(bed.infer())).isEqualTo("v1");
    }
}
