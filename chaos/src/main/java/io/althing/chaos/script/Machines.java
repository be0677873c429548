package io.althing.chaos.script;

import io.althing.chaos.arena.Clocks;
import io.althing.chaos.arena.Machine;
import io.althing.chaos.arena.SlowSyncs;
import io.althing.chaos.arena.SmallDisks;
import io.althing.chaos.fault.Fault.Need;
import io.althing.client.UserError;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Picks what is done to disks and clocks before a drill. */
final class Machines {
    private static final List<Need> KINDS = List.of(Need.SMALL_DISKS, Need.SLOW_SYNCS, Need.CLOCKS);

    private Machines() {}

    /** Why this machine cannot do what is needed; empty if it can. */
    static Optional<String> missing(Set<Need> needs) {
        List<Need> wanted = KINDS.stream().filter(needs::contains).toList();
        if (wanted.size() > 1) {
            return Optional.of("one drill can have only one of " + wanted + "; write two drills");
        }
        return wanted.stream().flatMap(need -> missing(need).stream()).findFirst();
    }

    private static Optional<String> missing(Need need) {
        return switch (need) {
            case SMALL_DISKS -> SmallDisks.missing();
            case SLOW_SYNCS -> SlowSyncs.missing();
            case CLOCKS -> Clocks.missing();
            case DELAY, LOSS, FIVE_NODES, OWN_NODES -> Optional.empty();
        };
    }

    /** @throws UserError if this machine cannot do what is needed */
    static Machine fit(Set<Need> needs) {
        missing(needs).ifPresent(why -> {
            throw UserError.usage("this drill cannot run here: " + why);
        });
        if (needs.contains(Need.SMALL_DISKS)) {
            return new SmallDisks();
        }
        if (needs.contains(Need.SLOW_SYNCS)) {
            return new SlowSyncs();
        }
        return needs.contains(Need.CLOCKS) ? new Clocks() : Machine.untouched();
    }
}
