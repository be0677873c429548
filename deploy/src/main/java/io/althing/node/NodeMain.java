package io.althing.node;

import io.althing.artifacts.ArtifactReplicator;
import io.althing.artifacts.ArtifactStore;
import io.althing.artifacts.Confirmation;
import io.althing.audit.CosignStore;
import io.althing.checkpoint.CheckpointDesk;
import io.althing.checkpoint.CheckpointMeters;
import io.althing.codec.BuildTooOld;
import io.althing.codec.Codecs;
import io.althing.controller.ControllerLoop;
import io.althing.controller.ControllerSettings;
import io.althing.http.ApiContext;
import io.althing.http.ApiServer;
import io.althing.http.Settings;
import io.althing.http.Ulids;
import io.althing.http.Wire;
import io.althing.planner.PlannerSettings;
import io.althing.planner.RolloutPlanner;
import io.althing.raft.FatalError;
import io.althing.raft.JraftStore;
import io.althing.raft.RaftNode;
import io.althing.raft.StartRefused;
import io.althing.registry.Genesis;
import io.althing.registry.NodeId;
import io.althing.registry.Region;
import io.althing.registry.Registry;
import io.althing.replica.CautiousStore;
import io.althing.replica.EarlyStore;
import io.althing.replica.ReplicaCheck;
import io.althing.replica.SparingStore;
import io.althing.resource.AuditDesk;
import io.althing.resource.ReplicationGroup;
import io.althing.resource.Resources;
import io.althing.search.AuditIndex;
import io.althing.search.StateSubjects;
import io.althing.security.TokenFile;
import io.althing.security.TokenFileException;
import io.althing.store.Ed25519Check;
import io.althing.store.KeyValueFault;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node: a region's replica of the registry, its API, and the controller that acts while it leads. Built from the inside out;
 * closed from the outside in.
 */
public final class NodeMain implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeMain.class);

    private final Stack stack;
    private final ApiServer server;

    private static NodeMain start(NodeConfig config, NodeSeams seams, Consumer<FatalError> onFatal) throws Exception {
        Stack stack = new Stack();
        try {
            return new NodeMain(stack, config, seams, onFatal);
        } catch (Exception e) {
            stack.close();
            throw e;
        }
    }

    private NodeMain(Stack stack, NodeConfig config, NodeSeams seams, Consumer<FatalError> onFatal)
            throws ConfigException, WrongKeyException, DivergedException, IOException, StartRefused,
            InterruptedException {
        this.stack = stack;
        Clock clock = Clock.systemUTC();
        Genesis genesis = GenesisFiles.read(config.genesis());
        Codecs codecs = Codecs.create();
        AuditKeys keys = AuditKeys.read(config, genesis);
        Divergence divergence = Divergence.in(config.data());
        divergence.requireNone();
        RaftWiring wiring = RaftWiring.of(config, genesis);
        var tokens = new TokenFile(config.tokens());
        var artifacts = new ArtifactStore(config.data().resolve("artifacts"), ArtifactStore.Limits.standard());

        var registry = new Registry(new Ed25519Check());
        var birth = new ClusterBirth(genesis, new NodeId(config.node()));
        var raft = stack.push(new JraftStore(wiring.config(), registry, codecs,
                new RaftNode.Hooks(clock, new SecureRandom(), birth, divergence.before(onFatal), seams.links()),
                ArchiveWatch.store(config)));
        birth.watch(raft);
        raft.start();
        var disk = stack.push(diskWatch(config, raft).start());
        var replica = new RaftReplica(raft);
        var check = stack.push(new ReplicaCheck(raft, replica, config.api().peers()));
        check.start(ReplicaCheck.EVERY);
        LevelWatch levels = stack.push(LevelWatch.start(raft, new NodeId(config.node())));
        var store = new EarlyStore(new SparingStore(new CautiousStore(raft, check::doubt), disk::full),
                () -> raft.levels().agreed(), levels::because);

        var planner = new RolloutPlanner(new NodeId(config.node()), PlannerSettings.defaults());
        var controller = stack.push(
                new ControllerLoop(store, planner, ControllerSettings.defaults(clock, System::nanoTime)));
        controller.start();

        var region = new Region(config.region());
        stack.push(new ArtifactReplicator(store, artifacts, new Confirmation.Voice(region, new NodeId(config.node())),
                ArtifactReplicator.Plan.from(config.api().peers())));
        stack.push(TokenWatch.start(tokens));

        ArchiveWatch archive = stack.push(ArchiveWatch.start(config, raft));
        var search = stack.push(
                new AuditIndex(store.audit(), new StateSubjects(store),
                        AuditIndexFiles.open(config.data().resolve("audit-index")),
                        System::nanoTime).start());
        Optional<CosignStore> memory = keys.memory(config, stack);
        var checkpoints = stack
                .push(new CheckpointDesk(seams.signing(keys.settings(config, memory)), seams.signed(store)));
        stack.push(TrustWatch.start(new TrustWatch.Source(config, genesis, keys.trust()),
                renewed -> checkpoints.renew(seams.signing(renewed.settings(config, memory)))));
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        CheckpointMeters.watch(meters, checkpoints);
        stack.push(CertificateWatch.start(raft.raft(), wiring.config().network().tls(), clock, meters));
        var api = new ApiContext(store, region, new NodeId(config.node()), tokens, clock,
                new Ulids(clock, new SecureRandom()), new Wire(codecs.json()),
                Settings.on(config.api().host(), config.api().port()),
                meters);
        server = stack.push(ApiServer.start(api,
                Resources.of(api, artifacts, new ReplicationGroup(new RaftMembership(raft.raft()), replica),
                        checkpoints, new AuditDesk(search, archive))));
        checkpoints.start();
    }

    private static DiskWatch diskWatch(NodeConfig config, JraftStore store) throws IOException {
        FileStore disk = Files.getFileStore(config.data());
        return new DiskWatch(() -> new DiskRoom(disk.getUsableSpace(), disk.getTotalSpace()),
                new DiskReserve(config.data().resolve("reserve")), store.raft()::status,
                store.raft()::transferLeadership);
    }

    /** The port its API listens on. */
    public int apiPort() {
        return server.port();
    }

    @Override
    public void close() {
        stack.close();
    }

    /**
     * Runs a node until the process is asked to stop.
     *
     * @return why it did not start; a started node ends its process itself
     */
    public static ProcessExit run(NodeConfig config) {
        return run(config, NodeSeams.none());
    }

    /** The same with faults in it, for drills. */
    public static ProcessExit run(NodeConfig config, NodeSeams seams) {
        LOG.info("node {} of {} starts on {}", config.node(), config.region(), config.data());
        if (config.transport().plaintext()) {
            LOG.warn("node {} speaks to its peers in plaintext, as configured: whoever reaches {} can act as a member;"
                    + " take transport.security out of the configuration and give it a certificate", config.node(),
                    config.raft().listen());
        }
        return Processes.run("node " + config.node(), onFatal -> start(config, seams, onFatal),
                NodeMain::exitFor);
    }

    static ProcessExit exitFor(Exception failure) {
        return switch (failure) {
            case StartRefused refused -> switch (refused.kind()) {
                case WRONG_DIRECTORY -> ProcessExit.WRONG_CLUSTER;
                case WIPED -> ProcessExit.WIPED;
                case ADDRESS -> ProcessExit.PORT_IN_USE;
                case DAMAGED -> ProcessExit.STATE_DAMAGED;
                case BUILD_TOO_OLD -> ProcessExit.BUILD_TOO_OLD;
                case CERTIFICATE -> ProcessExit.BAD_CONFIG;
                case STOPPED -> ProcessExit.STOPPED;
            };
            case BuildTooOld build -> ProcessExit.BUILD_TOO_OLD;
            case KeyValueFault fault -> ProcessExit.STATE_DAMAGED;
            case TokenFileException tokens -> ProcessExit.BAD_CONFIG;
            case DivergedException diverged -> ProcessExit.DIVERGED;
            case WrongKeyException key -> ProcessExit.WRONG_KEY;
            case ConfigException config -> ProcessExit.BAD_CONFIG;
            case IllegalStateException api when api.getCause() instanceof IOException -> ProcessExit.PORT_IN_USE;
            default -> ProcessExit.CRASHED;
        };
    }
}
