package io.althing.registry;

/** Where a local act stands in its region's own journal: replays are recognised by it. */
public record JournalRef(String journal, long sequence) {
    /** @throws IllegalArgumentException if the journal has no name or the sequence is not positive */
    public JournalRef {
        if (journal.isBlank() || sequence < 1) {
            throw new IllegalArgumentException("a journal reference needs a name and a sequence of 1 or more");
        }
    }
}
