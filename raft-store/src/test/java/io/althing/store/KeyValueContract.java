package io.althing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link KeyValue} promises. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class KeyValueContract {
    protected Path dir;

    protected KeyValue store;

    protected abstract KeyValue create(Path emptyDir);

    protected abstract KeyValue ofCheckpoint(Path checkpoint);

    @BeforeEach
    void open(@TempDir Path temp) {
        dir = temp;
        store = create(dir.resolve("state"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_written_key_is_read_back_and_an_unwritten_one_is_empty() {
        store.write(new WriteSet().put(key("a"), key("1")));

        assertThat(store.get(key("a"))).hasValue(key("1"));
        assertThat(store.get(key("b"))).isEmpty();
    }

    @Test
    void of_several_changes_to_a_key_the_last_wins() {
        store.write(new WriteSet().put(key("a"), key("1")).delete(key("a")).put(key("a"), key("2")));
        store.write(new WriteSet().put(key("b"), key("1")).delete(key("b")));

        assertThat(all(store)).containsExactly(entry("a", "2"));
    }

    @Test
    void deleting_an_absent_key_and_writing_nothing_are_no_errors() {
        store.write(new WriteSet().delete(key("a")));
        store.write(new WriteSet());

        assertThat(all(store)).isEmpty();
    }

    @Test
    void keys_are_ordered_as_unsigned_bytes_a_prefix_first() {
        byte[][] keys = {{}, {0}, {0, 0}, {1}, {0x7f}, {(byte) 0x80}, {(byte) 0xff}, {(byte) 0xff, 0}};
        for (byte[] key : keys) {
            store.write(new WriteSet().put(key, key));
        }

        assertThat(all(store)).extracting(KeyValue.Entry::key).containsExactly(keys);
    }

    @Test
    void a_range_includes_its_start_and_excludes_its_end() {
        fill("a", "b", "c", "d");

        assertThat(store.range(key("b"), key("d"), 9)).containsExactly(entry("b", "b"), entry("c", "c"));
        assertThat(store.rangeDescending(key("b"), key("d"), 9)).containsExactly(entry("c", "c"), entry("b", "b"));
    }

    @Test
    void a_limit_keeps_the_entries_nearest_to_where_the_walk_begins() {
        fill("a", "b", "c", "d");

        assertThat(store.range(key("a"), key("d"), 2)).containsExactly(entry("a", "a"), entry("b", "b"));
        assertThat(store.rangeDescending(key("a"), key("d"), 2)).containsExactly(entry("c", "c"), entry("b", "b"));
        assertThat(store.range(key("a"), key("d"), 0)).isEmpty();
    }

    @Test
    void an_empty_end_means_no_end_and_an_inverted_range_is_empty() {
        fill("a", "b", "c");

        assertThat(store.range(key("b"), new byte[0], 9)).containsExactly(entry("b", "b"), entry("c", "c"));
        assertThat(store.rangeDescending(key("b"), new byte[0], 1)).containsExactly(entry("c", "c"));
        assertThat(store.range(key("c"), key("a"), 9)).isEmpty();
        assertThat(store.rangeDescending(key("b"), key("b"), 9)).isEmpty();
    }

    @Test
    void the_end_of_a_prefix_bounds_exactly_the_keys_that_begin_with_it() {
        fill("a/", "a/1", "a/2", "a0", "b");

        assertThat(store.range(key("a/"), KeyValue.endOfPrefix(key("a/")), 9))
                .containsExactly(entry("a/", "a/"), entry("a/1", "a/1"), entry("a/2", "a/2"));
        assertThat(KeyValue.endOfPrefix(new byte[]{1, (byte) 0xff})).containsExactly(2);
        assertThat(KeyValue.endOfPrefix(new byte[]{(byte) 0xff})).isEmpty();
    }

    @Test
    void a_snapshot_keeps_its_point_in_time() {
        fill("a", "b");

        try (KeyValue.Snapshot before = store.snapshot()) {
            store.write(new WriteSet().delete(key("a")).put(key("b"), key("new")).put(key("c"), key("c")));

            assertThat(all(before)).containsExactly(entry("a", "a"), entry("b", "b"));
            assertThat(before.rangeDescending(new byte[0], new byte[0], 1)).containsExactly(entry("b", "b"));
            assertThat(before.get(key("a"))).hasValue(key("a"));
            assertThat(all(store)).containsExactly(entry("b", "new"), entry("c", "c"));
        }
    }

    @Test
    void a_checkpoint_is_a_copy_that_later_writes_do_not_touch() {
        fill("a", "b");
        Path copy = dir.resolve("checkpoint");

        store.checkpoint(copy);
        store.write(new WriteSet().delete(key("a")));

        try (KeyValue copied = ofCheckpoint(copy)) {
            assertThat(all(copied)).containsExactly(entry("a", "a"), entry("b", "b"));
            copied.write(new WriteSet().put(key("c"), key("c")));
        }
        assertThat(all(store)).containsExactly(entry("b", "b"));
    }

    @Test
    void readers_beside_the_writer_never_see_half_a_batch() {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> torn = CompletableFuture.supplyAsync(() -> {
            int halves = 0;
            while (!done.get()) {
                halves += (int) all(store).stream().map(entry -> text(entry.value())).distinct().skip(1).count();
            }
            return halves;
        });

        for (int i = 0; i < 500; i++) {
            store.write(new WriteSet().put(key("a"), key("" + i)).put(key("b"), key("" + i)));
        }
        done.set(true);

        assertThat(torn.join()).isZero();
    }

    @Test
    void a_closed_store_says_so_and_closing_again_does_nothing() {
        KeyValue.Snapshot open = store.snapshot();
        store.close();
        store.close();

        assertThatThrownBy(() -> store.get(key("a"))).isInstanceOf(IllegalStateException.class).hasMessageContaining(
                "closed");
        assertThatThrownBy(() -> store.write(new WriteSet())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> open.get(key("a"))).isInstanceOf(IllegalStateException.class);
        open.close();
    }

    private void fill(String... keys) {
        WriteSet batch = new WriteSet();
        for (String key : keys) {
            batch.put(key(key), key(key));
        }
        store.write(batch);
    }

    protected static List<KeyValue.Entry> all(KeyValueView view) {
        return view.range(new byte[0], new byte[0], Integer.MAX_VALUE);
    }

    protected static KeyValue.Entry entry(String key, String value) {
        return new KeyValue.Entry(key(key), key(value));
    }

    protected static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
