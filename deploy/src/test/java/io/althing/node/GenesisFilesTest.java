package io.althing.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.registry.Region;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GenesisFilesTest {
    private static final List<String> SEEDS = List.of("n1.us-east@127.0.0.1:7702", "n2.eu-west@127.0.0.1:7712");

    private final Path dir;

    GenesisFilesTest(@TempDir Path dir) {
        this.dir = dir;
    }

    @Test
    void what_is_written_reads_back_the_same() throws Exception {
        GenesisFiles files = GenesisFiles.create("demo", "althing.io/demo", SEEDS);
        files.write(dir);
        assertThat(GenesisFiles.read(dir.resolve("genesis.json"))).isEqualTo(files.genesis());
    }

    @Test
    void private_keys_are_for_their_owner_and_read_back_as_the_same_key() throws Exception {
        GenesisFiles files = GenesisFiles.create("demo", "althing.io/demo", SEEDS);
        files.write(dir);
        Path key = dir.resolve("keys/us-east.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        assertThat(KeyFiles.read(key).getEncoded())
                .isEqualTo(pair(files, "us-east").getPrivate().getEncoded());
    }

    @Test
    void a_key_others_can_read_is_refused_with_the_remedy() throws Exception {
        GenesisFiles.create("demo", "althing.io/demo", SEEDS).write(dir);
        Path key = dir.resolve("keys/log.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> KeyFiles.read(key)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void a_genesis_is_never_overwritten() throws Exception {
        GenesisFiles.create("demo", "althing.io/demo", SEEDS).write(dir);
        GenesisFiles other = GenesisFiles.create("demo", "althing.io/demo", SEEDS);
        assertThatThrownBy(() -> other.write(dir)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void a_seed_of_another_shape_is_named() {
        assertThatThrownBy(() -> GenesisFiles.create("demo", "o", List.of("us-east:7700")))
                .hasMessageContaining("us-east:7700").hasMessageContaining("node.region@host:port");
    }

    @Test
    void a_genesis_without_a_field_says_which() throws Exception {
        Path file = Files.writeString(dir.resolve("genesis.json"), "{\"origin\":\"o\"}");
        assertThatThrownBy(() -> GenesisFiles.read(file)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("clusterId");
    }

    private static KeyPair pair(GenesisFiles files, String region) {
        return Optional.ofNullable(files.regionKeys().get(new Region(region))).orElseThrow();
    }
}
