package io.althing.agent;

import io.althing.registry.Command;
import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.registry.VersionId;
import java.util.Optional;

/** What a region did by itself, and what became of telling the registry. */
public sealed interface JournalAct {
    /** Why a region went back without asking. */
    enum Cause {
        /** Its analysis convicted the canary. */
        CONVICTION,
        /** It was cut off for longer than its policy allows a canary to run unwatched. */
        PARTITION
    }

    /**
     * The region took the canary's traffic back to the stable version.
     *
     * @param version the canary
     * @param why in words for people
     * @param conviction what is to be told to the registry, unsigned; empty if there is no verdict
     */
    record WentBack(ModelName model, RolloutId rollout, VersionId version, Cause cause, String why,
            Optional<Command.OpenBallot> conviction) implements JournalAct {}

    /** The registry knows of the act with the given sequence; nothing about it remains to be told. */
    record Told(long of, String how) implements JournalAct {}

    /** The act with the given sequence was done before it was on disk. */
    record JournalledLate(long of, long afterMillis) implements JournalAct {}
}
