package io.althing.chaos.sim.promise;

import io.althing.registry.Event;
import io.althing.registry.GlobalPolicy;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.RegionPolicy;
import io.althing.registry.RegionRollout;
import io.althing.registry.Rollout;
import io.althing.registry.RolloutId;
import io.althing.registry.Table;
import io.althing.registry.VersionId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rollouts go forward only as their policies allow, and a rollout that went back or ended serves nobody. */
final class RolloutCheck {
    private static final String FORWARD = "forward-only-when-allowed";
    private static final String ENDED = "a-rollout-that-ended-serves-nobody";

    private final Breaches breaches;
    private final PolicyCheck policies;
    private final TimeCheck time;
    private final Map<RolloutId, RolloutAccount> rollouts = new LinkedHashMap<>();
    private final Map<String, Event.TargetChanged> targets = new HashMap<>();
    private final Map<String, Long> targetIndices = new HashMap<>();
    private final Set<String> ready = new HashSet<>();
    private final Set<String> quarantined = new HashSet<>();

    RolloutCheck(Breaches breaches, PolicyCheck policies, TimeCheck time) {
        this.breaches = breaches;
        this.policies = policies;
        this.time = time;
    }

    Collection<RolloutAccount> all() {
        return rollouts.values();
    }

    Optional<RolloutAccount> find(RolloutId id) {
        return Optional.ofNullable(rollouts.get(id));
    }

    void on(Happened happened) {
        for (Event event : happened.events()) {
            forward(happened, event);
            back(happened, event);
        }
        if (!happened.events().isEmpty()) {
            consistent(happened);
        }
    }

    private void forward(Happened happened, Event event) {
        switch (event) {
            case Event.VersionReady e -> ready.add(Table.key(e.model(), e.version()));
            case Event.VersionQuarantined e -> quarantined.add(Table.key(e.model(), e.version()));
            case Event.RolloutRequested e -> requested(happened, e);
            case Event.RolloutApproved e -> find(e.rollout()).ifPresent(r -> breaches.unless(
                    r.approvers.add(e.approval().by()) && !e.approval().by().equals(r.request.requestedBy()),
                    "approvals-are-of-others", happened + ": " + e.approval().by() + " may not approve"));
            case Event.RegionAdvanced e -> find(e.rollout()).ifPresent(r -> advanced(happened, r, e));
            case Event.StepPassed e -> part(e.rollout(), e.region()).ifPresent(p -> {
                p.passed = Math.max(p.passed, e.step());
                p.promotable |= e.promotable();
            });
            case Event.RegionEffective e -> reported(e);
            case Event.PauseLifted e -> part(e.rollout(), e.region()).ifPresent(p -> p.lifted = e.step());
            default -> {
            }
        }
    }

    private void back(Happened happened, Event event) {
        switch (event) {
            case Event.RolloutMoved e -> find(e.rollout()).ifPresent(r -> moved(r, e.state()));
            case Event.RegionRolledBack e -> part(e.rollout(), e.region()).ifPresent(p -> {
                p.phase = RegionRollout.Phase.ROLLED_BACK;
                p.weight = 0;
            });
            case Event.TargetChanged e -> {
                targets.put(Table.key(e.model(), e.region()), e);
                targetIndices.put(Table.key(e.model(), e.region()), happened.index());
            }
            case Event.BallotOpened e -> find(e.rollout()).ifPresent(r -> r.openBallot = Optional.of(e.ballot()));
            case Event.BallotSettled e -> rollouts.values().stream()
                    .filter(r -> r.openBallot.equals(Optional.of(e.ballot())))
                    .forEach(r -> r.openBallot = Optional.empty());
            default -> {
            }
        }
    }

    /** A region that serves none of a canary whose target it knows went back by itself, for good. */
    private void reported(Event.RegionEffective e) {
        Optional.ofNullable(targets.get(Table.key(e.model(), e.region()))).flatMap(Event.TargetChanged::canary)
                .filter(share -> e.effective().canary().isEmpty())
                .flatMap(share -> part(share.rollout(), e.region()))
                .filter(part -> latest(e) <= e.effective().index()).ifPresent(part -> part.wentBack = true);
    }

    private long latest(Event.RegionEffective e) {
        return targetIndices.getOrDefault(Table.key(e.model(), e.region()), Long.MAX_VALUE);
    }

    private Optional<RolloutAccount.Part> part(RolloutId rollout, Region region) {
        return find(rollout).map(r -> r.parts.get(region));
    }

    private void requested(Happened happened, Event.RolloutRequested e) {
        String version = Table.key(e.model(), e.version());
        breaches.unless(ready.contains(version), FORWARD, happened + ": version " + version + " is not ready");
        breaches.unless(!quarantined.contains(version) || !e.reason().isBlank(), FORWARD,
                happened + ": version " + version + " was convicted, and no reason is given");
        breaches.unless(e.epoch() == policies.inForce(), FORWARD, happened + ": epoch " + e.epoch());
        breaches.unless(rollouts.values().stream().noneMatch(r -> r.request.model().equals(e.model())
                && (r.state.active() || r.state == Rollout.State.ROLLING_BACK)), FORWARD,
                happened + ": another rollout is in flight");
        var account = new RolloutAccount(e);
        account.parts.forEach((region, part) -> part.previous = stable(e.model(), region));
        rollouts.put(e.rollout(), account);
        int needed = approvals(account);
        breaches.unless((needed > 0) == (e.state() == Rollout.State.AWAITING_APPROVAL), "approvals-are-of-others",
                happened + " needs " + needed + " approvals and is " + e.state());
    }

    private Optional<VersionId> stable(ModelName model, Region region) {
        return Optional.ofNullable(targets.get(Table.key(model, region))).flatMap(Event.TargetChanged::stable);
    }

    private int approvals(RolloutAccount rollout) {
        return rollout.parts.keySet().stream().flatMap(r -> policies.policy(rollout.request.epoch(), r).stream())
                .mapToInt(p -> p.gates().approvals()).max().orElse(0);
    }

    private void moved(RolloutAccount rollout, Rollout.State next) {
        Rollout.State before = rollout.state;
        boolean allowed = switch (next) {
            case AWAITING_APPROVAL -> false;
            case RUNNING -> before == Rollout.State.PAUSED || (before == Rollout.State.AWAITING_APPROVAL
                    && rollout.approvers.size() >= approvals(rollout));
            case PAUSED -> before == Rollout.State.RUNNING || before == Rollout.State.PAUSED;
            case SUCCEEDED, SUCCEEDED_PARTLY -> before == Rollout.State.RUNNING || before == Rollout.State.PAUSED;
            case ROLLING_BACK -> before.active() || before == Rollout.State.ROLLING_BACK;
            case ROLLED_BACK -> before == Rollout.State.ROLLING_BACK;
            case RECOVERED, ESCALATED -> before == Rollout.State.ROLLING_BACK || before == Rollout.State.ROLLED_BACK;
            case ABORTED -> before.active();
        };
        breaches.unless(allowed, "rollouts-move-as-drawn",
                "rollout " + rollout.request.rollout() + " went from " + before + " to " + next);
        rollout.state = next;
    }

    private void advanced(Happened happened, RolloutAccount rollout, Event.RegionAdvanced e) {
        RolloutAccount.Part part = rollout.parts.get(e.region());
        boolean standing = rollout.state == Rollout.State.RUNNING && rollout.openBallot.isEmpty() && part != null
                && part.open();
        breaches.unless(standing, FORWARD, happened + ": the rollout is " + rollout.state + ", its ballot "
                + rollout.openBallot + ", its part in " + e.region() + " " + (part == null ? "none" : part.phase));
        if (!standing || part == null) {
            return;
        }
        breaches.unless(!part.wentBack, FORWARD, happened + ": " + e.region() + " had gone back by itself");
        Optional<RegionPolicy> policy = policies.policy(rollout.request.epoch(), e.region());
        if (part.previous.isPresent() && policy.isPresent()) {
            step(happened, rollout, part, policy.get(), e);
        }
        part.phase = e.promoted() ? RegionRollout.Phase.PROMOTED : RegionRollout.Phase.CANARY;
        part.step = e.step();
        part.weight = e.weightBasisPoints();
        part.since = time.agreed();
    }

    private void step(Happened happened, RolloutAccount rollout, RolloutAccount.Part part, RegionPolicy policy,
            Event.RegionAdvanced e) {
        breaches.unless(e.step() == Ladder.next(policy, part.step)
                && e.weightBasisPoints() == Ladder.weight(policy, e.step()), FORWARD,
                happened + ": step " + e.step() + " at " + e.weightBasisPoints() + " follows step " + part.step);
        if (part.phase == RegionRollout.Phase.WAITING) {
            policies.global(rollout.request.epoch()).ifPresent(global -> gate(happened, rollout, global, e.region()));
            policy.gates().requiresPromoted().forEach(other -> breaches.unless(
                    Optional.ofNullable(rollout.parts.get(other)).map(p -> p.phase == RegionRollout.Phase.PROMOTED)
                            .orElse(true),
                    FORWARD, happened + ": " + e.region() + " requires " + other));
            return;
        }
        breaches.unless(part.passed >= part.step, FORWARD, happened + ": step " + part.step + " was not passed");
        long waited = time.agreed() - part.since;
        breaches.unless(waited >= Ladder.pauseMillis(policy, part.step), FORWARD,
                happened + ": paused only " + waited + " ms");
        breaches.unless(!Ladder.person(policy, part.step) || part.lifted >= part.step, FORWARD,
                happened + ": no person passed the pause");
        breaches.unless(e.weightBasisPoints() < Ladder.FULL || !Ladder.judged(policy) || part.promotable, FORWARD,
                happened + ": no evidence that harm is small");
    }

    private void gate(Happened happened, RolloutAccount rollout, GlobalPolicy global, Region region) {
        if (global.barrier() == GlobalPolicy.Barrier.FREE) {
            return;
        }
        int wave = Ladder.wave(global, region);
        rollout.parts.forEach((other, part) -> {
            if (Ladder.wave(global, other) < wave) {
                breaches.unless(!part.open(), FORWARD, happened + ": " + region + " overtakes the wave of " + other);
                breaches.unless(time.agreed() - part.since >= global.bakeMillis(), FORWARD,
                        happened + ": " + other + " has not baked");
            }
        });
    }

    private void consistent(Happened happened) {
        for (Event.TargetChanged target : targets.values()) {
            target.canary().ifPresent(share -> find(share.rollout()).ifPresent(rollout -> {
                RolloutAccount.Part part = rollout.parts.get(target.region());
                boolean serves = part != null && part.phase == RegionRollout.Phase.CANARY
                        && share.weightBasisPoints() <= part.weight;
                breaches.unless(serves, "a-target-is-its-rollout's", "after " + happened + " the target of "
                        + target.region() + " is " + share + ", its part " + (part == null ? "none" : part.phase));
                breaches.unless(rollout.state.active() || rollout.state == Rollout.State.ROLLING_BACK, ENDED,
                        "after " + happened + " " + target.region() + " is to serve " + share + " of a rollout that is "
                                + rollout.state);
            }));
        }
        for (RolloutAccount rollout : rollouts.values()) {
            if (rollout.state == Rollout.State.SUCCEEDED) {
                breaches.unless(
                        rollout.parts.values().stream().noneMatch(RolloutAccount.Part::open),
                        "success-is-everywhere", happened + ": " + rollout.request.rollout() + " succeeded too early");
            }
        }
    }
}
