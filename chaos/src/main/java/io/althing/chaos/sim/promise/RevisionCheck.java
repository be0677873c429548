package io.althing.chaos.sim.promise;

import io.althing.registry.Command;
import io.althing.registry.Event;
import io.althing.registry.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who names a revision is heard only at that revision; whoever moves an alias or approves must name one. */
final class RevisionCheck {
    private final Breaches breaches;
    private final Map<String, Long> revisions = new HashMap<>();

    RevisionCheck(Breaches breaches) {
        this.breaches = breaches;
    }

    void on(Happened happened) {
        List<Event> events = happened.events();
        if (events.isEmpty()) {
            return;
        }
        subject(happened.command()).ifPresent(subject -> {
            Optional<Long> expected = happened.proposal().expectedRevision();
            long actual = revisions.getOrDefault(subject, 0L);
            boolean needed = happened.command() instanceof Command.MoveAlias
                    || happened.command() instanceof Command.ApproveRollout;
            breaches.unless(expected.map(e -> e == actual).orElse(!needed), "a-stale-revision-is-refused",
                    happened + " named revision " + expected + " of " + subject + ", which is at " + actual);
        });
        events.forEach(event -> changed(event)
                .ifPresent(subject -> revisions.put(subject, happened.index())));
        events.stream().filter(Event.TagDeleted.class::isInstance).map(Event.TagDeleted.class::cast)
                .forEach(e -> revisions.remove("tag/" + e.model() + "/" + e.key()));
    }

    private static Optional<String> subject(Command command) {
        return switch (command) {
            case Command.MoveAlias c -> Optional.of("alias/" + Table.key(c.model(), c.alias()));
            case Command.SetTag c -> Optional.of("tag/" + Table.key(c.model(), c.key()));
            case Command.ApproveRollout c -> Optional.of("rollout/" + c.rollout());
            case Command.PauseRollout c -> Optional.of("rollout/" + c.rollout());
            default -> Optional.empty();
        };
    }

    private static Optional<String> changed(Event event) {
        return switch (event) {
            case Event.AliasMoved e -> Optional.of("alias/" + Table.key(e.model(), e.alias()));
            case Event.TagSet e -> Optional.of("tag/" + Table.key(e.model(), e.key()));
            case Event.RolloutRequested e -> Optional.of("rollout/" + e.rollout());
            case Event.RolloutApproved e -> Optional.of("rollout/" + e.rollout());
            case Event.RolloutMoved e -> Optional.of("rollout/" + e.rollout());
            case Event.BallotOpened e -> Optional.of("rollout/" + e.rollout());
            default -> Optional.empty();
        };
    }
}
