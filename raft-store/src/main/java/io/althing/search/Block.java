package io.althing.search;

import io.althing.audit.EntryRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What the index keeps of one bundle of 256 entries: its first and last time in milliseconds (8 bytes each) and the terms of its entries.
 * State time never goes back, so the times of successive blocks are in order.
 */
record Block(long firstMillis, long lastMillis, Postings terms) {
    private static final int HEADER = 2 * Long.BYTES;

    static byte[] encode(List<EntryRecord> entries) {
        long[] pairs = LongStream.range(0, entries.size())
                .flatMap(place -> Arrays.stream(Term.of(entries.get((int) place).fields()))
                        .mapToLong(hash -> Postings.pair(hash, (int) place)))
                .sorted().toArray();
        byte[] terms = Postings.encode(pairs);
        long first = entries.stream().map(EntryRecord::time).flatMap(Optional::stream).mapToLong(Instant::toEpochMilli)
                .min().orElse(Long.MIN_VALUE);
        long last = entries.stream().map(EntryRecord::time).flatMap(Optional::stream).mapToLong(Instant::toEpochMilli)
                .max().orElse(Long.MAX_VALUE);
        return ByteBuffer.allocate(HEADER + terms.length).putLong(first).putLong(last).put(terms).array();
    }

    static Block of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Block(buffer.getLong(), buffer.getLong(), Postings.of(buffer));
    }
}
