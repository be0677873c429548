package io.althing.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.althing.raft.proto.IdentityRequest;
import io.althing.raft.proto.IdentityResponse;
import io.althing.registry.NodeId;

/**
 * Decides whether a node may start on its data directory.
 *
 * <p>A seed's first start waits until every other seed has answered with its incarnation; each then writes all incarnations down before
 * Raft starts. Any other empty node is a joiner and waits until a majority of the nodes it knows have answered. If any of them has met
 * this name in another life, the log this name once acknowledged is gone, and the node refuses: it must come back under a new name.
 */
final class Formation {
    private static final Logger LOG = LoggerFactory.getLogger(Formation.class);

    private final RaftNodeConfig config;
    private final Path raftDir;
    private final IdentityFile file;
    private final int level;

    /** Asks another node who it is. */
    interface Ask {
        Future<IdentityResponse> ask(Member peer, IdentityRequest question);
    }

    /** @param level the newest feature level this build knows */
    Formation(RaftNodeConfig config, Path raftDir, int level) {
        this.level = level;
        this.config = config;
        this.raftDir = raftDir;
        this.file = new IdentityFile(config.dataDir());
    }

    /** Reads or begins this directory's identity and checks that it is this node's. */
    IdentityDesk open(RandomGenerator random) throws IOException, StartRefused {
        Optional<NodeIdentity> found = file.load();
        if (found.isPresent()) {
            check(found.get());
            return new IdentityDesk(file, found.get(), level);
        }
        if (holdsAnything(raftDir)) {
            throw new StartRefused(StartRefused.Kind.DAMAGED,
                    raftDir + " holds a log but " + config.dataDir() + " holds no identity file; restore it, or "
                            + remedy());
        }
        NodeIdentity fresh = NodeIdentity.fresh(config.genesis().clusterId(), config.self(), Incarnation.draw(random));
        file.store(fresh);
        return new IdentityDesk(file, fresh, level);
    }

    private void check(NodeIdentity identity) throws IOException, StartRefused {
        if (!identity.cluster().equals(config.genesis().clusterId())) {
            throw new StartRefused(StartRefused.Kind.WRONG_DIRECTORY,
                    "data directory " + config.dataDir() + " belongs to cluster '" + identity.cluster()
                            + "', not to '" + config.genesis().clusterId() + "'; point the node at its own directory");
        }
        if (!identity.self().equals(config.self())) {
            throw new StartRefused(StartRefused.Kind.WRONG_DIRECTORY,
                    "data directory " + config.dataDir() + " belongs to " + identity.self() + ", not to "
                            + config.self()
                            + "; point the node at its own directory (a changed address goes into the dial map)");
        }
        if (identity.stage() == NodeIdentity.Stage.FORMED && !Files.exists(raftDir.resolve("log").resolve("CURRENT"))) {
            throw new StartRefused(StartRefused.Kind.DAMAGED,
                    "data directory " + config.dataDir() + " has an identity but its log " + raftDir.resolve("log")
                            + " is missing; restore it, or " + remedy());
        }
    }

    private String remedy() {
        return "remove node '" + config.self().node()
                + "' from the cluster, then start it on an empty directory under a new node id and add it as a learner";
    }

    /** Returns once Raft may start; asks nobody if this node has been formed before. */
    void complete(IdentityDesk desk, Ask ask, BooleanSupplier stopping)
            throws IOException, StartRefused, InterruptedException {
        if (desk.identity().stage() == NodeIdentity.Stage.FORMED) {
            return;
        }
        boolean seed = config.genesis().seed(config.self().node()).isPresent();
        List<Member> others = config.genesis().seeds().stream().filter(s -> !s.node().equals(config.self().node()))
                .toList();
        int needed = seed ? others.size() : others.size() / 2 + 1;
        Map<NodeId, Incarnation> met = new TreeMap<>();
        for (int round = 0; met.size() < needed; round++) {
            if (stopping.getAsBoolean()) {
                throw new StartRefused(StartRefused.Kind.STOPPED,
                        config.self() + " was stopped while it waited for its first start");
            }
            List<Member> open = others.stream().filter(o -> !met.containsKey(o.node())).toList();
            met.putAll(askAll(desk, ask, open, seed));
            if (met.size() < needed) {
                if (round % 20 == 0) {
                    LOG.info("{} waits for {} before its first start; start them, or check their addresses",
                            config.self(),
                            others.stream().filter(o -> !met.containsKey(o.node())).toList());
                }
                TimeUnit.MILLISECONDS.sleep(250);
            }
        }
        desk.formed(met);
        LOG.info("{} is formed with {}", config.self(), met.keySet());
    }

    private Map<NodeId, Incarnation> askAll(IdentityDesk desk, Ask ask, List<Member> open, boolean seed)
            throws StartRefused, InterruptedException {
        List<Future<IdentityResponse>> answers = new ArrayList<>();
        for (Member peer : open) {
            answers.add(ask.ask(peer, desk.question()));
        }
        Map<NodeId, Incarnation> met = new TreeMap<>();
        for (int i = 0; i < open.size(); i++) {
            Optional<IdentityResponse> answer = await(answers.get(i));
            if (answer.isPresent() && (judge(desk, open.get(i), answer.get()) || seed)) {
                met.put(open.get(i).node(), Incarnation.of(answer.get().getIncarnation().toByteArray()));
            }
        }
        return met;
    }

    private static Optional<IdentityResponse> await(Future<IdentityResponse> answer) throws InterruptedException {
        try {
            return Optional.of(answer.get());
        } catch (ExecutionException e) {
            LOG.debug("no answer yet", e);
            return Optional.empty();
        }
    }

    /** Whether the answer comes from a formed node; refuses if it shows that this node must not start. */
    private boolean judge(IdentityDesk desk, Member peer, IdentityResponse answer) throws StartRefused {
        if (!answer.getCluster().equals(config.genesis().clusterId())) {
            throw new StartRefused(StartRefused.Kind.WRONG_DIRECTORY,
                    peer + " answers for cluster '" + answer.getCluster() + "', not '" + config.genesis().clusterId()
                            + "'; correct its address in the genesis file");
        }
        if (!answer.getMember().equals(peer.toString())) {
            throw new StartRefused(StartRefused.Kind.WRONG_DIRECTORY,
                    "at " + peer.address() + " answers " + answer.getMember() + ", not " + peer
                            + "; correct the genesis file or the dial map");
        }
        if (!answer.getRecorded().isEmpty()) {
            Incarnation recorded = Incarnation.of(answer.getRecorded().toByteArray());
            if (!recorded.equals(desk.identity().incarnation())) {
                throw new StartRefused(StartRefused.Kind.WIPED,
                        "node '" + config.self().node() + "' has been part of this cluster before (" + peer.node()
                                + " has met it) but its data directory " + config.dataDir()
                                + " is empty: the log and the votes it had are gone. "
                                + "A node never returns under its old name: " + remedy());
            }
        }
        return answer.getStage() == IdentityResponse.Stage.FORMED;
    }

    private static boolean holdsAnything(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(dir)) {
            return entries.findAny().isPresent();
        }
    }
}
