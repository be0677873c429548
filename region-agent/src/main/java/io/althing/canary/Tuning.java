package io.althing.canary;

/**
 * How the engine bets. The defaults suit everyone who has no reason to change them.
 *
 * @param rateBet
 *            how rates are compared inside a look
 * @param onset
 *            when harm is expected to begin
 * @param units
 *            memory of single units, for those who observe them
 */
public record Tuning(RateBet rateBet, Onset onset, UnitMemory units) {

    /** The comparison of two rates inside one look. */
    public enum RateBet {
        /** Growth-rate optimal bets on the randomised difference; may be read after every request. */
        GRO,
        /** Cochran–Mantel–Haenszel bets conditional on the look's totals; exact whatever the base rate does. */
        CMH
    }

    /** When harm is expected to begin. */
    public enum Onset {
        /** At any look: a part of the stake is kept back and enters later (restart mixture). */
        ANY_TIME,
        /** At the first look: the whole stake is bet from the start. */
        AT_ONCE
    }

    /** GRO bets with late onset, and a state below 64 KiB. */
    public static final Tuning DEFAULT = new Tuning(RateBet.GRO, Onset.ANY_TIME);

    /** With the standard memory of units. */
    public Tuning(RateBet rateBet, Onset onset) {
        this(rateBet, onset, UnitMemory.STANDARD);
    }

    /** The same with another memory of units. */
    public Tuning with(UnitMemory other) {
        return new Tuning(rateBet, onset, other);
    }
}
