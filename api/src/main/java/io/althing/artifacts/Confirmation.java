package io.althing.artifacts;

import io.althing.registry.Actor;
import io.althing.registry.Artifact;
import io.althing.registry.Command;
import io.althing.registry.ModelVersion;
import io.althing.registry.NodeId;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.registry.Region;
import io.althing.registry.Rejection;
import io.althing.registry.Table;
import io.althing.store.Consistency;
import io.althing.store.Receipt;
import io.althing.store.RegistryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets one version's artifacts onto this node and tells the registry. */
public final class Confirmation {
    private static final Logger LOG = LoggerFactory.getLogger(Confirmation.class);

    private final RegistryStore registry;
    private final ArtifactStore store;
    private final Voice voice;
    private final ArtifactSources sources;

    /** In whose name a node confirms. */
    public record Voice(Region region, NodeId node) {
        Actor actor() {
            return new Actor("node-" + node, Actor.Kind.NODE, Optional.of(region), List.of(Actor.Role.NODE), "node",
                    Optional.empty());
        }
    }

    Confirmation(RegistryStore registry, ArtifactStore store, Voice voice, ArtifactSources sources) {
        this.registry = registry;
        this.store = store;
        this.voice = voice;
        this.sources = sources;
    }

    boolean isGiven(ModelVersion version) {
        return version.verifiedIn().contains(voice.region());
    }

    /** One try; true if there is nothing left to do. Blocks. */
    boolean attempt(ArtifactReplicator.Key key, Duration timeout) throws InterruptedException {
        try {
            Optional<ModelVersion> version = registry
                    .read(new Consistency.Local(),
                            state -> state.get(Table.VERSIONS, Table.key(key.model(), key.version())))
                    .join().value();
            if (version.isEmpty() || isGiven(version.get())) {
                return true;
            }
            for (Artifact artifact : version.get().artifacts()) {
                if (store.find(artifact.digest()).isEmpty() && !sources.fetch(store, artifact)) {
                    return false;
                }
            }
            return confirm(version.get(), timeout);
        } catch (CompletionException e) {
            LOG.warn("Cannot confirm version {} of {} now ({}); trying again", key.version(), key.model(),
                    String.valueOf(e.getCause()));
            return false;
        }
    }

    private boolean confirm(ModelVersion version, Duration timeout) {
        var command = new Command.ConfirmArtifacts(version.model(), version.version(), voice.region());
        var proposal = new Proposal(requestId(version), voice.actor(), voice.node(), Optional.empty(), command);
        Receipt receipt = registry.propose(proposal, timeout).join();
        return switch (receipt.outcome()) {
            case Outcome.Accepted accepted -> {
                LOG.info("Confirmed the artifacts of version {} of {}", version.version(), version.model());
                yield true;
            }
            case Outcome.Rejected rejected -> {
                boolean already = rejected.rejection() instanceof Rejection.NotNow now
                        && now.rule().equals("already-verified");
                if (!already) {
                    LOG.warn("Version {} of {} cannot be confirmed: {}", version.version(), version.model(),
                            rejected.rejection().detail());
                }
                yield true;
            }
        };
    }

    /** The same for the same act upon the same revision, so that repeating it does nothing twice. */
    private String requestId(ModelVersion version) {
        String act = voice.region() + "/" + version.model() + "/" + version.version() + "/" + version.revision();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(act.getBytes(StandardCharsets.UTF_8));
            return "confirm-" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
