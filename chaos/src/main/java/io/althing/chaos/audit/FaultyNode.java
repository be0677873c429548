package io.althing.chaos.audit;

import io.althing.audit.TrustPolicy;
import io.althing.audit.TrustPolicy.Witness;
import io.althing.checkpoint.CheckpointSettings;
import io.althing.checkpoint.CheckpointSettings.Cosigning;
import io.althing.checkpoint.TrustVersions;
import io.althing.node.ConfigException;
import io.althing.node.NodeConfig;
import io.althing.node.NodeMain;
import io.althing.node.NodeSeams;
import io.althing.registry.Region;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The main class of a node with a fault in how it signs; only drills run it. */
public final class FaultyNode {
    private static final CheckpointSettings.Pace SELDOM = new CheckpointSettings.Pace(Duration.ofHours(1),
            Duration.ofSeconds(1), Duration.ofSeconds(1));

    private FaultyNode() {}

    /** What is wrong with it. */
    public enum Fault {
        /** No fault but that it cosigns by itself: it makes no checkpoints and neither asks nor is asked by other regions. */
        ALONE,
        /** The same, and its cosigner's memory reaches the disk no more once it holds a head. */
        UNSYNCED,
        /** It signs an entry more than was committed. */
        HASTY
    }

    /** @param arguments the fault and the configuration file */
    public static void main(String[] arguments) throws ConfigException {
        NodeConfig config = NodeConfig.read(Path.of(arguments[1]));
        System.exit(NodeMain.run(config, seams(Fault.valueOf(arguments[0]))).code());
    }

    private static NodeSeams seams(Fault fault) {
        return switch (fault) {
            case ALONE -> new NodeSeams(settings -> alone(settings, settings.cosigning()), store -> store);
            case UNSYNCED -> new NodeSeams(settings -> alone(settings, settings.cosigning().map(FaultyNode::unsynced)),
                    store -> store);
            case HASTY -> new NodeSeams(settings -> settings, HastyStore::new);
        };
    }

    private static Cosigning unsynced(Cosigning cosigning) {
        return new Cosigning(cosigning.key(), new UnsyncedMemory(cosigning.memory()), cosigning.clock());
    }

    private static CheckpointSettings alone(CheckpointSettings settings, Optional<Cosigning> cosigning) {
        TrustPolicy policy = settings.trust().inForce();
        Map<Region, Witness> itself = policy.members().entrySet().stream()
                .filter(member -> member.getValue() instanceof Witness witness
                        && cosigning.filter(own -> own.key().key().equals(witness.key())).isPresent())
                .collect(Collectors.toMap(member -> new Region(member.getKey()),
                        member -> (Witness) member.getValue()));
        return new CheckpointSettings(settings.log(), TrustVersions.first(policy.logs().getFirst(), itself), cosigning,
                List.of(), List.of(), settings.kept(), SELDOM);
    }
}
