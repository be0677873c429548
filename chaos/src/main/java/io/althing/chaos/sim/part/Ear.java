package io.althing.chaos.sim.part;

import io.althing.agent.Answer;
import io.althing.agent.RegistryLink;
import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.ModelVersion;
import io.althing.registry.Region;
import io.althing.registry.RegionView;
import io.althing.registry.Sha256;
import io.althing.registry.Signature;
import io.althing.registry.VersionId;
import java.util.concurrent.CompletableFuture;

/** Listens in on an agent's line: what it signed, and when it last heard the registry with a quorum. */
final class Ear implements RegistryLink {
    private final Region region;
    private final RegistryLink line;
    private final SimAgent.Surroundings around;
    private final Life life;
    private long freshAt;

    Ear(Region region, RegistryLink line, SimAgent.Surroundings around, Life life) {
        this.region = region;
        this.line = line;
        this.around = around;
        this.life = life;
    }

    /** When the newest linearizable view was asked for. */
    long freshAt() {
        return freshAt;
    }

    @Override
    public CompletableFuture<Answer<RegionView>> view(Freshness freshness) {
        long asked = around.agenda().now();
        CompletableFuture<Answer<RegionView>> answer = line.view(freshness);
        CompletableFuture<Answer<RegionView>> unused = answer.whenComplete((view, failure) -> {
            if (freshness == Freshness.LINEARIZABLE && view instanceof Answer.Accepted && !life.over()) {
                freshAt = asked;
                around.promises().serving().heard(region, asked);
            }
        });
        return answer;
    }

    @Override
    public CompletableFuture<Answer<Long>> tell(String requestId, Command command) {
        Signature signature = switch (command) {
            case Command.ProposeRegionPolicy c -> c.signature();
            case Command.VoteOnCandidate c -> c.signature();
            case Command.ReportStepPassed c -> c.signature();
            case Command.OpenBallot c -> c.signature();
            case Command.CastVote c -> c.signature();
            default -> new Signature("none");
        };
        around.promises().signed(signature);
        return line.tell(requestId, command);
    }

    @Override
    public CompletableFuture<Answer<Blob>> blob(Sha256 digest) {
        return line.blob(digest);
    }

    @Override
    public CompletableFuture<Answer<ModelVersion>> version(ModelName model, VersionId version) {
        return line.version(model, version);
    }

    @Override
    public void onEvent(Runnable wake) {
        line.onEvent(wake);
    }

    @Override
    public void close() {
        line.close();
    }
}
