package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.althing.canary.ArmCounts;
import io.althing.canary.MetricCounts;
import io.althing.codec.RecordJson;
import io.althing.policy.PolicyFile;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import io.althing.serving.CanaryShare;
import io.althing.serving.InForce;
import io.althing.telemetry.FeedbackJoin;
import io.althing.telemetry.PrometheusSource;
import io.althing.telemetry.RealPrometheus;
import io.althing.telemetry.RealPrometheus.Counters;
import io.althing.telemetry.Telemetry;
import io.althing.telemetry.ArmWindow;
import io.althing.telemetry.ArmWindows;
import io.althing.telemetry.LabelCounts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PrometheusObservationsTest {
    private static final ModelName DIGITS = new ModelName("digits");
    private static final RolloutId ROLLOUT = new RolloutId("01JDEMXAMP0000000000000000");
    private static final Region EU = new Region("eu-west");
    private static final InForce FORCE = new InForce(DIGITS, 1, Optional.of(new VersionId("v1")),
            Optional.of(new CanaryShare(ROLLOUT, new VersionId("v2"), 3_000, "salt")), Optional.empty());

    @TempDir
    Path directory = Path.of("");

    private static PrometheusObservations observations(URI server, Executor background) {
        var telemetry = new Telemetry(new FeedbackJoin.Settings(Duration.ofMinutes(1), 100), System::nanoTime);
        return new PrometheusObservations(new PrometheusObservations.Parts(Observations.of(telemetry, 100),
                new PrometheusSource(PrometheusSource.Settings.ofGateway(server), HttpClient.newHttpClient(),
                        InstantSource.system()),
                Observations.Counting.REQUESTS_OF_KNOWN_UNITS, AgentClock.system(), background));
    }

    private Judges judges(Observations observations) throws Exception {
        Path file = directory.resolve("eu-west.yaml");
        Files.writeString(file,
                """
                        apiVersion: althing.io/v1
                        kind: RegionPolicy
                        metadata: {region: eu-west, owner: ml-platform-eu}
                        spec:
                          profile: standard
                          analysis:
                            interval: 500ms
                            minSampleSize: 50
                            metrics:
                              - {name: error_rate, kind: rate, bad: increase, promoteWithin: {absolute: 0.005}, share: 0.5}
                              - {name: accuracy, kind: rate, bad: decrease, promoteWithin: {absolute: 0.05}, labelWindow: 1s, share: 0.2}
                              - {name: latency_p95, kind: quantile, quantile: 0.95, bad: increase, promoteWithin: {ratio: 1.2}, share: 0.3}
                        """);
        var json = new RecordJson();
        AgentFiles files = AgentFiles.onDisk(file, directory.resolve("memory"));
        var judges = new Judges(EU, observations, json, files,
                new Judges.Learned(new Foresight(json, files, Runnable::run), VersionHost.elsewhere()));
        PolicyFile.Result read = PolicyFile.read(file);
        assertThat(read).isInstanceOf(PolicyFile.Result.ForRegion.class);
        judges.start(new AgentAction.StartAnalysis(DIGITS, ROLLOUT, ((PolicyFile.Result.ForRegion) read).policy(), 0,
                3_000, 0), AgentClock.system().now());
        return judges;
    }

    private static Judged judged(Judges judges) {
        return Optional.ofNullable(judges.judged().get(ROLLOUT)).orElseThrow();
    }

    private static List<MetricCounts> totals(Judges judges) {
        return judges.find(ROLLOUT).orElseThrow().totals();
    }

    private static Judged lookUntil(Judges judges, Predicate<Judged> what) {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (System.nanoTime() < deadline) {
            judges.lookIfDue(model -> FORCE, AgentClock.system().now());
            if (what.test(judged(judges))) {
                return judged(judges);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("in time there was only " + judged(judges));
    }

    @Test
    void a_canary_is_judged_by_what_a_real_prometheus_has_counted() throws Exception {
        assumeTrue(RealPrometheus.present(), "needs the Debian package prometheus, or root to install it");
        try (RealPrometheus server = new RealPrometheus(directory);
                ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            server.shows(new Counters("stable", 70_000, 700));
            server.await(70_000);
            Judges judges = judges(observations(server.address(), background));
            lookUntil(judges, judged -> judged.evidence().look() >= 1);
            Judged end = judged(judges);
            int rounds = 0;
            while (end.finding() != Judged.Finding.ROLLBACK && rounds < 10) {
                rounds++;
                server.shows(new Counters("stable", 70_000 + 2_100 * rounds, 700 + 21 * rounds),
                        new Counters("canary", 900 * rounds, 180 * rounds));
                MetricCounts counted = new MetricCounts("error_rate", ArmCounts.rate(900L * rounds, 180L * rounds),
                        ArmCounts.rate(2_100L * rounds, 21L * rounds));
                end = lookUntil(judges, judged -> totals(judges).contains(counted));
            }

            assertThat(end.finding()).isEqualTo(Judged.Finding.ROLLBACK);
            assertThat(end.words()).contains("error_rate");
        }
    }

    @Test
    void the_agent_does_not_wait_for_a_server_that_hangs_and_takes_no_look_meanwhile() throws Exception {
        Queue<Runnable> questions = new ArrayDeque<>();
        Judges judges = judges(observations(URI.create("http://127.0.0.1:1"), questions::add));
        AgentTime late = later(60);
        judges.lookIfDue(model -> FORCE, late);
        judges.lookBefore(DIGITS, FORCE, late);
        assertThat(questions).hasSize(1);
        assertThat(judged(judges).finding()).isEqualTo(Judged.Finding.NONE);
    }

    @ParameterizedTest
    @CsvSource({"20, ROLLBACK", "99, PARTIAL"})
    void without_the_server_harm_that_labels_show_is_convicted_and_nothing_goes_forward(int right,
            Judged.Finding expected)
            throws Exception {
        AtomicInteger seconds = new AtomicInteger();
        AgentClock clock = () -> later(seconds.get());
        PrometheusObservations observations = new PrometheusObservations(new PrometheusObservations.Parts(
                new Labelled(right), new PrometheusSource(PrometheusSource.Settings.ofGateway(
                        URI.create("http://127.0.0.1:1")), HttpClient.newHttpClient(), InstantSource.system()),
                Observations.Counting.REQUESTS_OF_KNOWN_UNITS, clock, Runnable::run));
        Judges judges = judges(observations);
        for (int i = 0; i < 60; i++) {
            seconds.addAndGet(2);
            judges.lookIfDue(model -> FORCE, clock.now());
        }
        assertThat(judged(judges).evidence().look()).isPositive();
        assertThat(judged(judges).finding()).isEqualTo(expected);
    }

    /** Each look 300 labels of the canary, of which so many in a hundred are right, and 700 of stable, 99 in a hundred. */
    private record Labelled(int right) implements Observations {
        private static ArmWindow arm(long n, int right) {
            return new ArmWindow(n, 0, List.of(), new LabelCounts(n, n, n * right / 100));
        }

        @Override
        public ArmWindows ofRollout(ModelName model, RolloutId rollout) {
            return new ArmWindows(arm(700, 99), arm(300, right));
        }

        @Override
        public ArmWindow outsideRollouts(ModelName model) {
            return ArmWindow.EMPTY;
        }

        @Override
        public void labelWindow(ModelName model, Duration window) {
            // the labels are of the look
        }

        @Override
        public void newStep(ModelName model, RolloutId rollout) {
            // every unit comes once
        }

        @Override
        public void forget(ModelName model, RolloutId rollout) {
            // nothing is kept
        }
    }

    private static AgentTime later(int seconds) {
        AgentTime now = AgentClock.system().now();
        return new AgentTime(now.nanos() + Duration.ofSeconds(seconds).toNanos(), now.wall().plusSeconds(seconds));
    }
}
