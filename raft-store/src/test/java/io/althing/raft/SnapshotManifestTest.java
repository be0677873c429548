package io.althing.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SnapshotManifestTest {
    private final Path dir;

    SnapshotManifestTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @BeforeEach
    void two_files_and_their_manifest() throws IOException {
        Files.createDirectories(dir.resolve("state/deep"));
        Files.writeString(dir.resolve("state/one"), "1");
        Files.writeString(dir.resolve("state/deep/two"), "22");
        assertThat(SnapshotManifest.write(dir).digests()).containsOnlyKeys("state/deep/two", "state/one");
    }

    @Test
    void an_untouched_snapshot_passes() throws IOException {
        SnapshotManifest.verify(dir);
        assertThat(dir.resolve("manifest")).content().contains(
                "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b 1 state/one");
    }

    @Test
    void an_altered_file_is_named() throws IOException {
        Files.writeString(dir.resolve("state/deep/two"), "23");
        assertThatThrownBy(() -> SnapshotManifest.verify(dir)).hasMessageContaining("state/deep/two does not match");
    }

    @Test
    void a_missing_file_is_named() throws IOException {
        Files.delete(dir.resolve("state/one"));
        assertThatThrownBy(() -> SnapshotManifest.verify(dir)).hasMessageContaining("state/one is missing");
    }

    @Test
    void a_superfluous_file_is_named() throws IOException {
        Files.writeString(dir.resolve("state/three"), "3");
        assertThatThrownBy(() -> SnapshotManifest.verify(dir))
                .hasMessageContaining("state/three is not in the manifest");
    }

    @Test
    void an_altered_manifest_is_noticed() throws IOException {
        Path manifest = dir.resolve("manifest");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("6b86", "6b87"));
        assertThatThrownBy(() -> SnapshotManifest.verify(dir)).hasMessageContaining("the manifest is damaged");
        Files.writeString(manifest, "");
        assertThatThrownBy(() -> SnapshotManifest.verify(dir)).hasMessageContaining("the manifest is damaged");
    }
}
