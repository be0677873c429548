package io.althing.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ColdRefillTest {
    private final AuditLog log = new AuditLog();
    private final TileSource tiles = log.files("unsigned".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    private final Path directory;
    private final ColdStore store;

    ColdRefillTest(@TempDir Path directory) {
        this.directory = directory;
        this.store = new DirectoryColdStore(directory);
        for (int i = 0; i < 700; i++) {
            log.append(new byte[]{(byte) i, (byte) (i >> 8)});
        }
    }

    @Test
    void what_is_missing_is_put_there_and_what_is_there_stays() throws IOException {
        assertThat(ColdRefill.fill(tiles, 1, store)).isEqualTo(2);
        assertThat(ColdRefill.fill(tiles, 2, store)).isEqualTo(2);
        assertThat(ColdRefill.fill(tiles, 2, store)).isZero();
        assertThat(directory.resolve("tile/entries/001")).hasBinaryContent(
                tiles.bundle(new EntryBundle(1, Tile.FULL)).orElseThrow());
        assertThat(directory.resolve("tile/0/001")).hasBinaryContent(
                tiles.tile(new Tile(0, 1, Tile.FULL)).orElseThrow());
    }

    @Test
    void what_is_there_and_differs_is_left_alone_and_said() throws IOException {
        Files.createDirectories(directory.resolve("tile/entries"));
        Files.writeString(directory.resolve("tile/entries/001"), "another log's");
        assertThatThrownBy(() -> ColdRefill.fill(tiles, 2, store)).isInstanceOf(IOException.class)
                .hasMessageContaining("tile/entries/001").hasMessageContaining("holds other bytes");
        assertThat(directory.resolve("tile/entries/001")).hasContent("another log's");
    }

    @Test
    void a_bundle_that_is_not_full_yet_cannot_be_moved() {
        assertThatThrownBy(() -> ColdRefill.fill(tiles, 3, store)).isInstanceOf(IOException.class)
                .hasMessageContaining("tile/entries/002");
    }
}
