package io.althing.chaos.sim.log;

import io.althing.store.Receipt;
import java.util.Optional;

/** What became of an entry somebody asked a leader to append. */
sealed interface Fate {
    /**
     * Committed and applied.
     *
     * @param receipt empty for a barrier
     */
    record Committed(long index, Optional<Receipt> receipt) implements Fate {}

    /** It was not appended and never will be. */
    record NotAppended() implements Fate {}

    /** It was appended, and may or may not be committed yet. */
    record Unknown() implements Fate {}
}
