package io.althing.search;

import io.althing.audit.EntryRecord;
import io.althing.audit.Tile;
import io.althing.store.AuditReader;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** One search: walks over groups, the bundles in them that may have a hit, and the entries in those that may be one. */
final class IndexedSearch {
    /** Blocks or bundles one page looks into at most; reading one takes some tens of microseconds. */
    private static final int MOST_BUNDLES = 4096;
    /** Entries one page reads at most. */
    private static final int MOST_ENTRIES = 16_384;
    private static final int RUN = 64;
    private static final long MOST_SECONDS = Long.MAX_VALUE / 2000;
    private static final long GROUP_ENTRIES = (long) Tile.FULL * IndexRows.GROUP;

    private final AuditReader audit;
    private final IndexRows rows;
    private final AuditSearch.Query query;
    private final int[] terms;
    private final long size;
    private final long indexed;
    private final Walk walk;
    private final PageDraft page;
    private int bundlesLeft = MOST_BUNDLES;
    private int entriesLeft = MOST_ENTRIES;

    /** @param indexed how many bundles are in the index */
    IndexedSearch(AuditReader audit, IndexRows rows, PageDraft page, long indexed) {
        this.audit = audit;
        this.rows = rows;
        this.page = page;
        this.query = page.query();
        this.terms = Term.of(query.filter());
        this.size = audit.size();
        this.indexed = indexed;
        this.walk = Walk.of(query.order());
    }

    AuditSearch.Page run() {
        long low = query.filter().from().map(from -> firstBundle(b -> b.lastMillis() >= millis(from)))
                .orElse(0L) * Tile.FULL;
        long high = query.filter().until()
                .map(until -> Math.min(size, endOf(firstBundle(b -> b.firstMillis() > millis(until)))))
                .orElse(size);
        long at = query.start().map(start -> walk.later(start, walk.begin(low, high)))
                .orElse(walk.begin(low, high));
        while (low <= at && at < high) {
            at = inGroup(at, low, high);
            if (done()) {
                return page.upTo(at, low <= at && at < high);
            }
        }
        return page.upTo(at, false);
    }

    private boolean done() {
        return page.full() || bundlesLeft <= 0 || entriesLeft <= 0;
    }

    private static long millis(Instant time) {
        return Math.min(MOST_SECONDS, Math.max(-MOST_SECONDS, time.getEpochSecond())) * 1000
                + time.getNano() / 1_000_000;
    }

    private long endOf(long bundle) {
        return bundle == indexed ? size : bundle * Tile.FULL;
    }

    /** The first indexed bundle whose times pass, or the number of indexed bundles; those behind it pass too. */
    private long firstBundle(Predicate<Block> passes) {
        return firstTrue(bundle -> passes.test(rows.block(bundle)));
    }

    private long firstTrue(LongPredicate passes) {
        long low = 0;
        long high = indexed;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (passes.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Looks through the rest of the group that holds this index, as far as the page and its bounds allow; where to go on. */
    private long inGroup(long start, long low, long high) {
        long at = start;
        long group = start / Tile.FULL / IndexRows.GROUP;
        BitSet bundles = bundles(group);
        int place = walk.next(bundles, (int) (start / Tile.FULL % IndexRows.GROUP));
        while (place >= 0) {
            long first = (group * IndexRows.GROUP + place) * Tile.FULL;
            at = walk.later(at, walk.begin(first, first + Tile.FULL));
            if (at < low || at >= high) {
                return at;
            }
            at = inBundle(at, high);
            if (done()) {
                return at;
            }
            place = walk.next(bundles, walk.after(place));
        }
        return walk.after(walk.last(group * GROUP_ENTRIES, GROUP_ENTRIES));
    }

    private BitSet bundles(long group) {
        var bundles = new BitSet(IndexRows.GROUP);
        bundles.set(0, IndexRows.GROUP);
        if ((group + 1) * IndexRows.GROUP <= indexed) {
            for (int term : terms) {
                bundles.and(rows.bundles(group, term));
            }
        }
        return bundles;
    }

    private long inBundle(long start, long high) {
        long bundle = start / Tile.FULL;
        long first = bundle * Tile.FULL;
        bundlesLeft--;
        BitSet places = places(bundle);
        places.clear((int) Math.min(Tile.FULL, Math.max(0, high - first)), Tile.FULL);
        int place = walk.next(places, (int) (start - first));
        while (place >= 0) {
            int end = runEnd(places, place);
            int from = Math.min(place, end);
            List<byte[]> run = audit.entries(first + from, Math.abs(end - place) + 1);
            for (int i = place; i != walk.after(end); i = walk.after(i)) {
                entriesLeft--;
                if (i - from < run.size()) {
                    page.offer(EntryRecord.of(first + i, run.get(i - from)));
                }
                if (page.full()) {
                    return walk.after(first + i);
                }
            }
            place = walk.next(places, walk.after(end));
        }
        return walk.after(walk.last(first, Tile.FULL));
    }

    private BitSet places(long bundle) {
        var places = new BitSet(Tile.FULL);
        places.set(0, Tile.FULL);
        if (bundle < indexed && terms.length > 0) {
            Postings block = rows.block(bundle).terms();
            for (int term : terms) {
                places.and(block.places(term));
            }
        }
        return places;
    }

    /** The end of the run of candidates that begins here, at most so long. */
    private int runEnd(BitSet places, int start) {
        int end = start;
        for (int i = 1; i < RUN && places.get(Math.max(0, walk.after(end))) && walk.after(end) >= 0; i++) {
            end = walk.after(end);
        }
        return end;
    }
}
