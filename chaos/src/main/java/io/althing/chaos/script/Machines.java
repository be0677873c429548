package io.althing.chaos.script;

import io.althing.chaos.arena.Machine;
import io.althing.chaos.fault.Fault.Need;
import java.util.Optional;
import java.util.Set;

/** Picks what is done to disks and clocks before a drill. */
final class Machines {
    private Machines() {}

    /** Why this machine cannot do it; empty if it can. */
    static Optional<String> missing(Set<Need> needs) {
        return Optional.empty();
    }

    static Machine fit(Set<Need> needs) {
        return Machine.untouched();
    }
}
