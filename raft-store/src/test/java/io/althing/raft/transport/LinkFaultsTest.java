package io.althing.raft.transport;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import com.alipay.sofa.jraft.error.InvokeTimeoutException;

import io.althing.raft.transport.LinkFaults.Fate;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinkFaultsTest {
    private final List<Long> arrived = Collections.synchronizedList(new ArrayList<>());

    private WirePair pair(LinkFaults faults) {
        return new WirePair(faults, 0).serve(WirePair.pings((context, ping) -> {
            arrived.add(ping.getSendTimestamp());
            context.sendResponse(WirePair.answer(ping.getSendTimestamp()));
        })).started();
    }

    @Test
    void a_dropped_request_times_out_and_the_next_one_arrives() {
        AtomicInteger sent = new AtomicInteger();
        try (WirePair pair = pair((direction, peer, number) -> {
            assertThat(peer).isEqualTo("server.here@127.0.0.1");
            return sent.getAndIncrement() == 0 ? Fate.DROP : Fate.DELIVER;
        })) {
            assertThat(pair.call(WirePair.ping(1), Duration.ofMillis(100))).failsWithin(WirePair.PATIENCE)
                    .withThrowableOfType(ExecutionException.class).withCauseInstanceOf(InvokeTimeoutException.class);
            RaftFutures.get(pair.call(WirePair.ping(2), WirePair.PATIENCE));
            assertThat(arrived).containsExactly(2L);
        }
    }

    @Test
    void a_duplicated_request_is_served_twice_and_answered_once() {
        AtomicInteger answers = new AtomicInteger();
        try (WirePair pair = pair((direction, peer, number) -> new Fate(2, 0))) {
            pair.call(WirePair.ping(1), WirePair.PATIENCE, (result, failure) -> answers.incrementAndGet());
            await("both copies", () -> arrived.size() == 2);
            RaftFutures.get(pair.call(WirePair.ping(2), WirePair.PATIENCE));
            assertThat(answers).hasValue(1);
        }
    }

    @Test
    void a_delayed_request_is_overtaken() {
        AtomicInteger sent = new AtomicInteger();
        try (WirePair pair = pair(
                (direction, peer, number) -> sent.getAndIncrement() == 0 ? Fate.delayed(200) : Fate.DELIVER)) {
            CompletableFuture<Object> first = pair.call(WirePair.ping(1), WirePair.PATIENCE);
            RaftFutures.get(pair.call(WirePair.ping(2), WirePair.PATIENCE));
            RaftFutures.get(first);
            assertThat(arrived).containsExactly(2L, 1L);
        }
    }
}
