package io.althing.agent;

import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.JournalRef;
import io.althing.registry.ModelName;
import io.althing.registry.ModelVersion;
import io.althing.registry.Region;
import io.althing.registry.RegionView;
import io.althing.registry.RolloutId;
import io.althing.registry.Sha256;
import io.althing.serving.InForce;
import io.althing.serving.ModelLoadException;
import io.althing.serving.RouteTarget;
import io.althing.serving.RouterUnavailableException;
import io.althing.telemetry.ArmWindow;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a plan says, and remembers what came of it. Only on the agent's own thread. */
final class Doing {
    private static final Logger LOG = LoggerFactory.getLogger(Doing.class);
    private static final int MOST_SETTLED = 1024;
    private static final int MOST_BLOBS = 64;
    private static final Duration INSTALL_AGAIN = Duration.ofSeconds(5);

    /** What lies on the agent's desk besides. */
    record Desk(Inbox inbox, Contacts contacts, Judges judges, Map<RolloutId, Recovery> recovering) {}

    private final Region region;
    private final AgentParts parts;
    private final Desk desk;
    private final Map<ModelName, LocalState.Placed> placed = new HashMap<>();
    private final Set<LocalState.Hosted> hosted = new HashSet<>();
    private final Map<LocalState.Hosted, Long> failedAt = new HashMap<>();
    private final Remembered<Sha256, Blob> blobs = new Remembered<>(MOST_BLOBS);
    private final Remembered<String, Boolean> settled = new Remembered<>(MOST_SETTLED);
    private final Set<String> lanes = new HashSet<>();
    private Outbox outbox;

    Doing(Region region, AgentParts parts, Desk desk) {
        this.region = region;
        this.parts = parts;
        this.desk = desk;
        this.outbox = Outbox.of(parts.journal().entries());
    }

    void act(AgentAction action, RegionView view, AgentTime now) {
        switch (action) {
            case AgentAction.Install install -> install(install, now);
            case AgentAction.ApplyTarget apply -> apply(apply.target(), now);
            case AgentAction.StartAnalysis start -> desk.judges().start(start, now);
            case AgentAction.StopAnalysis stop -> desk.judges().stop(stop);
            case AgentAction.LocalRollback back -> goBack(back, now);
            case AgentAction.Acknowledge known -> told(known.sequence(), known.how());
            case AgentAction.Fetch fetch -> fetch(fetch.digest());
            case AgentAction.WatchRecovery watch -> watch(watch, now);
            case AgentAction.Tell tell -> tell(tell, view.clusterId());
        }
    }

    private void goBack(AgentAction.LocalRollback back, AgentTime now) {
        LOG.warn("goes back from version {} of model {} by itself: {}", back.version(), back.model(), back.why());
        Optional<Judge> judge = desk.judges().find(back.rollout());
        Optional<Command.OpenBallot> conviction = back.cause() == JournalAct.Cause.CONVICTION
                ? judge.map(j -> conviction(back, j))
                : Optional.empty();
        parts.journal().append(new JournalAct.WentBack(back.model(), back.rollout(), back.version(), back.cause(),
                back.why(), conviction));
        LocalState.Placed now0 = placed.get(back.model());
        if (now0 != null) {
            InForce inForce = now0.inForce();
            route(new RouteTarget(back.model(), Math.max(0, inForce.index()), inForce.stable(), Optional.empty()), now);
        }
        judge.ifPresent(Judge::close);
        outbox = Outbox.of(parts.journal().entries());
    }

    private Command.OpenBallot conviction(AgentAction.LocalRollback back, Judge judge) {
        Judged judged = judge.judged();
        return new Command.OpenBallot(Ids.ballot(back.rollout(), region, judged.evidence().look()), back.rollout(),
                region, judged.evidence(), back.why(), judge.lookCounts(parts.json()),
                new JournalRef(parts.journal().id(), parts.journal().nextSequence()), Signer.UNSIGNED);
    }

    private void apply(RouteTarget target, AgentTime now) {
        LocalState.Placed before = placed.get(target.model());
        if (before != null) {
            desk.judges().lookBefore(target.model(), before.inForce(), now);
        }
        route(target, now);
    }

    private void route(RouteTarget target, AgentTime now) {
        try {
            InForce result = parts.router().apply(target);
            place(result, now);
            LOG.info("model {} is served as stable {} and canary {} (index {})", result.model(), result.stable(),
                    result.canary(), result.index());
        } catch (RouterUnavailableException e) {
            LOG.error("the traffic of model {} could not be changed: {}; it is tried again", target.model(),
                    e.getMessage());
        }
    }

    /** Notes what is in force. */
    void place(InForce inForce, AgentTime now) {
        LocalState.Placed before = placed.get(inForce.model());
        var plain = new InForce(inForce.model(), inForce.index(), inForce.stable(), inForce.canary(), Optional.empty());
        if (before == null || !before.inForce().equals(plain)) {
            placed.put(inForce.model(), new LocalState.Placed(plain, now.wall()));
        }
    }

    private void install(AgentAction.Install install, AgentTime now) {
        var version = new LocalState.Hosted(install.model(), install.version());
        String lane = "install/" + install.model() + "/" + install.version();
        Long failed = failedAt.get(version);
        if (failed != null && now.since(failed).compareTo(INSTALL_AGAIN) < 0) {
            return;
        }
        lanes.add(lane);
        desk.inbox().when(parts.link().version(install.model(), install.version()), answer -> {
            Optional<ModelVersion> described = answer.held();
            if (described.isEmpty()) {
                installed(version, lane, Optional.of(answer.words()));
            } else {
                parts.background().execute(() -> {
                    Optional<String> failure = load(described.get());
                    desk.inbox().post(() -> installed(version, lane, failure));
                });
            }
        });
    }

    private Optional<String> load(ModelVersion version) {
        try {
            parts.host().install(version.model(), version.version(), version.artifacts());
            return Optional.empty();
        } catch (IOException | ModelLoadException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void installed(LocalState.Hosted version, String lane, Optional<String> failure) {
        lanes.remove(lane);
        if (failure.isPresent()) {
            failedAt.put(version, parts.clock().now().nanos());
            LOG.error("version {} of model {} cannot be made ready here: {}; it is tried again in {} s",
                    version.version(), version.model(), failure.get(), INSTALL_AGAIN.toSeconds());
        } else {
            failedAt.remove(version);
            hosted.add(version);
        }
    }

    private void fetch(Sha256 digest) {
        lanes.add("blob/" + digest);
        desk.inbox().when(parts.link().blob(digest), answer -> {
            lanes.remove("blob/" + digest);
            answer.held().ifPresentOrElse(blob -> blobs.put(digest, blob),
                    () -> LOG.warn("blob {} is not to be had: {}", digest, answer.words()));
        });
    }

    private void watch(AgentAction.WatchRecovery watch, AgentTime now) {
        parts.observations().outsideRollouts(watch.model());
        desk.recovering().put(watch.rollout(), new Recovery(now.nanos(),
                desk.judges().find(watch.rollout()).map(Judge::totals).orElse(List.of()), ArmWindow.EMPTY));
    }

    private void tell(AgentAction.Tell tell, String cluster) {
        lanes.add(tell.lane());
        Command signed = parts.signer().signed(cluster, tell.command());
        desk.inbox().when(parts.link().tell(tell.requestId(), signed), answer -> {
            lanes.remove(tell.lane());
            heard(tell, answer);
        });
    }

    private void heard(AgentAction.Tell tell, Answer<Long> answer) {
        String what = tell.command().getClass().getSimpleName();
        switch (answer) {
            case Answer.Accepted<Long> accepted -> {
                settled.put(tell.requestId(), true);
                LOG.info("{} of {} {}", what, region, answer.words());
                if (tell.letter() > 0) {
                    told(tell.letter(), answer.words());
                }
                desk.contacts().want();
            }
            case Answer.Rejected<Long> rejected -> {
                settled.put(tell.requestId(), true);
                LOG.warn("{} of {} {}", what, region, answer.words());
                if (tell.letter() > 0 && rejected.rule().equals("replayed")) {
                    told(tell.letter(), answer.words());
                }
                desk.contacts().want();
            }
            case Answer.NotNow<Long> notNow -> desk.contacts().lost(what + " " + answer.words());
            case Answer.Unknown<Long> unknown -> desk.contacts().lost(what + " " + answer.words());
        }
    }

    /** Notes once that the registry knows of an act, whichever of answer and view says so first. */
    private void told(long sequence, String how) {
        if (outbox.waiting().stream().noneMatch(letter -> letter.sequence() == sequence)) {
            return;
        }
        parts.journal().append(new JournalAct.Told(sequence, how));
        outbox = Outbox.of(parts.journal().entries());
    }

    Map<ModelName, LocalState.Placed> placed() {
        return placed;
    }

    Set<LocalState.Hosted> hosted() {
        return hosted;
    }

    Map<Sha256, Blob> blobs() {
        return blobs;
    }

    Outbox outbox() {
        return outbox;
    }

    LocalState.Asked asked() {
        return new LocalState.Asked(lanes, settled.keySet());
    }
}
