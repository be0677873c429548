package io.althing.raft.transport;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.althing.raft.RaftTestCluster;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.util.Endpoint;

/** A connection does not outlive what it was accepted on. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConnectionLifeTest {
    private static final PeerIdentity SERVER = new PeerIdentity("c", "here", "server");
    private static final PeerIdentity CLIENT = new PeerIdentity("c", "there", "client");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Path dir;
    private final NodeCertificates first = authority();
    private final int port = RaftTestCluster.freePort();

    ConnectionLifeTest(@TempDir Path dir) {
        this.dir = dir;
    }

    private static NodeCertificates authority() {
        SecureRandom random = new SecureRandom();
        return NodeCertificates.create("authority " + random.nextLong(), HOUR, InstantSource.system(), random);
    }

    private TlsFiles files(String name) {
        Path at = dir.resolve(name);
        return new TlsFiles(at.resolve("node.pem"), at.resolve("node.key"), at.resolve("authorities.pem"));
    }

    private TransportServer serve(VertxTransport transport) throws IOException {
        transport.open();
        TransportServer server = (TransportServer) transport.newServer();
        server.registerProcessor(WirePair.echo());
        server.init(null);
        return server;
    }

    private VertxTransport transport(VertxTransport.Ages ages) {
        return new VertxTransport(new VertxTransport.Config(new DialMap.Target("127.0.0.1", port),
                new DialMap(Map.of()), Optional.of(new VertxTransport.Config.Tls(files("server"), SERVER)),
                LinkFaults.none()), ages);
    }

    @Test
    void one_that_grows_too_old_is_closed_though_its_peer_would_keep_it() throws IOException {
        first.issue(SERVER, HOUR, files("server"));
        first.issue(CLIENT, HOUR, files("client"));
        try (VertxTransport transport = transport(new VertxTransport.Ages(HOUR, Duration.ofMillis(300)));
                RawTlsPeer peer = connect(serve(transport))) {
            assertThat(peer.exchange(new byte[0], 1)).as("hung up on").isEmpty();
        }
    }

    @Test
    void one_that_is_dialled_is_replaced_at_its_age_and_no_call_fails() throws Exception {
        first.issue(SERVER, HOUR, files("server"));
        first.issue(CLIENT, HOUR, files("client"));
        Set<Connection> seen = ConcurrentHashMap.newKeySet();
        try (VertxTransport transport = transport(new VertxTransport.Ages(HOUR, HOUR));
                VertxTransport calling = new VertxTransport(new VertxTransport.Config(
                        new DialMap.Target("127.0.0.1", port), new DialMap(Map.of()),
                        Optional.of(new VertxTransport.Config.Tls(files("client"), CLIENT)), LinkFaults.none()),
                        new VertxTransport.Ages(Duration.ofMillis(200), HOUR))) {
            serve(transport).registerProcessor(WirePair.pings((context, ping) -> {
                seen.add(context.getConnection());
                context.sendResponse(WirePair.answer(0));
            }));
            calling.open();
            RpcClient client = calling.newClient();
            client.init(new RpcOptions());
            Endpoint server = new Endpoint("server.here@127.0.0.1", port);
            await("a third connection", () -> {
                assertThat(ping(client, server)).isInstanceOf(ErrorResponse.class);
                return seen.size() == 3;
            });
            client.shutdown();
        }
    }

    private static Object ping(RpcClient client, Endpoint server) {
        try {
            return client.invokeSync(server, WirePair.ping(1), WirePair.PATIENCE.toMillis());
        } catch (InterruptedException | RemotingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void one_whose_authority_is_trusted_no_more_is_closed_and_others_stay() throws IOException {
        NodeCertificates second = authority().trusting(List.of(first.certificate()));
        second.issue(SERVER, HOUR, files("server"));
        first.issue(CLIENT, HOUR, files("client"));
        second.issue(CLIENT, HOUR, files("renewed"));
        try (VertxTransport transport = transport(new VertxTransport.Ages(HOUR, HOUR))) {
            TransportServer server = serve(transport);
            try (RawTlsPeer old = connect(server);
                    RawTlsPeer renewed = new RawTlsPeer(port, Optional.of(files("renewed")))) {
                await("both connections", () -> server.connections() == 2);
                NodeCertificates.open(save(second).certificate(), save(second).key(), InstantSource.system(),
                        new SecureRandom()).writeTrusted(files("server").authorities());
                transport.reloadCertificates();
                assertThat(old.exchange(new byte[0], 1)).as("hung up on").isEmpty();
                await("one connection", () -> server.connections() == 1);
                assertThat(renewed.exchange(ping(), 5)).hasSize(5);
            }
        }
    }

    private TlsFiles save(NodeCertificates authority) throws IOException {
        TlsFiles at = files("ca");
        authority.save(at.certificate(), at.key());
        return at;
    }

    private RawTlsPeer connect(TransportServer server) throws IOException {
        RawTlsPeer peer = new RawTlsPeer(port, Optional.of(files("client")));
        await("the connection", () -> server.connections() > 0);
        return peer;
    }

    private static byte[] ping() {
        byte[] frame = new Frame(Frame.Kind.REQUEST, 2, 1, new byte[0], WirePair.ping(1).toByteArray()).encode()
                .getBytes();
        return java.nio.ByteBuffer.allocate(Frame.PREFACE.length + frame.length).put(Frame.PREFACE).put(frame).array();
    }
}
