package io.althing.serving;

import static io.althing.serving.TrafficRouterContract.FIRST;
import static io.althing.serving.TrafficRouterContract.V1;
import static io.althing.serving.TrafficRouterContract.V2;
import static io.althing.serving.TrafficRouterContract.canary;
import static io.althing.serving.TrafficRouterContract.stable;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A candidate on all traffic that misbehaves in every way must not cost one request. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GatewayFallbackTest {
    @TempDir
    Path directory = Path.of("");
    private final GatewayBed bed = new GatewayBed();

    @BeforeEach
    void start() throws Exception {
        bed.start(directory);
        bed.gateway().apply(stable(1, V1));
        bed.gateway().apply(canary(2, FIRST, 10_000));
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    private void assertAnsweredByStable(String why) throws Exception {
        HttpResponse<String> answer = bed.infer();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(GatewayBed.version(answer)).isEqualTo("v1");
        assertThat(GatewayBed.header(answer, "althing-arm")).isEqualTo("canary");
        assertThat(GatewayBed.header(answer, "althing-fallback")).isEqualTo(why);
        GatewayBed.Seen seen = bed.seen().getLast();
        assertThat(seen.key().version()).isEqualTo(V2);
        assertThat(seen.request().failed()).isTrue();
        assertThat(seen.request().servedBy()).contains(V1);
    }

    @Test
    void a_candidate_that_fails_is_answered_for_by_stable_and_counted_as_failed() throws Exception {
        bed.models().mood(V2, FakeModels.Mood.FAILS);
        assertAnsweredByStable("failed");
        bed.models().mood(V2, FakeModels.Mood.THROWS);
        assertAnsweredByStable("failed");
    }

    @Test
    void a_candidate_that_hangs_is_answered_for_by_stable_within_the_deadline() throws Exception {
        bed.models().mood(V2, FakeModels.Mood.HANGS);
        assertAnsweredByStable("timeout");
    }

    @Test
    void a_candidate_that_refuses_what_stable_takes_has_failed() throws Exception {
        bed.models().mood(V2, FakeModels.Mood.REFUSES);
        assertAnsweredByStable("failed");
    }

    @Test
    void a_request_that_both_refuse_is_the_callers_fault() throws Exception {
        bed.models().mood(V1, FakeModels.Mood.REFUSES);
        bed.models().mood(V2, FakeModels.Mood.REFUSES);

        assertThat(bed.infer().statusCode()).isEqualTo(400);
        assertThat(bed.seen()).isEmpty();
    }

    @Test
    void a_candidate_that_fails_again_and_again_is_left_alone_but_still_counted() throws Exception {
        bed.models().mood(V2, FakeModels.Mood.FAILS);
        for (int i = 0; i < 3; i++) {
            assertAnsweredByStable("failed");
        }
        int asked = bed.models().asked.getOrDefault(V2, new AtomicInteger()).get();
        bed.models().mood(V2, FakeModels.Mood.ANSWERS);
        for (int i = 0; i < 5; i++) {
            assertAnsweredByStable("ejected");
        }
        assertThat(bed.models().asked.getOrDefault(V2, new AtomicInteger())).hasValue(asked);
        assertThat(bed.seen()).hasSize(8);
    }

    @Test
    void many_requests_to_a_hanging_candidate_are_all_answered() throws Exception {
        bed.models().mood(V2, FakeModels.Mood.HANGS);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            answers.add(bed.inferAsync());
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
            assertThat(GatewayBed.version(answer.get())).isEqualTo("v1");
        }
    }

    @Test
    void no_request_fails_while_traffic_is_switched_and_versions_come_and_go() throws Exception {
        AtomicInteger switches = new AtomicInteger();
        CompletableFuture<List<String>> load = CompletableFuture.supplyAsync(() -> {
            List<String> failures = new ArrayList<>();
            for (int i = 0; i < 400 || switches.get() < 20; i++) {
                HttpResponse<String> answer = bed.inferAsync().join();
                if (answer.statusCode() != 200) {
                    failures.add(answer.statusCode() + " " + answer.body());
                }
            }
            return failures;
        });
        for (long index = 3; !load.isDone(); index += 2) {
            bed.gateway().apply(new RouteTarget(TrafficRouterContract.DIGITS, index, Optional.of(V2),
                    Optional.empty()));
            bed.gateway().uninstall(TrafficRouterContract.DIGITS, V1);
            bed.gateway().install(TrafficRouterContract.DIGITS, V1, ModelRuntimeContract.fixture(directory));
            bed.gateway().apply(stable(index + 1, V1));
            bed.gateway().uninstall(TrafficRouterContract.DIGITS, V2);
            bed.gateway().install(TrafficRouterContract.DIGITS, V2, ModelRuntimeContract.fixture(directory));
            switches.incrementAndGet();
        }
        assertThat(load.get()).isEmpty();
        assertThat(switches.get()).isGreaterThanOrEqualTo(20);
    }
}
