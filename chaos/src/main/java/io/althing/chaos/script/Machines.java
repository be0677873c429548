package io.althing.chaos.script;

import io.althing.chaos.arena.Clocks;
import io.althing.chaos.arena.LostPower;
import io.althing.chaos.arena.Machine;
import io.althing.chaos.arena.Messages;
import io.althing.chaos.arena.SlowSyncs;
import io.althing.chaos.arena.SmallDisks;
import io.althing.chaos.failpoint.Failpoints;
import io.althing.chaos.fault.Fault.Need;
import io.althing.client.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Picks what is done to disks, clocks and insides of nodes before a drill. */
final class Machines {
    private Machines() {}

    /** Why this machine cannot do what is needed; empty if it can. */
    static Optional<String> missing(Set<Need> needs) {
        if (needs.containsAll(Set.of(Need.SMALL_DISKS, Need.POWER))) {
            return Optional.of("a disk in memory has nothing to lose with its power; write two drills");
        }
        return needs.stream().sorted().flatMap(need -> missing(need).stream()).findFirst();
    }

    private static Optional<String> missing(Need need) {
        return switch (need) {
            case SMALL_DISKS -> SmallDisks.missing();
            case SLOW_SYNCS -> SlowSyncs.missing();
            case CLOCKS -> Clocks.missing();
            case POWER -> LostPower.missing();
            case DELAY, LOSS, FIVE_NODES, FAILPOINTS, MESSAGES, OWN_NODES, AGENTS -> Optional.empty();
        };
    }

    private static Optional<Machine> made(Need need) {
        return switch (need) {
            case SMALL_DISKS -> Optional.of(new SmallDisks());
            case SLOW_SYNCS -> Optional.of(new SlowSyncs());
            case CLOCKS -> Optional.of(new Clocks());
            case POWER -> Optional.of(new LostPower());
            case FAILPOINTS -> Optional.of(new Failpoints());
            case MESSAGES -> Optional.of(new Messages());
            case DELAY, LOSS, FIVE_NODES, OWN_NODES, AGENTS -> Optional.empty();
        };
    }

    /** @throws UserError if this machine cannot do what is needed */
    static Machine fit(Set<Need> needs) {
        missing(needs).ifPresent(why -> {
            throw UserError.usage("this drill cannot run here: " + why);
        });
        List<Machine> parts = Arrays.stream(Need.values()).filter(needs::contains)
                .flatMap(need -> made(need).stream()).toList();
        return parts.isEmpty() ? Machine.untouched() : Machine.of(parts);
    }
}
