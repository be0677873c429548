package io.althing.audit;

import java.io.IOException;
import java.util.Optional;

/**
 * Recomputes a whole log from its entries and compares every tile and the checkpoint with it. Trusts nothing but the checkpoint that
 * its {@link CheckpointReader} accepts. Any single changed byte is named by entry or tile; with several faults everything that cannot
 * be right is listed. Reads each file once or twice; memory grows with size / 256.
 */
public final class AuditVerifier {
    /** How many findings a report lists; the rest are counted. */
    public static final int MAX_FINDINGS = 1000;

    private final CheckpointReader reader;

    /** @param reader decides which checkpoint to believe */
    public AuditVerifier(CheckpointReader reader) {
        this.reader = reader;
    }

    /**
     * Verifies the log under the checkpoint it serves.
     *
     * @throws IOException
     *             if the source cannot be read; missing files are findings instead
     */
    public Report verify(TileSource source) throws IOException {
        Optional<byte[]> bytes = source.checkpoint();
        Findings findings = new Findings();
        if (bytes.isEmpty()) {
            findings.add(new Finding.CheckpointDamaged("there is none"));
            return findings.damaged();
        }
        try {
            return verify(source, reader.read(bytes.get()));
        } catch (MalformedException e) {
            findings.add(new Finding.CheckpointDamaged(e.getMessage()));
            return findings.damaged();
        }
    }

    /**
     * Verifies the log under a checkpoint got by another way, for example an earlier one kept by an auditor.
     *
     * @throws IOException
     *             as {@link #verify(TileSource)}
     */
    public static Report verify(TileSource source, Checkpoint expected) throws IOException {
        Findings findings = new Findings();
        LogColumns columns = LogColumns.read(new FallbackTiles(source), expected.head().size());
        new Judge(columns, expected.head(), findings).judge();
        return findings.isEmpty() ? new Report.Verified(expected) : findings.damaged();
    }
}
