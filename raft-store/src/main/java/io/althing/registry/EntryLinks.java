package io.althing.registry;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which earlier entries of the audit log an act refers to, each by the {@code index} it has. Worked out from the state before the act, so
 * every replica finds the same.
 *
 * @param undoes the entries that set the targets this act takes back; empty unless it takes something back
 * @param outcomeOf the entries whose effect or outcome in a region this act reports
 */
public record EntryLinks(List<Long> undoes, List<Long> outcomeOf) {
    /** Copies the lists. */
    public EntryLinks {
        undoes = List.copyOf(undoes);
        outcomeOf = List.copyOf(outcomeOf);
    }

    /** The links of an act that led to these events. */
    public static EntryLinks of(RegistryState before, List<Event> events) {
        var undone = new TreeSet<Long>();
        var reported = new TreeSet<Long>();
        boolean takesBack = events.stream()
                .anyMatch(e -> e instanceof Event.RegionRolledBack || e instanceof Event.ModelRolledBack);
        for (Event event : events) {
            if (takesBack && event instanceof Event.TargetChanged changed) {
                target(before, changed.model(), changed.region()).map(ServingTarget::index).ifPresent(undone::add);
            } else if (event instanceof Event.RegionEffective effective) {
                reported.add(effective.effective().index());
            } else if (event instanceof Event.RegionRecovery recovery) {
                before.get(Table.REGION_ROLLOUTS, Table.key(recovery.rollout(), recovery.region()))
                        .map(RegionRollout::revision).ifPresent(reported::add);
            }
        }
        return new EntryLinks(List.copyOf(undone), List.copyOf(reported));
    }

    private static Optional<ServingTarget> target(RegistryState state, ModelName model, Region region) {
        return state.get(Table.TARGETS, Table.key(model, region));
    }
}
