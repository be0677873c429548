package io.althing.chaos.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RegistryBenchTest {
    private static final Load.Window WINDOW = new Load.Window(Duration.ofMillis(20), Duration.ofMillis(200));

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private InetSocketAddress address = new InetSocketAddress(0);

    @BeforeEach
    void listen() {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            asked.incrementAndGet();
            request.response().setStatusCode(request.path().equals("/bad") ? 500 : 200).end("answer");
        }).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort());
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Requests get(String path) {
        return number -> Unpooled.wrappedBuffer(
                ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private Load load(String path, Acknowledged acknowledged) {
        return new Load(address, 3, WINDOW, get(path), acknowledged, List.of(ProcessHandle.current().pid()));
    }

    @Test
    void every_request_is_told_of_once_and_those_in_the_window_are_measured() throws Exception {
        BitSet told = new BitSet();
        try (LoadGenerator generator = new LoadGenerator(0)) {
            Measurement measured = generator.run(load("/good", number -> told.set((int) number)));
            assertThat(told.cardinality()).isEqualTo(asked.get()).isEqualTo((int) generator.next());
            assertThat(measured.answered()).isPositive().isLessThanOrEqualTo(asked.get());
            assertThat(measured.failed()).isZero();
        }
    }

    @Test
    void answers_other_than_success_are_failures_and_acknowledge_nothing() throws Exception {
        BitSet told = new BitSet();
        try (LoadGenerator generator = new LoadGenerator(0)) {
            Measurement measured = generator.run(load("/bad", number -> told.set((int) number)));
            assertThat(told.isEmpty()).isTrue();
            assertThat(measured.answered()).isZero();
            assertThat(measured.failed()).isEqualTo(asked.get());
        }
    }

    @Test
    void contenders_are_measured_there_and_back() throws Exception {
        List<String> order = new ArrayList<>();
        var plan = new RegistryBench.Plan(1, Duration.ofMillis(20), Duration.ofMillis(50));
        var cell = new Cell(Operation.LOCAL_READ, 2);
        try (LoadGenerator generator = new LoadGenerator(Keys.COUNT)) {
            Map<String, Map<Cell, Figures>> figures = new RegistryBench(List.of(cell), plan, line -> {
                if (line.contains("/s")) {
                    order.add(line.substring(0, line.indexOf(',')));
                }
            }).run(List.of(new Echo("a"), new Echo("b")), generator);
            assertThat(order).containsExactly("a", "b", "b", "a");
            assertThat(figures).containsOnlyKeys("a", "b").allSatisfy((name, byCell) -> assertThat(byCell)
                    .hasEntrySatisfying(cell, f -> assertThat(f.perSecond()).isPositive()));
        }
    }

    @Test
    void medians_stand_in_the_middle() {
        assertThat(Figures.Medians.of(5, 1, 3)).isEqualTo(3);
        assertThat(Figures.Medians.of(4, 1, 3, 2)).isEqualTo(2.5);
    }

    @Test
    void the_spread_of_failovers_is_read_off_the_sorted_times() {
        double[] twenty = java.util.stream.IntStream.rangeClosed(1, 20).mapToDouble(i -> 21 - i).toArray();
        assertThat(BenchFailover.Result.of(twenty)).isEqualTo(new BenchFailover.Result(20, 10.5, 19, 20));
    }

    @Test
    void values_have_256_bytes_and_differ_with_each_request() {
        Keys keys = new Keys(1);
        assertThat(keys.value(7)).hasSize(Keys.VALUE_BYTES).isNotEqualTo(keys.value(10_007));
        assertThat(Keys.key(7)).isEqualTo(Keys.key(10_007)).isNotEqualTo(Keys.key(8));
    }

    /** The test's server as a contender. */
    private final class Echo implements Contender {
        private final String name;

        Echo(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public InetSocketAddress leader() {
            return address;
        }

        @Override
        public Requests requests(Operation operation) {
            return get("/good");
        }

        @Override
        public Acknowledged acknowledged(Operation operation) {
            return Acknowledged.IGNORED;
        }

        @Override
        public List<Long> pids() {
            return List.of(ProcessHandle.current().pid());
        }

        @Override
        public void close() {}
    }
}
