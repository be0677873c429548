package io.althing.raft.transport;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;

import io.althing.raft.RaftTestCluster;
import io.netty.util.internal.PlatformDependent;

/** Two dozen peers, half of them busy, come and go over TLS: what one node holds for them does not grow. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PeersTest {
    private static final Logger LOG = LoggerFactory.getLogger(PeersTest.class);
    private static final int PEERS = 24;
    private static final int MESSAGES = 16;
    private static final ByteString BULK = ByteString.copyFrom(new byte[64 << 10]);
    private static final PeerIdentity HUB = new PeerIdentity("c", "here", "server");

    private final Path dir;
    private final NodeCertificates authority = NodeCertificates.create("authority", Duration.ofHours(1),
            InstantSource.system(), new SecureRandom());
    private final int port = RaftTestCluster.freePort();
    private final Endpoint hub = new Endpoint("server.here@127.0.0.1", port);

    PeersTest(@TempDir Path dir) {
        this.dir = dir;
    }

    /** What the process holds when nothing is under way. */
    private record Holdings(int threads, long heap, long direct, long timers) {}

    @Test
    void nothing_grows_over_twenty_reconnects_of_each_peer() throws Exception {
        doesNotGrowOver(20);
    }

    @Test
    @Tag("long")
    void nothing_grows_over_five_hundred_reconnects_of_each_peer() throws Exception {
        doesNotGrowOver(500);
    }

    private void doesNotGrowOver(int rounds) throws Exception {
        VertxTransport serving = transport(HUB);
        TransportServer server = (TransportServer) serving.newServer();
        server.registerProcessor(WirePair.echo());
        server.registerProcessor(WirePair.appends((context, request) -> {}));
        server.init(null);
        List<VertxTransport> transports = new ArrayList<>();
        List<TransportClient> peers = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            VertxTransport transport = transport(new PeerIdentity("c", "there", "peer" + i));
            TransportClient client = (TransportClient) transport.newClient();
            client.init(new RpcOptions());
            transports.add(transport);
            peers.add(client);
        }
        try {
            // every event loop has a pool of buffers; they are full after some 250 reconnects of each peer
            Holdings before = after(Math.max(5, rounds * 3 / 5), peers, server, serving);
            Holdings later = after(rounds, peers, server, serving);
            LOG.info("{} peers, {} reconnects of each: before {}, after {}", PEERS, rounds, before, later);
            assertThat(later.threads).isEqualTo(before.threads);
            assertThat(later.timers).isLessThanOrEqualTo(before.timers);
            assertThat(later.heap - before.heap).as("bytes of heap").isLessThan(8L << 20);
            assertThat(later.direct - before.direct).as("bytes of buffers").isLessThan(32L << 20);
        } finally {
            peers.forEach(TransportClient::shutdown);
            server.shutdown();
            transports.forEach(VertxTransport::close);
            serving.close();
        }
    }

    private Holdings after(int rounds, List<TransportClient> peers, TransportServer server, VertxTransport serving) {
        for (int round = 0; round < rounds; round++) {
            peers.forEach(peer -> peer.closeConnection(hub));
            await("the connections to be closed", () -> server.connections() == 0);
            List<CompletableFuture<Object>> calls = new ArrayList<>();
            for (int i = 0; i < PEERS; i++) {
                boolean busy = i % 2 == 0;
                for (int m = 0; m < (busy ? MESSAGES : 1); m++) {
                    calls.add(call(peers.get(i), busy ? append(i, m) : WirePair.ping(m), 5));
                }
            }
            calls.forEach(RaftFutures::get);
            assertThat(server.connections()).isEqualTo(PEERS);
        }
        assertThat(peers).allSatisfy(peer -> assertThat(peer.openCalls()).isZero());
        // of each connection only how old it may grow is still timed
        await("ended timers to be forgotten", () -> serving.timers() <= PEERS);
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return new Holdings(ManagementFactory.getThreadMXBean().getThreadCount(),
                runtime.totalMemory() - runtime.freeMemory(), PlatformDependent.usedDirectMemory(), serving.timers());
    }

    /** On a machine that is too busy for a handshake in time, a call fails with its connection; it is made again. */
    private CompletableFuture<Object> call(TransportClient peer, Message message, int attempts) {
        return call(peer, message).exceptionallyCompose(failure -> attempts > 1
                ? call(peer, message, attempts - 1)
                : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Object> call(TransportClient peer, Message message) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        try {
            peer.invokeAsync(hub, message, null, (result, failure) -> {
                if (failure == null) {
                    answer.complete(result);
                } else {
                    answer.completeExceptionally(failure);
                }
            }, WirePair.PATIENCE.toMillis());
        } catch (RemotingException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private static AppendEntriesRequest append(int peer, int index) {
        return AppendEntriesRequest.newBuilder().setGroupId("c").setServerId("peer" + peer + ".there@127.0.0.1:1")
                .setPeerId("server.here@127.0.0.1:1").setTerm(1).setPrevLogIndex(index).setPrevLogTerm(0)
                .setCommittedIndex(0).setData(BULK).build();
    }

    private VertxTransport transport(PeerIdentity self) throws IOException {
        Path at = dir.resolve(self.node());
        TlsFiles files = new TlsFiles(at.resolve("node.pem"), at.resolve("node.key"), at.resolve("authorities.pem"));
        authority.issue(self, Duration.ofHours(1), files);
        VertxTransport transport = new VertxTransport(new VertxTransport.Config(
                new DialMap.Target("127.0.0.1", port), new DialMap(Map.of()),
                Optional.of(new VertxTransport.Config.Tls(files, self)), LinkFaults.none()));
        transport.open();
        return transport;
    }
}
