package io.althing.search;

import io.althing.audit.RolloutSubjects;
import io.althing.audit.Tile;
import io.althing.store.AuditReader;
import io.althing.store.WriteSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.LongStream;

/** Takes complete bundles into the index, one after the other. One thread. */
final class IndexBuilder {
    private final AuditReader audit;
    private final RolloutSubjects subjects;
    private final IndexRows rows;
    private volatile IndexRows.Mark mark;

    /** Goes on where the stored index ends, or from the start if it is not of this log. */
    IndexBuilder(AuditReader audit, RolloutSubjects subjects, IndexRows rows) {
        this.audit = audit;
        this.subjects = subjects;
        this.rows = rows;
        Optional<IndexRows.Mark> stored = rows.mark();
        if (stored.filter(this::fits).isPresent()) {
            this.mark = stored.get();
        } else {
            rows.clear();
            this.mark = IndexRows.Mark.START;
        }
    }

    private boolean fits(IndexRows.Mark stored) {
        try {
            return stored.bundles() == 0
                    || stored.last().equals(Optional.of(audit.hash(Tile.HEIGHT, stored.bundles() - 1)));
        } catch (NoSuchElementException e) {
            return false;
        }
    }

    /** How many bundles are in the index. */
    long bundles() {
        return mark.bundles();
    }

    /** Takes in the next bundle; false if it is not complete yet. */
    boolean step() {
        long bundle = mark.bundles();
        if (audit.size() / Tile.FULL <= bundle) {
            return false;
        }
        List<byte[]> entries = audit.entries(bundle * Tile.FULL, Tile.FULL);
        if (entries.size() < Tile.FULL) {
            return false;
        }
        byte[] block = Block.encode(entries, subjects);
        var reached = new IndexRows.Mark(bundle + 1, Optional.of(audit.hash(Tile.HEIGHT, bundle)));
        boolean completes = reached.bundles() % IndexRows.GROUP == 0;
        rows.write(bundle, block, completes ? group(bundle, block) : List.of(), reached);
        mark = reached;
        return true;
    }

    /** The rows of the group that ends with this bundle. */
    private List<WriteSet> group(long last, byte[] lastBlock) {
        long group = last / IndexRows.GROUP;
        var pairs = LongStream.builder();
        for (int place = 0; place < IndexRows.GROUP; place++) {
            long bundle = group * IndexRows.GROUP + place;
            Block block = bundle == last ? Block.of(lastBlock) : rows.block(bundle);
            for (int hash : block.terms().hashes()) {
                pairs.add(Postings.pair(hash, place));
            }
        }
        long[] sorted = pairs.build().sorted().toArray();
        List<WriteSet> shards = new ArrayList<>();
        for (int from = 0; from < sorted.length;) {
            int shard = Postings.hash(sorted[from]) >>> 24;
            int to = from;
            while (to < sorted.length && Postings.hash(sorted[to]) >>> 24 == shard) {
                to++;
            }
            shards.add(new WriteSet().put(IndexRows.groupKey(shard, group),
                    Postings.encode(Arrays.copyOfRange(sorted, from, to))));
            from = to;
        }
        return shards;
    }
}
