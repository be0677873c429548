package io.althing.agent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must still be told: the region's own acts in the journal that the registry is not known to have taken in. It is nothing but
 * the journal read in another way, so it survives what the journal survives.
 */
public record Outbox(List<Letter> all, List<Letter> waiting) {
    /** Copies the lists. */
    public Outbox {
        all = List.copyOf(all);
        waiting = List.copyOf(waiting);
    }

    /** An act and its place in the journal. */
    public record Letter(long sequence, JournalAct.WentBack act) {}

    /** An outbox without letters. */
    public static Outbox empty() {
        return new Outbox(List.of(), List.of());
    }

    /** What follows from the journal's entries. */
    public static Outbox of(List<JournalEntry> entries) {
        Set<Long> told = new HashSet<>();
        var all = new ArrayList<Letter>();
        for (JournalEntry entry : entries) {
            switch (entry.act()) {
                case JournalAct.WentBack act -> all.add(new Letter(entry.sequence(), act));
                case JournalAct.Told act -> told.add(act.of());
                case JournalAct.JournalledLate late -> {
                }
            }
        }
        return new Outbox(all, all.stream().filter(letter -> !told.contains(letter.sequence())).toList());
    }
}
