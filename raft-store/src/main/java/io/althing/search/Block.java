package io.althing.search;

import io.althing.audit.CanonicalJson;
import io.althing.audit.EntryField;
import io.althing.audit.Json;
import io.althing.audit.MalformedException;
import io.althing.audit.RolloutSubjects;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What the index keeps of one bundle of 256 entries: its first and last time in milliseconds (8 bytes each) and the terms of its entries.
 * State time never goes back, so the times of successive blocks are in order.
 */
record Block(long firstMillis, long lastMillis, Postings terms) {
    private static final int HEADER = 2 * Long.BYTES;

    static byte[] encode(List<byte[]> entries, RolloutSubjects subjects) {
        var pairs = LongStream.builder();
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int place = 0; place < entries.size(); place++) {
            Json entry = parsed(entries.get(place));
            for (int hash : Term.of(EntryField.valuesIn(entry, subjects))) {
                pairs.add(Postings.pair(hash, place));
            }
            Optional<Instant> time = EntryField.timeIn(entry);
            first = Math.min(first, time.map(Instant::toEpochMilli).orElse(Long.MIN_VALUE));
            last = Math.max(last, time.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE));
        }
        byte[] terms = Postings.encode(pairs.build().sorted().toArray());
        return ByteBuffer.allocate(HEADER + terms.length).putLong(first).putLong(last).put(terms).array();
    }

    /** What is no JSON has no terms; a search that names none finds it all the same. */
    private static Json parsed(byte[] entry) {
        try {
            return CanonicalJson.parse(entry);
        } catch (MalformedException e) {
            return Json.bool(false);
        }
    }

    static Block of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Block(buffer.getLong(), buffer.getLong(), Postings.of(buffer));
    }
}
