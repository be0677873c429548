package io.althing.raft.transport;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.althing.raft.RaftTestCluster;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;

/** Callers that are no peers are refused before anything they say is read; it is logged once, with the reason. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TlsRefusalTest {
    private static final PeerIdentity SERVER = new PeerIdentity("c", "here", "server");
    private static final PeerIdentity CLIENT = new PeerIdentity("c", "there", "client");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final AtomicInteger DESERIALIZED = new AtomicInteger();

    private final Path dir;
    private final NodeCertificates authority = authority();
    private final int port = RaftTestCluster.freePort();
    private final AtomicInteger served = new AtomicInteger();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Refusals.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final VertxTransport transport;
    private final TransportServer server;

    TlsRefusalTest(@TempDir Path dir) throws IOException {
        this.dir = dir;
        authority.issue(SERVER, HOUR, files("server"));
        transport = new VertxTransport(new VertxTransport.Config(new DialMap.Target("127.0.0.1", port),
                new DialMap(Map.of()), Optional.of(new VertxTransport.Config.Tls(files("server"), SERVER)),
                LinkFaults.none()));
        transport.open();
        server = (TransportServer) transport.newServer();
    }

    private static NodeCertificates authority() {
        return NodeCertificates.create("authority", HOUR, InstantSource.system(), new SecureRandom());
    }

    @BeforeEach
    void serve() {
        server.registerProcessor(WirePair.pings((context, ping) -> {
            served.incrementAndGet();
            context.sendResponse(WirePair.answer(0));
        }));
        server.init(null);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void a_peer_is_served_all_the_same_and_nothing_is_left_open() throws IOException {
        int before = served.get();
        authority.issue(CLIENT, HOUR, files("peer"));
        try (RawTlsPeer peer = new RawTlsPeer(port, Optional.of(files("peer")))) {
            assertThat(peer.exchange(ping(), 5)).hasSize(5);
        }
        assertThat(served.get()).isEqualTo(before + 1);
        await("all connections to be closed", () -> server.connections() == 0);
        logger.detachAppender(logged);
        server.shutdown();
        transport.close();
    }

    @Test
    void a_caller_that_does_not_speak_tls() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(ping());
                assertThat(socket.getInputStream().readNBytes(100)).as("at most an alert").hasSizeLessThan(20);
            }
        }
        refusedTwiceAndLoggedOnce(Refusals.Kind.NO_TLS, "it does not speak TLS");
    }

    @Test
    void a_caller_without_a_certificate() throws IOException {
        callTwice(Optional.empty());
        refusedTwiceAndLoggedOnce(Refusals.Kind.NO_CERTIFICATE, "it showed no certificate");
    }

    @Test
    void a_certificate_of_another_authority() throws IOException {
        authority().issue(CLIENT, HOUR, files("foreign"));
        callTwice(Optional.of(files("foreign")));
        refusedTwiceAndLoggedOnce(Refusals.Kind.FOREIGN_CERTIFICATE,
                "127.0.0.1: the certificate of althing://c/there/client is of no authority trusted here");
    }

    @Test
    void an_expired_certificate() throws IOException {
        authority.issue(new GeneralName(GeneralName.uniformResourceIdentifier, CLIENT.uri().toString()), "client",
                Instant.now().minusSeconds(60), files("expired"));
        callTwice(Optional.of(files("expired")));
        refusedTwiceAndLoggedOnce(Refusals.Kind.EXPIRED_CERTIFICATE,
                "127.0.0.1: the certificate of althing://c/there/client has expired");
    }

    @Test
    void a_certificate_of_another_cluster() throws IOException {
        authority.issue(new PeerIdentity("other", "there", "client"), HOUR, files("other"));
        callTwice(Optional.of(files("other")));
        refusedTwiceAndLoggedOnce(Refusals.Kind.WRONG_IDENTITY, "not that of a node of this cluster");
    }

    @Test
    void an_api_clients_certificate_of_the_same_authority() throws IOException {
        authority.issue(new GeneralName(GeneralName.dNSName, "api.example.org"), "api", Instant.now().plus(HOUR),
                files("api"));
        callTwice(Optional.of(files("api")));
        refusedTwiceAndLoggedOnce(Refusals.Kind.WRONG_IDENTITY, "not that of a node of this cluster");
    }

    @Test
    void an_ordered_message_in_anothers_name_in_its_header_or_behind_a_header_of_its_own() throws IOException {
        authority.issue(CLIENT, HOUR, files("impersonating"));
        AtomicInteger appended = new AtomicInteger();
        server.registerProcessor(WirePair.appends((context, request) -> appended.incrementAndGet()));
        MessageTable.Type type = new MessageTable().number(3).orElseThrow();
        Frame own = Frame.request(type, 1, append("client.there@127.0.0.1:9"));
        Frame others = Frame.request(type, 1, append("server.here@127.0.0.1:9"));
        Frame behind = new Frame(Frame.Kind.REQUEST, 3, 1, own.header(), others.body());
        for (Frame frame : List.of(others, behind)) {
            try (RawTlsPeer peer = new RawTlsPeer(port, Optional.of(files("impersonating")))) {
                assertThat(peer.exchange(withPreface(frame.encode().getBytes()), 5)[4]).as("a refusal")
                        .isEqualTo((byte) 2);
            }
        }
        assertThat(appended).hasValue(0);
        refusedTwiceAndLoggedOnce(Refusals.Kind.WRONG_SENDER, "althing://c/there/client speaks for another");
        try (RawTlsPeer peer = new RawTlsPeer(port, Optional.of(files("impersonating")))) {
            assertThat(peer.exchange(withPreface(own.encode().getBytes()), 5)[4]).as("an answer").isEqualTo((byte) 1);
        }
        assertThat(appended).hasValue(1);
    }

    private static AppendEntriesRequest append(String sender) {
        return AppendEntriesRequest.newBuilder().setGroupId("c").setServerId(sender)
                .setPeerId("server.here@127.0.0.1:9")
                .setTerm(1).setPrevLogIndex(0).setPrevLogTerm(0).setCommittedIndex(0).build();
    }

    @Test
    void a_recorded_conversation_played_again() throws Exception {
        authority.issue(CLIENT, HOUR, files("recorded"));
        byte[] recording = record();
        assertThat(served).hasValue(1);
        for (int i = 0; i < 2; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout((int) WirePair.PATIENCE.toMillis());
                socket.getOutputStream().write(recording);
                socket.getOutputStream().flush();
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("althraf");
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }
        assertThat(served).as("what was recorded is not served again").hasValue(1);
        refusedTwiceAndLoggedOnce(Refusals.Kind.NO_HANDSHAKE, "TLS handshake");
    }

    /** What one peer's conversation looked like on its way to the server. */
    private byte[] record() throws Exception {
        try (ServerSocket relay = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            CompletableFuture<Void> relaying = CompletableFuture.runAsync(() -> relay(relay, heard),
                    r -> Thread.ofPlatform().daemon().start(r));
            try (RawTlsPeer peer = new RawTlsPeer(relay.getLocalPort(), Optional.of(files("recorded")))) {
                assertThat(peer.exchange(ping(), 5)).hasSize(5);
            }
            RaftTestCluster.get(relaying);
            return heard.toByteArray();
        }
    }

    private void relay(ServerSocket from, ByteArrayOutputStream heard) {
        try (Socket caller = from.accept(); Socket to = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread back = Thread.ofPlatform().daemon().start(() -> {
                try {
                    to.getInputStream().transferTo(caller.getOutputStream());
                } catch (IOException hungUp) {
                    assertThat(hungUp).isNotNull();
                }
            });
            byte[] piece = new byte[8192];
            for (int n = caller.getInputStream().read(piece); n > 0; n = caller.getInputStream().read(piece)) {
                heard.write(piece, 0, n);
                to.getOutputStream().write(piece, 0, n);
            }
            to.shutdownOutput();
            back.join(1000);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ten_million_random_bytes_on_the_port_and_within_a_peers_connection() throws IOException {
        authority.issue(CLIENT, HOUR, files("fuzzing"));
        Random random = new Random(7);
        long sent = 0;
        while (sent < 10L << 20) {
            byte[] junk = new byte[1 + random.nextInt(256 << 10)];
            random.nextBytes(junk);
            if (random.nextBoolean()) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.getOutputStream().write(junk);
                } catch (IOException hungUp) {
                    assertThat(hungUp).isNotNull();
                }
            } else {
                byte[] inside = random.nextBoolean() ? withPreface(junk) : withPreface(mutated(random));
                try (RawTlsPeer peer = new RawTlsPeer(port, Optional.of(files("fuzzing")))) {
                    peer.exchange(inside, 1);
                }
            }
            sent += junk.length;
        }
        assertThat(server.refusals().count(Refusals.Kind.NO_TLS)).isPositive();
        assertThat(server.refusals().count(Refusals.Kind.NOT_OUR_PROTOCOL)).isPositive();
        assertThat(logged.list).hasSizeLessThan(12);
    }

    /** An honest frame with a bit flipped, then enough to end any that is waited for. */
    private static byte[] mutated(Random random) {
        byte[] frame = new Frame(Frame.Kind.REQUEST, 2, 1, new byte[0], WirePair.ping(1).toByteArray()).encode()
                .getBytes();
        int at = 4 + random.nextInt(frame.length - 4);
        frame[at] ^= (byte) (1 << random.nextInt(8));
        return ByteBuffer.allocate(frame.length + 4).put(frame).putInt(-1).array();
    }

    /** Would tell if anybody ever made an object of it. */
    private static final class Bomb implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) {
            DESERIALIZED.incrementAndGet();
        }
    }

    @Test
    void serialized_objects_in_a_peers_frames_are_refused_and_never_become_objects() throws IOException {
        authority.issue(CLIENT, HOUR, files("serializing"));
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(object)) {
            out.writeObject(new Bomb());
        }
        byte[] hessian = {'H', 2, 0, 'C', 4, 'e', 'v', 'a', 'l', (byte) 0x91};
        for (byte[] body : List.of(object.toByteArray(), hessian)) {
            for (int number = 1; number < 40; number++) {
                byte[] frame = new Frame(Frame.Kind.REQUEST, number, 1, new byte[0], body).encode().getBytes();
                try (RawTlsPeer peer = new RawTlsPeer(port, Optional.of(files("serializing")))) {
                    byte[] head = peer.exchange(withPreface(frame), 5);
                    assertThat(head[4]).as("a refusal of message %d", number).isEqualTo((byte) 2);
                }
            }
        }
        assertThat(server.refusals().count(Refusals.Kind.DAMAGED_MESSAGE)).as("as the one kind served").isEqualTo(2);
        assertThat(server.refusals().count(Refusals.Kind.UNKNOWN_MESSAGE)).isEqualTo(2 * 38);
        assertThat(logged.list).extracting(ILoggingEvent::getFormattedMessage).hasSize(2)
                .anyMatch(line -> line.contains("a damaged message of number"));
        assertThat(DESERIALIZED).hasValue(0);
        assertThat(served).hasValue(0);
    }

    private void callTwice(Optional<TlsFiles> shown) {
        for (int i = 0; i < 2; i++) {
            try (RawTlsPeer peer = new RawTlsPeer(port, shown)) {
                assertThat(peer.exchange(ping(), 1)).as("nothing is answered").isEmpty();
            } catch (IOException refused) {
                assertThat(refused).isNotNull();
            }
        }
    }

    private void refusedTwiceAndLoggedOnce(Refusals.Kind kind, String reason) {
        await("two refusals", () -> server.refusals().count(kind) == 2);
        assertThat(Refusals.Kind.values()).filteredOn(k -> k != kind)
                .allSatisfy(other -> assertThat(server.refusals().count(other)).as(other.name()).isZero());
        assertThat(logged.list).hasSize(1);
        assertThat(logged.list.getFirst().getFormattedMessage()).startsWith("refused ").contains(reason);
    }

    private static byte[] ping() {
        return withPreface(
                new Frame(Frame.Kind.REQUEST, 2, 1, new byte[0], WirePair.ping(1).toByteArray()).encode().getBytes());
    }

    private static byte[] withPreface(byte[] rest) {
        return ByteBuffer.allocate(Frame.PREFACE.length + rest.length).put(Frame.PREFACE).put(rest).array();
    }

    private TlsFiles files(String name) {
        Path at = dir.resolve(name);
        return new TlsFiles(at.resolve("node.pem"), at.resolve("node.key"), at.resolve("authorities.pem"));
    }
}
