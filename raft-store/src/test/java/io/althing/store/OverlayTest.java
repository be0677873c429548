package io.althing.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OverlayTest {
    private static final byte[] OPEN = {};

    private final MemoryKeyValue base = new MemoryKeyValue();

    @Test
    void a_later_command_sees_what_an_earlier_one_put_and_deleted() {
        base.write(new WriteSet().put(bytes(1), bytes(1)).put(bytes(2), bytes(2)));
        Overlay overlay = new Overlay(base);

        overlay.put(bytes(3), bytes(30));
        overlay.delete(bytes(1));
        overlay.put(bytes(2), bytes(20));

        assertThat(overlay.get(bytes(1))).isEmpty();
        assertThat(overlay.get(bytes(2))).hasValue(bytes(20));
        assertThat(overlay.range(OPEN, OPEN, 9)).containsExactly(entry(2, 20), entry(3, 30));
        assertThat(base.range(OPEN, OPEN, 9)).containsExactly(entry(1, 1), entry(2, 2));
    }

    @Test
    void the_write_set_holds_each_changed_key_once_in_key_order() {
        Overlay overlay = new Overlay(base);
        overlay.put(bytes(9), bytes(1));
        overlay.put(bytes(3), bytes(1));
        overlay.delete(bytes(5));
        overlay.put(bytes(9), bytes(2));

        assertThat(overlay.toWriteSet().changes()).extracting(change -> change.key()[0])
                .containsExactly((byte) 3, (byte) 5, (byte) 9);
    }

    @Property(tries = 500)
    void ranges_over_an_overlay_equal_ranges_over_the_written_result(@ForAll("changes") List<Change> below,
            @ForAll("changes") List<Change> above, @ForAll("bound") byte[] from, @ForAll("bound") byte[] to) {
        MemoryKeyValue written = new MemoryKeyValue();
        MemoryKeyValue under = new MemoryKeyValue();
        for (Change change : below) {
            written.write(change.asBatch());
            under.write(change.asBatch());
        }
        Overlay overlay = new Overlay(under);
        for (Change change : above) {
            written.write(change.asBatch());
            change.layOn(overlay);
        }

        for (int limit : new int[]{0, 1, 2, 3, Integer.MAX_VALUE}) {
            assertThat(overlay.range(from, to, limit)).isEqualTo(written.range(from, to, limit));
            assertThat(overlay.rangeDescending(from, to, limit)).isEqualTo(written.rangeDescending(from, to, limit));
        }
        under.write(overlay.toWriteSet());
        assertThat(under.range(OPEN, OPEN, 99)).isEqualTo(written.range(OPEN, OPEN, 99));
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(Arbitraries.integers().between(0, 12), Arbitraries.integers().between(-3, 5))
                .as(Change::new).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<byte[]> bound() {
        return Arbitraries.integers().between(0, 14).map(i -> i == 0 ? OPEN : bytes(i));
    }

    /** Puts the value, or deletes if it is negative. */
    record Change(int key, int value) {
        WriteSet asBatch() {
            return value < 0 ? new WriteSet().delete(bytes(key)) : new WriteSet().put(bytes(key), bytes(value));
        }

        void layOn(Overlay overlay) {
            if (value < 0) {
                overlay.delete(bytes(key));
            } else {
                overlay.put(bytes(key), bytes(value));
            }
        }
    }

    private static KeyValue.Entry entry(int key, int value) {
        return new KeyValue.Entry(bytes(key), bytes(value));
    }

    private static byte[] bytes(int i) {
        return new byte[]{(byte) i};
    }
}
