package io.althing.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.registry.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArtifactCacheTest {
    @TempDir
    Path directory = Path.of("");
    private final Map<Sha256, byte[]> origin = new HashMap<>();
    private int downloads;

    private InputStream open(Sha256 digest) throws IOException {
        downloads++;
        byte[] bytes = origin.get(digest);
        if (bytes == null) {
            throw new IOException("the region's API has no artifact " + digest);
        }
        return new ByteArrayInputStream(bytes);
    }

    private Sha256 publish(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Sha256 digest = new Sha256(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        origin.put(digest, bytes);
        return digest;
    }

    @Test
    void an_artifact_is_fetched_once_and_then_read_from_disk() throws Exception {
        Sha256 digest = publish("a model");
        ArtifactCache cache = ArtifactCache.open(directory, this::open);

        assertThat(cache.find(digest)).isEmpty();
        assertThat(cache.get(digest)).hasContent("a model");
        assertThat(ArtifactCache.open(directory, this::open).get(digest)).hasContent("a model");
        assertThat(downloads).isEqualTo(1);
        assertThat(cache.all()).containsExactly(digest);
    }

    @Test
    void bytes_that_are_not_the_artifact_are_thrown_away() throws Exception {
        Sha256 digest = publish("a model");
        origin.put(digest, "another model".getBytes(StandardCharsets.UTF_8));
        ArtifactCache cache = ArtifactCache.open(directory, this::open);

        assertThatThrownBy(() -> cache.get(digest)).isInstanceOf(IOException.class)
                .hasMessageContaining(digest.value()).hasMessageContaining("thrown away");
        assertNothingLeft();
    }

    @Test
    void a_download_that_breaks_off_leaves_nothing() throws Exception {
        Sha256 digest = publish("a model");
        ArtifactCache cache = ArtifactCache.open(directory, wanted -> new InputStream() {
            private int sent;

            @Override
            public int read() throws IOException {
                if (sent++ < 3) {
                    return 'a';
                }
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                buffer[offset] = (byte) read();
                return 1;
            }
        });

        assertThatThrownBy(() -> cache.get(digest)).hasMessageContaining("connection reset");
        assertNothingLeft();
    }

    @Test
    void a_damaged_copy_is_fetched_again() throws Exception {
        Sha256 digest = publish("a model");
        ArtifactCache cache = ArtifactCache.open(directory, this::open);
        Files.writeString(cache.get(digest), "a mode1");

        assertThat(cache.get(digest)).hasContent("a model");
        assertThat(downloads).isEqualTo(2);
    }

    @Test
    void what_is_pinned_is_not_deleted_until_the_last_pin_is_closed() throws Exception {
        Sha256 digest = publish("a model");
        ArtifactCache cache = ArtifactCache.open(directory, this::open);
        Path file = cache.get(digest);
        ArtifactCache.Pin served = cache.pin(digest);
        ArtifactCache.Pin journal = cache.pin(digest);

        assertThat(cache.delete(digest)).isFalse();
        served.close();
        served.close();
        assertThat(cache.delete(digest)).isFalse();
        assertThat(file).exists();
        journal.close();
        assertThat(cache.delete(digest)).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void leftovers_of_a_killed_process_are_removed_when_the_cache_is_opened() throws Exception {
        Files.writeString(directory.resolve("0".repeat(64) + ".part"), "half");
        ArtifactCache.open(directory, this::open);
        assertNothingLeft();
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
