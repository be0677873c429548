package io.althing.chaos.sim;

import io.althing.chaos.sim.part.Metrics;
import io.althing.chaos.sim.time.Dice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Draws what befalls a cluster: rollouts and what people do about them, and faults, most of which are mended after a while. */
final class Fates {
    /** Where an agent may die: beside each of its writes, and on both sides of a change of traffic. */
    static final List<String> POINTS = List.of("journal.before", "journal.torn", "journal.after", "fence.before",
            "fence.after", "route.before", "route.after", "analysis.before", "analysis.after");
    private static final int VERSIONS = 5;
    private static final int LONGEST_ROLLOUT = 60_000;

    private final Dice dice;
    private final int regions;
    private final long span;
    private final List<Timed> steps = new ArrayList<>();

    private Fates(Dice dice, Variety variety) {
        this.dice = dice;
        this.regions = variety.regions();
        this.span = variety.trouble().toMillis();
    }

    /** The steps of a run, in order. */
    static List<Timed> drawn(Dice dice, Variety variety) {
        var fates = new Fates(dice, variety);
        fates.people();
        fates.seldom(dice.of("seldom"));
        int faults = (int) dice.between(2, 9);
        for (int i = 0; i < faults; i++) {
            fates.fault(dice.between(0, fates.span));
        }
        return fates.steps.stream().sorted(Comparator.comparingLong(Timed::atMillis)).toList();
    }

    private void at(long millis, Step step) {
        if (millis <= span) {
            steps.add(new Timed(millis, step));
        }
    }

    private long soon() {
        return dice.between(200, 25_000);
    }

    private void people() {
        for (long at = dice.between(0, 3_000); at < span; at += LONGEST_ROLLOUT + dice.between(0, span)) {
            rollout(at);
        }
        int others = dice.below(4);
        for (int i = 0; i < others; i++) {
            long at = dice.between(0, span);
            switch (dice.below(4)) {
                case 0 -> at(at, new Step.Tag(dice.below(3)));
                case 1 -> at(at, new Step.Alias(dice.below(VERSIONS), dice.chance(0.5)));
                case 2 -> at(at, new Step.EditPolicy(dice.below(regions), dice.below(Library.REGION_FILES)));
                default -> at(at, new Step.Impersonate(dice.below(regions), dice.below(regions)));
            }
        }
    }

    /** What a few lives hold besides, by dice of its own. */
    private void seldom(Dice own) {
        if (own.chance(0.03)) {
            at(own.between(0, span / 2), new Step.Busy((int) own.between(250, 350)));
        }
        if (own.chance(0.1)) {
            long at = own.between(0, span);
            for (int i = 0; i < 4; i++) {
                at(at + 3_000L * i, new Step.Alias(own.below(VERSIONS), i == 3));
            }
        }
        if (own.chance(0.2)) {
            for (long at = own.between(20_000, 40_000); at < span; at += 15_000) {
                at(at, new Step.AskAgain());
            }
        }
    }

    private void rollout(long at) {
        at(at, new Step.Rollout(1 + dice.below(VERSIONS - 1), dice.chance(0.2)));
        if (dice.chance(0.2)) {
            at(at + dice.between(100, 2_000), new Step.Approve(true));
        }
        for (int i = 0; i < 3; i++) {
            at(at + dice.between(300, 3_000) * (i + 1), new Step.Approve(false));
        }
        for (int i = 1; i <= 4; i++) {
            if (dice.chance(0.7)) {
                at(at + 9_000L * i, new Step.Promote());
            }
        }
        if (dice.chance(0.35)) {
            for (long t = at + 3_000; t < at + 40_000; t += 2_500) {
                at(t, new Step.Forge(dice.below(regions)));
            }
        }
        switch (dice.below(8)) {
            case 0 -> at(at + soon(), new Step.Abort());
            case 1 -> at(at + soon(), new Step.RedButton(true, 0));
            case 2 -> at(at + soon(), new Step.RedButton(false, dice.below(regions)));
            case 3 -> {
                long pause = at + soon();
                at(pause, new Step.Pause(true));
                at(pause + soon(), new Step.Pause(false));
            }
            default -> {
            }
        }
        if (dice.chance(0.2)) {
            at(at + LONGEST_ROLLOUT + soon(), new Step.RedButton(true, 0));
        }
    }

    private void fault(long at) {
        int region = dice.below(regions);
        long later = at + dice.between(500, 40_000);
        switch (dice.below(16)) {
            case 0, 1, 2 -> mended(at, later, new Step.CutRegion(region), new Step.HealLinks());
            case 3 -> mended(at, later, new Step.CutOneWay(region, dice.below(regions)), new Step.HealLinks());
            case 4 -> mended(at, later, new Step.LoseMessages((int) dice.between(5, 50)), new Step.HealLinks());
            case 5 -> mended(at, later, new Step.KillNode(region), new Step.StartNode(region));
            case 6 -> mended(at, later, new Step.NodePowerLoss(region), new Step.StartNode(region));
            case 7 -> at(at, dice.chance(0.4) ? new Step.AllPowerLoss() : new Step.ChangeLeader());
            case 8 -> mended(at, later, new Step.KillAgent(region), new Step.StartAgent(region));
            case 9, 10 -> mended(at, at + 30_000,
                    new Step.KillAgentAt(region, dice.pick(POINTS), (int) dice.between(1, 4)),
                    new Step.StartAgent(region));
            case 11 -> mended(at, later, new Step.SlowDisk(region, (int) dice.between(100, 2_000)),
                    new Step.SlowDisk(region, 0));
            case 12 -> mended(at, later,
                    dice.chance(0.5) ? new Step.BreakDisk(region, true) : new Step.LoseRouter(region, true),
                    new Step.BreakDisk(region, false), new Step.LoseRouter(region, false));
            case 13 -> mended(at, later, new Step.Telemetry(region, dice.pick(List.of(Metrics.values()))),
                    new Step.Telemetry(region, Metrics.HONEST));
            case 14 -> at(at, dice.chance(0.5)
                    ? new Step.SkewNode(region, (int) dice.between(-60_000, 60_000))
                    : new Step.SkewAgent(region, (int) dice.between(-60_000, 60_000)));
            default -> mended(at, later,
                    new Step.PoorLine(region, (int) dice.between(0, 90), dice.chance(0.5)),
                    new Step.PoorLine(region, 0, false));
        }
    }

    private void mended(long at, long later, Step fault, Step... mending) {
        at(at, fault);
        for (Step step : mending) {
            at(later, step);
        }
    }
}
