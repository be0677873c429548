package io.althing.agent;

import io.althing.canary.LookCounts;
import io.althing.codec.RecordJson;
import io.althing.registry.Blob;
import io.althing.registry.Region;
import io.althing.registry.RolloutId;
import java.util.List;

/**
 * The counts of every look of one region at one rollout, as they are kept beside a conviction: canonical JSON from which anyone can
 * recompute the evidence under any policy.
 */
public record LookRecord(int schema, RolloutId rollout, Region region, List<LookCounts> looks) {
    /** The schema this build writes. */
    public static final int SCHEMA = 1;

    /** Copies the list. */
    public LookRecord {
        looks = List.copyOf(looks);
    }

    /** The record's bytes. */
    public Blob blob(RecordJson json) {
        return Blob.of(json.write(LookRecord.class, this));
    }

    /** @throws RecordJson.Problem if the blob is no such record */
    public static LookRecord read(RecordJson json, Blob blob) {
        LookRecord record = json.read(LookRecord.class, blob.bytes(), RecordJson.Reading.TOLERANT);
        if (record.schema() != SCHEMA) {
            throw new RecordJson.Problem("schema", "is " + record.schema() + "; this build reads " + SCHEMA);
        }
        return record;
    }
}
