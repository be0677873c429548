package io.althing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.registry.Signature;
import io.althing.store.Ed25519Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first test vector of RFC 8032 §7.1, and key files that will not do. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SignerTest {
    private static final byte[] SEED = HexFormat.of()
            .parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    private static final byte[] PUBLIC = HexFormat.of()
            .parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    private static final byte[] OVER_NOTHING = HexFormat.of()
            .parseHex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                    + "d25bf5f0595bbe24655141438e7a100b");

    private static Path key(Path directory, String text, String mode) throws IOException {
        Path file = directory.resolve("region.key");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void signs_as_the_standard_says_and_as_the_registry_checks(@TempDir Path directory) throws IOException {
        Signer signer = Signer.read(key(directory, base64(SEED) + "\n", "rw-------"));

        assertThat(signer.sign("")).isEqualTo(new Signature(base64(OVER_NOTHING)));
        assertThat(new Ed25519Check().verifies(base64(PUBLIC), "a fact", signer.sign("a fact"))).isTrue();
        assertThat(new Ed25519Check().verifies(base64(PUBLIC), "another", signer.sign("a fact"))).isFalse();
    }

    @Test
    void a_key_others_could_read_is_refused(@TempDir Path directory) throws IOException {
        Path file = key(directory, base64(SEED), "rw-r-----");
        assertThatThrownBy(() -> Signer.read(file)).isInstanceOf(IOException.class).hasMessageContaining("chmod 600");
    }

    @Test
    void what_is_no_key_is_refused(@TempDir Path directory) throws IOException {
        Path file = key(directory, "AAAA", "rw-------");
        assertThatThrownBy(() -> Signer.read(file)).isInstanceOf(IOException.class)
                .hasMessageContaining("32 bytes of an Ed25519 seed");
    }
}
