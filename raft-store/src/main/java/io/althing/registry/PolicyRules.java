package io.althing.registry;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What makes a policy file, or a set of them, impossible whatever anybody accepts. All faults are named at once. */
public final class PolicyRules {
    static final int FULL = 10_000;

    private PolicyRules() {}

    /**
     * One thing wrong with a file.
     *
     * @param field path within the file, for example {@code spec.strategy.canary.steps}
     * @param value what it says
     * @param problem what is wrong and what would be right
     */
    public record Fault(String field, String value, String problem) {}

    /** What is wrong with a region's file taken alone; empty if nothing. */
    public static List<Fault> faults(RegionPolicy policy) {
        var faults = new ArrayList<Fault>();
        stepFaults(policy.steps(), faults);
        RegionPolicy.Analysis analysis = policy.analysis();
        alphaFault("spec.analysis.alpha.rollback", analysis.alphaRollback(), faults);
        alphaFault("spec.analysis.alpha.promote", analysis.alphaPromote(), faults);
        positive("spec.analysis.interval", analysis.intervalMillis(), faults);
        positive("spec.analysis.maxDuration", analysis.maxDurationMillis(), faults);
        if (analysis.minSampleSize() < 0) {
            faults.add(new Fault("spec.analysis.minSampleSize", "" + analysis.minSampleSize(), "must be 0 or more"));
        }
        if (policy.gates().approvals() < 0) {
            faults.add(new Fault("spec.gates.approvals.count", "" + policy.gates().approvals(), "must be 0 or more"));
        }
        return faults;
    }

    private static void stepFaults(List<RegionPolicy.Step> steps, List<Fault> faults) {
        String field = "spec.strategy.steps";
        int before = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof RegionPolicy.Step.SetWeight weight) {
                if (weight.basisPoints() <= before || weight.basisPoints() > FULL) {
                    faults.add(new Fault(field + "[" + i + "].setWeight", percent(weight.basisPoints()),
                            "weights must rise, from above 0 to 100"));
                }
                before = weight.basisPoints();
            }
        }
        if (steps.isEmpty() || !(steps.get(0) instanceof RegionPolicy.Step.SetWeight)) {
            faults.add(new Fault(field, "" + steps.size() + " steps", "must begin with setWeight"));
        }
        if (before != FULL || !(steps.get(steps.size() - 1) instanceof RegionPolicy.Step.SetWeight)) {
            faults.add(new Fault(field, "ends at " + percent(before), "the last step must be setWeight: 100"));
        }
    }

    private static void alphaFault(String field, BigDecimal alpha, List<Fault> faults) {
        if (alpha.signum() <= 0 || alpha.compareTo(BigDecimal.ONE) >= 0) {
            faults.add(new Fault(field, alpha.toPlainString(), "must lie between 0 and 1, both excluded"));
        }
    }

    private static void positive(String field, long millis, List<Fault> faults) {
        if (millis <= 0) {
            faults.add(new Fault(field, millis + "ms", "must be longer than 0"));
        }
    }

    /** What is wrong with the global file, given the regions there are. */
    public static List<Fault> faults(GlobalPolicy global, List<Region> regions) {
        var faults = new ArrayList<Fault>();
        var placed = new TreeSet<Region>();
        for (List<Region> wave : global.waves()) {
            for (Region region : wave) {
                if (!regions.contains(region)) {
                    faults.add(new Fault("spec.waves", region.value(), "there is no such region"));
                } else if (!placed.add(region)) {
                    faults.add(new Fault("spec.waves", region.value(), "stands in two waves; name each region once"));
                }
            }
        }
        regions.stream().filter(r -> !placed.contains(r)).forEach(
                r -> faults.add(new Fault("spec.waves", r.value(), "stands in no wave, so it would never be reached")));
        alphaFault("spec.ballot.alpha", global.ballot().alpha(), faults);
        alphaFault("spec.ballot.alphaVote", global.ballot().alphaVote(), faults);
        positive("spec.ballot.deadline", global.ballot().deadlineMillis(), faults);
        for (Region region : global.ballot().votes().keySet()) {
            unknown("spec.ballot.votes", region, regions, faults);
        }
        for (Region region : global.ballot().veto()) {
            unknown("spec.ballot.veto", region, regions, faults);
        }
        if (regions.stream().mapToInt(global.ballot()::votesOf).sum() <= 0) {
            faults.add(new Fault("spec.ballot.votes", "0 in all", "a ballot without votes can never be decided"));
        }
        if (global.maxConcurrentRollouts() < 1) {
            faults.add(
                    new Fault("spec.maxConcurrentRollouts", "" + global.maxConcurrentRollouts(), "must be 1 or more"));
        }
        return faults;
    }

    private static void unknown(String field, Region region, List<Region> regions, List<Fault> faults) {
        if (!regions.contains(region)) {
            faults.add(new Fault(field, region.value(), "there is no such region"));
        }
    }

    /** What is wrong with the files taken together: promotions that wait for each other for ever. */
    public static List<Fault> faults(List<RegionPolicy> files, GlobalPolicy global) {
        List<Region> regions = files.stream().map(RegionPolicy::region).toList();
        var faults = new ArrayList<>(faults(global, regions));
        for (RegionPolicy file : files) {
            for (Region needed : file.gates().requiresPromoted()) {
                if (!regions.contains(needed)) {
                    faults.add(new Fault(file.region() + ": spec.gates.requires", needed.value(),
                            "there is no such region"));
                } else if (wave(global, needed) > wave(global, file.region())) {
                    faults.add(new Fault(file.region() + ": spec.gates.requires", needed.value(),
                            "goes in a later wave than " + file.region() + ", so neither could ever start"));
                }
            }
            if (reaches(file.region(), file.region(), files, new TreeSet<>())) {
                faults.add(new Fault(file.region() + ": spec.gates.requires", file.region().value(),
                        "waits for itself in a circle; remove one of the requirements"));
            }
        }
        return faults;
    }

    private static boolean reaches(Region from, Region goal, List<RegionPolicy> files, Set<Region> seen) {
        return files.stream().filter(f -> f.region().equals(from)).flatMap(f -> f.gates().requiresPromoted().stream())
                .anyMatch(next -> next.equals(goal) || (seen.add(next) && reaches(next, goal, files, seen)));
    }

    /** The index of the wave a region goes in; after the last if it is in none. */
    static int wave(GlobalPolicy global, Region region) {
        for (int i = 0; i < global.waves().size(); i++) {
            if (global.waves().get(i).contains(region)) {
                return i;
            }
        }
        return global.waves().size();
    }

    /** Basis points as people write them. */
    public static String percent(int basisPoints) {
        return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + " %";
    }

    /**
     * What one region's file, by its {@code accepts}, objects to in another's. The same rule runs in the agent that votes and
     * in whoever checks the vote afterwards.
     */
    public static List<PolicyEpoch.Objection> objections(RegionPolicy own, RegionPolicy other) {
        var objections = new ArrayList<PolicyEpoch.Objection>();
        RegionPolicy.Accepts bounds = own.accepts();
        if (bounds.forbidStrategies().contains(other.strategy())) {
            objections.add(objection(other, "spec.strategy", strategy(other.strategy()),
                    "accepts.others.forbidStrategies: "
                            + bounds.forbidStrategies().stream().map(PolicyRules::strategy).toList()));
        }
        int first = firstWeight(other);
        bounds.maxFirstWeightBasisPoints().filter(max -> first > max).ifPresent(max -> objections.add(objection(other,
                "spec.strategy.steps[0].setWeight", percent(first), "accepts.others.maxFirstWeight: " + percent(max))));
        long pause = firstPause(other);
        bounds.minFirstPauseMillis().filter(min -> pause < min).ifPresent(min -> objections.add(objection(other,
                "spec.strategy.steps[1].pause", pause + "ms", "accepts.others.minFirstPause: " + min + "ms")));
        BigDecimal alpha = other.analysis().alphaRollback();
        bounds.maxRollbackAlpha().filter(max -> alpha.compareTo(max) > 0)
                .ifPresent(max -> objections.add(objection(other, "spec.analysis.alpha.rollback", alpha.toPlainString(),
                        "accepts.others.maxRollbackAlpha: " + max.toPlainString())));
        if (bounds.requireApproval() && other.gates().approvals() == 0) {
            objections.add(objection(other, "spec.gates.approvals.count", "0", "accepts.others.requireApproval: true"));
        }
        return objections;
    }

    private static PolicyEpoch.Objection objection(RegionPolicy other, String field, String value, String bound) {
        return new PolicyEpoch.Objection(other.region(), field, value, bound);
    }

    private static String strategy(RegionPolicy.Strategy strategy) {
        return switch (strategy) {
            case CANARY -> "canary";
            case ALL_AT_ONCE -> "allAtOnce";
            case BLUE_GREEN -> "blueGreen";
            case SHADOW -> "shadow";
            case AB_TEST -> "abTest";
            case BANDIT -> "bandit";
        };
    }

    private static int firstWeight(RegionPolicy policy) {
        return policy.steps().get(0) instanceof RegionPolicy.Step.SetWeight weight ? weight.basisPoints() : FULL;
    }

    private static long firstPause(RegionPolicy policy) {
        boolean pauses = policy.steps().size() > 1
                && policy.steps().get(1) instanceof RegionPolicy.Step.Pause;
        if (!pauses) {
            return 0;
        }
        return ((RegionPolicy.Step.Pause) policy.steps().get(1)).durationMillis().orElse(Long.MAX_VALUE);
    }
}
