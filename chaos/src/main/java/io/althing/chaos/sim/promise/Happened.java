package io.althing.chaos.sim.promise;

import io.althing.registry.Command;
import io.althing.registry.Event;
import io.althing.registry.Outcome;
import io.althing.registry.Proposal;
import io.althing.store.Receipt;
import java.time.Instant;
import java.util.List;

/** One entry of the log and what it came to, as the first replica that applied it had it. */
record Happened(long index, Instant stamp, Proposal proposal, Receipt receipt) {
    Command command() {
        return proposal.command();
    }

    /** What it brought about; nothing for a refusal or a repetition. */
    List<Event> events() {
        return !receipt.repeated() && receipt.outcome() instanceof Outcome.Accepted accepted
                ? accepted.events()
                : List.of();
    }

    @Override
    public String toString() {
        return command().getClass().getSimpleName() + " '" + proposal.requestId() + "' at index " + index;
    }
}
