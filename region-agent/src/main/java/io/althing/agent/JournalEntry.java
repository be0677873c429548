package io.althing.agent;

import io.althing.registry.Region;
import io.althing.registry.Sha256;
import java.time.Instant;

/**
 * One line of the journal.
 *
 * @param journal the journal's identity, made when its file was
 * @param sequence from 1, dense
 * @param previous SHA-256 of the line before, without its line feed; zeros for the first
 */
public record JournalEntry(int schema, Region region, String journal, long sequence, Instant at, Sha256 previous,
        JournalAct act) {}
