package io.althing.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NetworkTest {
    private final Path dir;

    NetworkTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void only_the_configured_address_is_bound() throws IOException {
        try (RaftTestCluster cluster = RaftTestCluster.of(1, dir).startAll()) {
            int port = cluster.genesis().seeds().getFirst().address().port();
            assertThat(answers(loopback(1), port)).isTrue();
            assertThat(otherAddresses()).contains(loopback(2))
                    .allSatisfy(other -> assertThat(answers(other, port)).as(other.toString()).isFalse());
        }
    }

    @Test
    void links_run_where_the_dial_map_says() throws IOException {
        RaftTestCluster cluster = RaftTestCluster.of(3, dir);
        List<TestRelay> relays = new ArrayList<>();
        try (cluster) {
            for (Member from : cluster.genesis().seeds()) {
                for (Member to : cluster.genesis().seeds()) {
                    if (!from.equals(to)) {
                        TestRelay relay = new TestRelay(to.address().port());
                        relays.add(relay);
                        cluster.dial(from.node().value(), to.node().value(), relay.port());
                    }
                }
            }
            cluster.startAll();
            cluster.put(cluster.awaitFollower(), "r1", "a", "1");
            for (String n : new String[]{"n1", "n2", "n3"}) {
                RaftTestCluster.await(n + " to apply", () -> cluster.machine(n).get("a").equals("1"));
            }
            assertThat(relays).allSatisfy(relay -> assertThat(relay.connections()).isPositive());
            String leader = cluster.awaitLeader();
            relays.forEach(TestRelay::cut);
            cluster.put(leader, "r2", "a", "2");
            for (String n : new String[]{"n1", "n2", "n3"}) {
                RaftTestCluster.await(n + " to come back", () -> cluster.machine(n).get("a").equals("2"));
            }
        } finally {
            relays.forEach(TestRelay::close);
        }
    }

    private static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[]{127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<InetAddress> otherAddresses() throws SocketException {
        List<InetAddress> all = new ArrayList<>();
        NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(a -> !a.getHostAddress().equals("127.0.0.1"))
                .forEach(all::add);
        for (int last = 2; last <= 5; last++) {
            all.add(loopback(last));
        }
        return all;
    }

    private static boolean answers(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
