package io.althing.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PostingsTest {
    /** Few hashes, among them negative ones, and many places, so that lists and bitmaps both occur. */
    private static final int[] HASHES = {-1, 0, 1, Integer.MIN_VALUE, Integer.MAX_VALUE, 7};

    @Property(tries = 300)
    void what_goes_in_comes_out(@ForAll @Size(max = 600) List<@IntRange(max = 255) Integer> places,
            @ForAll @IntRange(max = 5) int spread) {
        Map<Integer, BitSet> expected = new TreeMap<>();
        long[] pairs = new long[places.size()];
        for (int i = 0; i < pairs.length; i++) {
            int hash = HASHES[spread == 0 ? 0 : i % (spread + 1)];
            pairs[i] = Postings.pair(hash, places.get(i));
            expected.computeIfAbsent(hash, h -> new BitSet()).set(places.get(i));
        }
        java.util.Arrays.sort(pairs);
        Postings postings = Postings.of(ByteBuffer.wrap(Postings.encode(pairs)));
        for (int hash : HASHES) {
            assertThat(postings.places(hash)).isEqualTo(expected.getOrDefault(hash, new BitSet()));
        }
        assertThat(postings.places(12345).isEmpty()).isTrue();
        assertThat(postings.hashes()).hasSize(expected.size());
    }
}
