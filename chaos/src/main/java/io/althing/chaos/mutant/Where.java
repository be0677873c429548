package io.althing.chaos.mutant;

/** What a planted bug is hunted in. */
sealed interface Where {
    /** Simulated lives. */
    record Lives() implements Where {}

    /** Late orders to the fence before a router. */
    record Orders() implements Where {}

    /** Three nodes under load that lose their power. */
    record Votes() implements Where {}

    /** A loss of power while a process does this work. */
    record Power(String work) implements Where {}
}
