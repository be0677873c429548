package io.althing.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.althing.raft.proto.IdentityRequest;
import io.althing.raft.transport.LinkFaults;
import io.althing.raft.transport.RaftTransport;

/** A node that refuses to start lets go of everything in an order that leaves nobody with half an answer. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RefusedStartTest {
    private static final String REFUSING = "n3";

    private final Path dir;
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger everything = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private final Thread.@Nullable UncaughtExceptionHandler usual = Thread
            .getDefaultUncaughtExceptionHandler();

    RefusedStartTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @BeforeEach
    void listen() {
        logged.start();
        everything.addAppender(logged);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
    }

    @AfterEach
    void listenNoMore() {
        Thread.setDefaultUncaughtExceptionHandler(usual);
        everything.detachAppender(logged);
    }

    /**
     * The leader speaks to the wiped node before that has asked who it is; n1 shows it that it must not start, n2 answers only when the
     * wiped node is closing, and what the leader sent is served only then too, as late as can be.
     */
    @Test
    void a_wiped_node_that_is_spoken_to_while_it_closes_refuses_without_another_word() throws IOException {
        CountDownLatch spokenTo = new CountDownLatch(1);
        AtomicInteger serving = new AtomicInteger();
        HeldTransport[] wiped = new HeldTransport[1];
        try (RaftTestCluster cluster = RaftTestCluster.of(3, dir)
                .transport(config -> config.self().node().value().equals(REFUSING)
                        ? Transports.standard(config, LinkFaults.none())
                        : new HeldTransport(Transports.standard(config, LinkFaults.none()), Map.of(
                                IdentityRequest.class, () -> hold(config, spokenTo, wiped))))) {
            cluster.startAll();
            cluster.put(cluster.awaitLeader(), "r1", "a", "1");
            cluster.stop(REFUSING);
            wipe(cluster.dir(REFUSING));
            cluster.forgetState(REFUSING);
            cluster.transport(config -> {
                wiped[0] = new HeldTransport(Transports.standard(config, LinkFaults.none()),
                        Map.of(AppendEntriesRequest.class, () -> {
                            serving.incrementAndGet();
                            spokenTo.countDown();
                            until(wiped[0].closing(), 20_000);
                            until(wiped[0].closed(), 1_000);
                            serving.decrementAndGet();
                        }));
                return wiped[0];
            });
            logged.list.clear();
            assertThatThrownBy(() -> cluster.start(REFUSING)).hasMessageContaining("new node id");
            assertThat(spokenTo.getCount()).as("requests not met").isZero();
            assertThat(serving).as("requests still being served").hasValue(0);
            RaftTestCluster.await("the cluster to go on",
                    () -> cluster.put(cluster.awaitLeader(), "r2", "b", "2").index() > 0);
        }
        assertThat(uncaught).isEmpty();
        assertThat(logged.list.stream().filter(e -> e.getThrowableProxy() != null)).isEmpty();
    }

    /** n2's answer is the second one; it comes when the asking node is closing. */
    private static void hold(RaftNodeConfig config, CountDownLatch spokenTo, HeldTransport[] wiped) {
        if (wiped[0] != null) {
            until(spokenTo, 20_000);
            if (config.self().node().value().equals("n2")) {
                until(wiped[0].closing(), 20_000);
            }
        }
    }

    private static void until(CountDownLatch latch, long millis) {
        try {
            var unused = latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void wipe(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        }
    }
}
