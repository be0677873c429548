package io.althing.chaos.power;

import io.althing.chaos.drill.FreePorts;
import io.althing.codec.Codecs;
import io.althing.raft.Genesis;
import io.althing.raft.HostPort;
import io.althing.raft.JraftStore;
import io.althing.raft.LeadershipListener;
import io.althing.raft.Member;
import io.althing.raft.RaftNode;
import io.althing.raft.RaftNodeConfig;
import io.althing.raft.RaftSettings;
import io.althing.raft.StartRefused;
import io.althing.registry.NodeId;
import io.althing.registry.Region;
import io.althing.registry.Registry;
import io.althing.store.Ed25519Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A cluster of one node on a directory: its log is that of any other. */
final class OneNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final RaftSettings QUICK = RaftSettings.defaults().with(new RaftSettings.Timing(
            Duration.ofMillis(400), Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofSeconds(2)));

    private final JraftStore store;

    private OneNode(JraftStore store) {
        this.store = store;
    }

    /** It leads. */
    static OneNode leading(Path directory) throws IOException, StartRefused, InterruptedException {
        var self = new Member(new NodeId("one"), new Region("eu-west"), new HostPort("127.0.0.1", port(directory)));
        var config = RaftNodeConfig.direct(self, new Genesis("alone", List.of(self)), directory.resolve("node"), QUICK);
        var hooks = new RaftNode.Hooks(InstantSource.system(), new SecureRandom(), LeadershipListener.none(),
                error -> Runtime.getRuntime().halt(1));
        var store = new JraftStore(config, new Registry(new Ed25519Check()), Codecs.create(), hooks);
        store.start();
        var node = new OneNode(store);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!store.status().leads()) {
            if (System.nanoTime() > end) {
                node.close();
                throw new IOException("the node does not lead after " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return node;
    }

    /** The address is part of the node's identity, so it is drawn once; that it is kept is promised by nobody, so it lies elsewhere. */
    private static int port(Path directory) throws IOException {
        Path file = directory.resolveSibling("port");
        if (!Files.exists(file)) {
            Files.writeString(file, "" + FreePorts.draw(1).get(0));
        }
        return Integer.parseInt(Files.readString(file));
    }

    JraftStore store() {
        return store;
    }

    @Override
    public void close() {
        store.close();
    }
}
