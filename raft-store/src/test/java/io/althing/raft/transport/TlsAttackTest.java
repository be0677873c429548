package io.althing.raft.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteResponse;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.Message;

import io.althing.raft.RaftTestCluster;

/** Who may connect to whom, and in whose name one may speak. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TlsAttackTest {
    private static final PeerIdentity SERVER = new PeerIdentity("c", "here", "server");
    private static final PeerIdentity CLIENT = new PeerIdentity("c", "there", "client");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Path dir;
    private final SecureRandom random = new SecureRandom();
    private final NodeCertificates authority = authority();
    private final int port = RaftTestCluster.freePort();

    TlsAttackTest(@TempDir Path dir) {
        this.dir = dir;
    }

    private NodeCertificates authority() {
        return NodeCertificates.create("authority", HOUR, InstantSource.system(), random);
    }

    @Test
    void a_peer_with_a_certificate_of_this_cluster_is_served_and_may_speak_for_itself_only() throws IOException {
        try (Side server = server(issued(authority, SERVER)); Side client = client(issued(authority, CLIENT), CLIENT)) {
            assertThat(RaftFutures.get(client.call(WirePair.ping(1)))).isInstanceOf(ErrorResponse.class);
            assertThat(RaftFutures.get(client.call(vote("client.there@127.0.0.1:9"))))
                    .isInstanceOf(RequestVoteResponse.class);
            refused(client.call(vote("server.here@127.0.0.1:9")), "speaks for");
            refused(client.call(vote("client.here@127.0.0.1:9")), "speaks for");
            assertThat(server.refusals().count(Refusals.Kind.WRONG_SENDER)).isEqualTo(2);
        }
    }

    @Test
    void a_peer_without_a_certificate_is_not_served() throws IOException {
        try (Side server = server(issued(authority, SERVER));
                Side client = new Side(VertxTransport.Config.plaintext(new DialMap.Target("127.0.0.1", port),
                        new DialMap(Map.of())))) {
            assertThat(client.call(WirePair.ping(1))).failsWithin(WirePair.PATIENCE);
            assertThat(server.served).isFalse();
        }
    }

    @Test
    void a_certificate_of_another_cluster_is_refused() throws IOException {
        PeerIdentity stranger = new PeerIdentity("other", "there", "client");
        try (Side server = server(issued(authority, SERVER));
                Side client = client(issued(authority, stranger), stranger)) {
            assertThat(client.call(WirePair.ping(1))).failsWithin(WirePair.PATIENCE);
            assertThat(server.served).isFalse();
        }
    }

    @Test
    void an_api_clients_certificate_does_not_even_load_as_a_nodes() throws IOException {
        TlsFiles files = files("api");
        authority.issue(new GeneralName(GeneralName.dNSName, "api.example.org"), "api", Instant.now().plus(HOUR),
                files);
        try (Side client = new Side(config(files, CLIENT))) {
            assertThat(client.failure()).hasMessageContaining("names no node");
        }
    }

    @Test
    void an_expired_certificate_does_not_load() throws IOException {
        TlsFiles files = files("expired");
        authority.issue(new GeneralName(GeneralName.uniformResourceIdentifier, CLIENT.uri().toString()), "client",
                Instant.now().minusSeconds(60), files);
        try (Side client = new Side(config(files, CLIENT))) {
            assertThat(client.failure()).hasMessageContaining("has expired");
        }
    }

    @Test
    void a_key_that_is_not_the_certificates_does_not_load() throws IOException {
        TlsFiles files = issued(authority, CLIENT);
        TlsFiles others = issued(authority, SERVER);
        try (Side client = new Side(config(new TlsFiles(files.certificate(), others.key(), files.authorities()),
                CLIENT))) {
            assertThat(client.failure()).hasMessageContaining("is not that of certificate");
        }
    }

    @Test
    void a_key_that_everybody_can_read_does_not_load() throws IOException {
        TlsFiles files = issued(authority, CLIENT);
        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r--r--"));
        try (Side client = new Side(config(files, CLIENT))) {
            assertThat(client.failure()).hasMessageContaining("chmod 600");
        }
    }

    @Test
    void a_certificate_of_no_authority_trusted_here_does_not_load() throws IOException {
        try (Side client = new Side(config(mixed(authority(), CLIENT), CLIENT))) {
            assertThat(client.failure()).hasMessageContaining("none of the authorities");
        }
    }

    @Test
    void a_server_that_is_another_node_than_the_one_dialled_is_not_spoken_to() throws IOException {
        PeerIdentity impostor = new PeerIdentity("c", "here", "impostor");
        try (Side server = new Side(config(issued(authority, impostor), impostor)).serving();
                Side client = client(issued(authority, CLIENT), CLIENT)) {
            refused(client.call(WirePair.ping(1)), "answers another than");
            assertThat(client.refusals().count(Refusals.Kind.WRONG_IDENTITY)).isPositive();
            assertThat(server.served).isFalse();
        }
    }

    private static void refused(CompletableFuture<Object> call, String why) {
        assertThat(call).failsWithin(WirePair.PATIENCE).withThrowableOfType(ExecutionException.class)
                .withMessageContaining(why);
    }

    private static RequestVoteRequest vote(String sender) {
        return RequestVoteRequest.newBuilder().setGroupId("c").setServerId(sender).setPeerId("server.here@127.0.0.1:9")
                .setTerm(1)
                .setLastLogTerm(0).setLastLogIndex(0).setPreVote(true).build();
    }

    private Side server(TlsFiles files) throws IOException {
        return new Side(config(files, SERVER)).serving();
    }

    private Side client(TlsFiles files, PeerIdentity self) throws IOException {
        return new Side(config(files, self));
    }

    private VertxTransport.Config config(TlsFiles files, PeerIdentity self) {
        return new VertxTransport.Config(new DialMap.Target("127.0.0.1", port), new DialMap(Map.of()),
                Optional.of(new VertxTransport.Config.Tls(files, self)), LinkFaults.none());
    }

    private TlsFiles files(String name) {
        Path at = dir.resolve(name);
        return new TlsFiles(at.resolve("node.pem"), at.resolve("node.key"), at.resolve("authorities.pem"));
    }

    private TlsFiles issued(NodeCertificates by, PeerIdentity identity) throws IOException {
        TlsFiles files = files(identity.node());
        by.issue(identity, HOUR, files);
        return files;
    }

    /** A certificate of another authority, held by one who trusts the server's. */
    private TlsFiles mixed(NodeCertificates by, PeerIdentity identity) throws IOException {
        TlsFiles files = issued(by, identity);
        TlsFiles trusted = files("trusted");
        authority.issue(identity, HOUR, trusted);
        return new TlsFiles(files.certificate(), files.key(), trusted.authorities());
    }

    /** One end: a transport with a client, and a server if asked for. */
    private final class Side implements AutoCloseable {
        private final VertxTransport transport;
        private final Optional<IOException> failure;
        private final Endpoint peer = new Endpoint("server.here@127.0.0.1", port);
        private volatile boolean served;
        private Optional<TransportServer> server = Optional.empty();
        private Optional<TransportClient> client = Optional.empty();

        Side(VertxTransport.Config config) {
            transport = new VertxTransport(config);
            Optional<IOException> failed = Optional.empty();
            try {
                transport.open();
            } catch (IOException e) {
                failed = Optional.of(e);
            }
            failure = failed;
        }

        IOException failure() {
            return failure.orElseThrow();
        }

        Side serving() {
            TransportServer listening = (TransportServer) transport.newServer();
            listening.registerProcessor(WirePair.pings((context, ping) -> {
                served = true;
                context.sendResponse(WirePair.answer(0));
            }));
            listening.registerProcessor(new RpcProcessor<RequestVoteRequest>() {
                @Override
                public void handleRequest(RpcContext context, RequestVoteRequest request) {
                    context.sendResponse(RequestVoteResponse.newBuilder().setTerm(1).setGranted(false).build());
                }

                @Override
                public String interest() {
                    return RequestVoteRequest.class.getName();
                }
            });
            listening.init(null);
            server = Optional.of(listening);
            return this;
        }

        CompletableFuture<Object> call(Message message) {
            TransportClient calling = client.orElseGet(() -> {
                TransportClient made = (TransportClient) transport.newClient();
                made.init(new RpcOptions());
                return made;
            });
            client = Optional.of(calling);
            CompletableFuture<Object> answer = new CompletableFuture<>();
            try {
                calling.invokeAsync(peer, message, null, (result, failed) -> {
                    if (failed == null) {
                        answer.complete(result);
                    } else {
                        answer.completeExceptionally(failed);
                    }
                }, 2500);
            } catch (RemotingException e) {
                answer.completeExceptionally(e);
            }
            return answer;
        }

        Refusals refusals() {
            return server.map(TransportServer::refusals).orElseGet(() -> client.orElseThrow().refusals());
        }

        @Override
        public void close() {
            client.ifPresent(TransportClient::shutdown);
            server.ifPresent(TransportServer::shutdown);
            transport.close();
        }
    }
}
