package io.althing.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every cosigner's memory promises. */
abstract class CosignStoreContract {
    abstract CosignStore store() throws IOException;

    private static TreeHead head(long size) {
        return Vectors.largeHead(size);
    }

    @Test
    void a_new_memory_is_empty() throws IOException {
        assertThat(store().latest("a")).isEmpty();
    }

    @Test
    void a_head_is_remembered_for_its_log_alone() throws IOException {
        CosignStore store = store();
        assertThat(store.advance("a", Optional.empty(), head(1))).isTrue();
        assertThat(store.latest("a")).contains(head(1));
        assertThat(store.latest("b")).isEmpty();
        assertThat(store.advance("a", Optional.of(head(1)), head(256))).isTrue();
        assertThat(store.latest("a")).contains(head(256));
    }

    @Test
    void nothing_changes_unless_the_expected_head_is_there() throws IOException {
        CosignStore store = store();
        assertThat(store.advance("a", Optional.of(head(1)), head(2))).isFalse();
        assertThat(store.latest("a")).isEmpty();
        store.advance("a", Optional.empty(), head(2));
        assertThat(store.advance("a", Optional.empty(), head(3))).isFalse();
        assertThat(store.advance("a", Optional.of(head(1)), head(3))).isFalse();
        assertThat(store.latest("a")).contains(head(2));
    }

    @Test
    void of_many_at_once_one_advances() throws Exception {
        CosignStore store = store();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            var tries = LongStream.of(1, 2, 3, 7, 8, 255, 256, 257)
                    .mapToObj(size -> (Callable<Boolean>) () -> store.advance("a", Optional.empty(), head(size)))
                    .toList();
            int won = 0;
            for (var result : threads.invokeAll(tries)) {
                won += result.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }
}
