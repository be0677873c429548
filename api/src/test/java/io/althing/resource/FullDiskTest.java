package io.althing.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.http.Settings;
import io.althing.registry.Command;
import io.althing.registry.Town;
import io.althing.replica.SparingStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FullDiskTest {
    private static final String TAG = "/v1/models/digits/tags/n";

    private final AtomicReference<Optional<String>> full = new AtomicReference<>(Optional.empty());

    @Test
    void a_node_with_a_full_disk_takes_deletes_but_nothing_that_needs_room(@TempDir Path data) {
        try (TestRegion region = TestRegion.start(data, store -> new SparingStore(store, full::get),
                Settings.on("127.0.0.1", 0))) {
            region.propose(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
            assertThat(region.as(Town.OPERATOR).put(TAG, "{\"value\": \"1\"}").status()).isEqualTo(200);
            full.set(Optional.of("the disk of this node is nearly full (3 of 100 MiB free): make room"));

            Reply refused = region.as(Town.OPERATOR).put(TAG, "{\"value\": \"2\"}");
            assertThat(refused.status()).isEqualTo(507);
            assertThat(refused.problem()).isEqualTo("disk-full");
            assertThat(refused.json().getString("detail")).contains("3 of 100 MiB free")
                    .contains("nothing was changed");
            assertThat(region.anyone().get(TAG).json().getString("value")).isEqualTo("1");

            assertThat(region.as(Town.OPERATOR).delete(TAG).status()).isLessThan(300);
            full.set(Optional.empty());
            assertThat(region.as(Town.OPERATOR).put(TAG, "{\"value\": \"3\"}").status()).isEqualTo(200);
        }
    }
}
