package io.althing.chaos.check;

import io.althing.chaos.history.History;

/** Judges one promise by a history alone. */
@FunctionalInterface
public interface Checker {
    /** The verdict; never throws for a history that is merely bad. */
    Verdict check(History history);
}
