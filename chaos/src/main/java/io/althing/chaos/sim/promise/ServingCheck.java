package io.althing.chaos.sim.promise;

import io.althing.registry.Event;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.RegionPolicy;
import io.althing.registry.RolloutId;
import io.althing.registry.ServingTarget;
import io.althing.registry.Table;
import io.althing.serving.CanaryShare;
import io.althing.serving.InForce;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What regions really serve: nothing the log did not say, nothing forward on old news, and nothing again that was taken back. */
public final class ServingCheck {
    private static final long FRESH_NANOS = 5_000_000_000L;
    private static final long SLACK_NANOS = 1_000_000_000L;
    private static final String AGAIN = "what-was-taken-back-never-serves-again";

    private final Breaches breaches;
    private final PolicyCheck policies;
    private final RolloutCheck rollouts;
    private final Map<String, NavigableMap<Long, Target>> targets = new HashMap<>();
    private final Set<String> backEffective = new HashSet<>();
    private final Set<String> backAlone = new HashSet<>();
    private final Map<String, String> loweredAlone = new HashMap<>();
    private final Map<String, Long> convictedAt = new HashMap<>();
    private final Map<Region, Long> heardAt = new HashMap<>();

    /** A target and when it was committed. */
    private record Target(Event.TargetChanged said, long at) {
        boolean covers(InForce inForce) {
            return said.stable().equals(inForce.stable()) && inForce.canary().map(share -> said.canary()
                    .filter(c -> c.rollout().equals(share.rollout()) && c.version().equals(share.version())
                            && share.weightBasisPoints() <= c.weightBasisPoints())
                    .isPresent()).orElse(true);
        }
    }

    ServingCheck(Breaches breaches, PolicyCheck policies, RolloutCheck rollouts) {
        this.breaches = breaches;
        this.policies = policies;
        this.rollouts = rollouts;
    }

    void on(Happened happened) {
        for (Event event : happened.events()) {
            if (event instanceof Event.TargetChanged e) {
                targets.computeIfAbsent(Table.key(e.model(), e.region()), key -> new TreeMap<>())
                        .put(happened.index(), new Target(e, breaches.now()));
            } else if (event instanceof Event.RegionEffective e) {
                effective(e.model(), e.region(), e.effective());
            }
        }
    }

    private void effective(ModelName model, Region region, ServingTarget.Effective report) {
        NavigableMap<Long, Target> known = known(model, region);
        Target reported = known.get(report.index());
        if (reported == null) {
            return;
        }
        known.headMap(report.index(), false).values().forEach(earlier -> earlier.said().canary().ifPresent(share -> {
            boolean back = reported.said().canary().filter(c -> c.rollout().equals(share.rollout())).isEmpty()
                    && !reported.said().stable().equals(Optional.of(share.version()));
            if (back) {
                backEffective.add(key(region, share.rollout()));
            }
        }));
    }

    private static String key(Region region, RolloutId rollout) {
        return region + "/" + rollout;
    }

    private NavigableMap<Long, Target> known(ModelName model, Region region) {
        return targets.computeIfAbsent(Table.key(model, region), key -> new TreeMap<>());
    }

    /** A region's journal holds that it went back by itself, and the act is done. */
    public void wentBack(Region region, RolloutId rollout) {
        backAlone.add(key(region, rollout));
    }

    /** Whether the region went back from the rollout by itself. */
    public boolean isBack(Region region, RolloutId rollout) {
        return backAlone.contains(key(region, rollout));
    }

    /** A region's agent ended a pass: whatever it lowered by itself must be in its journal by now. */
    public void passed(Region region) {
        loweredAlone.entrySet().removeIf(lowered -> {
            boolean here = lowered.getKey().startsWith(region + "/");
            breaches.unless(!here || backAlone.contains(lowered.getKey()), "a-local-act-is-journalled",
                    region + " lowered by itself, and its journal does not say so: " + lowered.getValue());
            return here;
        });
    }

    /** A region's agent, which can reach its router, has convicted a canary; it may not run on. */
    public void convicted(Region region, RolloutId rollout, InForce inForce) {
        boolean runs = inForce.canary()
                .filter(share -> share.rollout().equals(rollout) && share.weightBasisPoints() > 0).isPresent();
        if (!runs) {
            convictedAt.remove(key(region, rollout));
            return;
        }
        long since = convictedAt.computeIfAbsent(key(region, rollout), k -> breaches.now());
        breaches.unless(breaches.now() - since <= 10 * SLACK_NANOS, "what-is-convicted-goes-back",
                region + " still serves " + inForce + ", which it convicted "
                        + (breaches.now() - since) / 1_000_000 + " ms ago");
    }

    /** A region's traffic changed, or a gateway started and has nothing. */
    public void routed(Region region, InForce before, InForce after) {
        breaches.note(region + " serves " + after);
        after.canary().filter(share -> share.weightBasisPoints() > 0).ifPresent(share -> {
            breaches.unless(!backEffective.contains(key(region, share.rollout())), AGAIN,
                    region + " serves " + share + ", which the log has as taken back there");
            boolean raised = before.canary().filter(b -> b.rollout().equals(share.rollout())
                    && b.weightBasisPoints() >= share.weightBasisPoints()).isEmpty();
            breaches.unless(!raised || !backAlone.contains(key(region, share.rollout())), AGAIN,
                    region + " serves " + share + ", which its own journal took back");
        });
        before.canary().filter(was -> was.weightBasisPoints() > 0 && after.canary().isEmpty()
                && after.stable().equals(before.stable()))
                .ifPresent(was -> Optional.ofNullable(known(after.model(), region).lastEntry())
                        .filter(latest -> latest.getValue().covers(before)).ifPresent(latest -> loweredAlone
                                .put(key(region, was.rollout()), before + " to " + after)));
        boolean forward = !after.stable().equals(before.stable()) || after.canaryWeight() > before.canaryWeight()
                || (after.canary().isPresent() && !after.canary().map(CanaryShare::rollout)
                        .equals(before.canary().map(CanaryShare::rollout)));
        if (forward && after.stable().isPresent()) {
            allowed(region, before, after);
            onFreshNews(region, before, after);
        }
    }

    /** A region's agent was given a view by the registry with a quorum, having asked for it then. */
    public void heard(Region region, long askedAt) {
        heardAt.put(region, askedAt);
    }

    private void onFreshNews(Region region, InForce before, InForce after) {
        boolean moved = before.stable().isPresent() && !before.stable().equals(after.stable());
        boolean raised = after.canary().filter(share -> share.weightBasisPoints() > before.canary()
                .filter(was -> was.rollout().equals(share.rollout())).map(CanaryShare::weightBasisPoints).orElse(0))
                .isPresent();
        Optional<Long> silent = Optional.ofNullable(heardAt.get(region)).map(at -> breaches.now() - at);
        breaches.unless(!(moved || raised) || silent.filter(s -> s <= FRESH_NANOS + SLACK_NANOS).isPresent(),
                "nothing-moves-forward-on-old-news", region + " went from " + before + " to " + after + ", "
                        + silent.map(s -> s / 1_000_000 + " ms after it last heard the registry")
                                .orElse("and has not heard the registry since it started"));
    }

    private void allowed(Region region, InForce before, InForce after) {
        NavigableMap<Long, Target> known = known(after.model(), region);
        boolean said = known.headMap(after.index(), true).values().stream().anyMatch(t -> t.covers(after))
                || (before.stable().equals(after.stable()) && after.canaryWeight() <= before.canaryWeight());
        breaches.unless(said, "regions-serve-what-the-log-says",
                region + " went from " + before + " to " + after + ", which was never decided");
        if (before.stable().isEmpty() && after.canary().isEmpty()) {
            return;
        }
        Optional<Map.Entry<Long, Target>> latestCovering = known.entrySet().stream()
                .filter(t -> t.getValue().covers(after)).reduce((one, two) -> two);
        Optional<Target> overruled = latestCovering.flatMap(c -> Optional.ofNullable(known.higherEntry(c.getKey())))
                .map(Map.Entry::getValue).filter(next -> !next.covers(after));
        overruled.ifPresent(next -> breaches.unless(breaches.now() - next.at() <= FRESH_NANOS + SLACK_NANOS,
                "an-unconfirmed-region-does-not-widen-late", region + " went to " + after + " "
                        + (breaches.now() - next.at()) / 1_000_000 + " ms after the log had decided " + next.said()));
    }

    /** A region's gateway ended with its process: nothing is served there. */
    public void gone(Region region) {
        breaches.note(region + " serves nothing");
        heardAt.remove(region);
    }

    /**
     * A region's traffic some time after its agent last heard the registry with a quorum.
     *
     * @param silentNanos how long the agent has been without a fresh view
     */
    public void alone(Region region, InForce inForce, long silentNanos) {
        inForce.canary().filter(share -> share.weightBasisPoints() > 0)
                .ifPresent(share -> rollouts.find(share.rollout())
                        .flatMap(r -> policies.policy(r.request.epoch(), region)).map(RegionPolicy::partition)
                        .filter(rule -> rule.onPartition() == RegionPolicy.OnPartition.ROLLBACK)
                        .ifPresent(rule -> breaches.unless(
                                silentNanos <= rule.afterMillis() * 1_000_000 + 3 * SLACK_NANOS,
                                "a-cut-off-canary-goes-back", region + " still serves " + share + " after "
                                        + silentNanos / 1_000_000 + " ms alone; its policy allows "
                                        + rule.afterMillis())));
    }

    /** What the log says last a region should serve, if it ever said anything. */
    public Optional<Event.TargetChanged> target(ModelName model, Region region) {
        return Optional.ofNullable(known(model, region).lastEntry()).map(e -> e.getValue().said());
    }
}
